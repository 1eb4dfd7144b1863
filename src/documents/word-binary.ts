import type { Budget } from './budget.ts';
import { requireStream, type Storage } from './compound-file.ts';
import { LongText } from './long-text.ts';
import { decodeWestern } from './text-encoding.ts';
import { DocumentError, type Part, type TextPart } from './types.ts';

const WORD_97 = 0xa5ec;
const WORD_95 = 0xa5dc;
const ENCRYPTED = 0x0100;
const TABLE_1 = 0x0200;

/** The sub-documents of a file in their order in the text, with where their lengths stand in the head. */
const SECTIONS: readonly {
  readonly length: number;
  readonly where: string;
  readonly place: TextPart['place'];
}[] = [
  { length: 0x4c, where: 'text', place: 'body' },
  { length: 0x50, where: 'footnotes', place: 'body' },
  { length: 0x54, where: 'header', place: 'header' },
  { length: 0x58, where: 'macros', place: 'body' },
  { length: 0x5c, where: 'comments', place: 'box' },
  { length: 0x60, where: 'footnotes', place: 'body' },
  { length: 0x64, where: 'text/box', place: 'box' },
  { length: 0x68, where: 'header/box', place: 'box' },
];
const CELL_END = '\u0007';
const FIELD_BEGIN = 0x13;
const FIELD_RESULT = 0x14;
const FIELD_END = 0x15;
const DEEPEST_FIELD = 20;
/** Control letters that stand for something shown; the others anchor pictures, notes and the like. */
const SHOWN: Readonly<Record<number, string>> = {
  7: CELL_END,
  9: '\t',
  10: '\n',
  11: '\n',
  12: '\n',
  13: '\r',
  30: '-',
};
/** Letters of the first pages. */
const HEAD = 8 * 1024;
/** Letters of a text that are laid out at once. */
const PIECE = 1 << 20;
/** Where a stamp is likely first. */
const ORDER = ['header/box', 'header', 'text/box', 'text'];

/** Text of a Word 6–2003 document (MS-DOC). Throws `encrypted` and `damaged`. */
export function* readWordBinary(storage: Storage, budget: Budget): Generator<Part> {
  const main = requireStream(storage, 'WordDocument', budget);
  const view = new DataView(main.buffer, main.byteOffset, main.byteLength);
  if (main.length < 0x1aa) throw new DocumentError('damaged', 'the head of the Word document is cut');
  const magic = view.getUint16(0, true);
  const flags = view.getUint16(0x0a, true);
  if (flags & ENCRYPTED) throw new DocumentError('encrypted', 'the document has a password');
  if (magic === WORD_95) {
    const text = decodeWestern(main.subarray(view.getUint32(0x18, true), view.getUint32(0x1c, true)));
    yield* sectionParts(text, 'body', 'text');
    return;
  }
  if (magic !== WORD_97) throw new DocumentError('damaged', 'not a Word document inside');
  const table = requireStream(storage, flags & TABLE_1 ? '1Table' : '0Table', budget);
  const text = readPieces(main, table, view.getUint32(0x1a2, true), view.getUint32(0x1a6, true), budget);
  let at = 0;
  const sections = SECTIONS.map(({ length, where, place }) => {
    const from = at;
    at += view.getUint32(length, true);
    return { text: text.slice(from, at), where, place };
  });
  sections.sort((a, b) => rank(a.where) - rank(b.where));
  for (const section of sections) yield* sectionParts(section.text, section.place, section.where);
}

function rank(where: string): number {
  const index = ORDER.indexOf(where);
  return index < 0 ? ORDER.length : index;
}

/** Puts the text together from its pieces: bytes of cp1252 (also TCVN3 and VNI letters) or UTF-16. */
function readPieces(
  main: Uint8Array,
  table: Uint8Array,
  start: number,
  length: number,
  budget: Budget,
): string {
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
  const end = Math.min(table.length, start + length);
  let at = start;
  // Properties of pieces come before the table of pieces.
  while (at + 3 <= end && table[at] === 1) at += 3 + view.getUint16(at + 1, true);
  if (at + 5 > end || table[at] !== 2)
    throw new DocumentError('damaged', 'the Word document has no table of pieces');
  const count = Math.floor((Math.min(view.getUint32(at + 1, true), end - at - 5) - 4) / 12);
  const positions = at + 5;
  const places = positions + (count + 1) * 4;
  const out: string[] = [];
  for (let index = 0; index < count; index++) {
    const units =
      view.getUint32(positions + index * 4 + 4, true) - view.getUint32(positions + index * 4, true);
    const place = view.getUint32(places + index * 8 + 2, true);
    const narrow = (place & 0x40000000) !== 0;
    const from = narrow ? (place & 0x3fffffff) >>> 1 : place & 0x3fffffff;
    if (units < 0 || from > main.length)
      throw new DocumentError('damaged', 'a piece of the Word document is lost');
    const bytes = main.subarray(from, from + units * (narrow ? 1 : 2));
    budget.countUnpacked(bytes.length, bytes.length, bytes.length);
    out.push(narrow ? decodeWestern(bytes) : new TextDecoder('utf-16le').decode(bytes));
  }
  return out.join('');
}

function* sectionParts(raw: string, place: TextPart['place'], where: string): Generator<Part> {
  // The first pages before the work on the rest: a marked head ends the scan.
  if (raw.length > 2 * HEAD) {
    yield { kind: 'text', text: [...layOut(raw.slice(0, HEAD))].join(''), place, where, preview: true };
  }
  const text = new LongText(place, where);
  for (let from = 0, to = 0; from < raw.length; from = to) {
    to = endOfPiece(raw, from);
    for (const paragraph of layOut(raw.slice(from, to))) {
      text.append(paragraph);
      yield* text.ready();
    }
  }
  yield* text.rest();
}

/** Long texts are laid out in pieces of whole paragraphs: every step of it makes a copy. */
function endOfPiece(raw: string, from: number): number {
  if (raw.length - from <= PIECE) return raw.length;
  const end = raw.indexOf('\r', from + PIECE);
  return end < 0 ? raw.length : end + 1;
}

/** Lines from Word's control letters: fields show their result, cells and rows as in `TableText`. */
function* layOut(raw: string): Generator<string> {
  const shown = shownLetters(raw);
  for (const row of shown.split(CELL_END + CELL_END)) {
    const cells = row.split(CELL_END);
    const before = (cells[0] ?? '').lastIndexOf('\r') + 1;
    const tall = cells.slice(1).some((cell) => cell.includes('\r'));
    yield (cells[0] ?? '').slice(0, before).replaceAll('\r', '\n');
    cells[0] = (cells[0] ?? '').slice(before);
    yield `${cells.join(tall ? '\n' : '\t').replaceAll('\r', '\n')}\n`;
  }
}

/** The letters without control letters. A field is code, mark, result; only the result is shown. */
function shownLetters(raw: string): string {
  const out: string[] = [];
  /** For each open field, the innermost last: are its letters code? */
  const fields: boolean[] = [];
  let from = 0;
  for (let at = 0; at <= raw.length; at++) {
    const unit = at < raw.length ? raw.charCodeAt(at) : 0;
    if (unit >= 0x20) continue;
    const hidden = fields.includes(true);
    if (!hidden && at > from) out.push(raw.slice(from, at));
    from = at + 1;
    if (unit === FIELD_BEGIN && fields.length < DEEPEST_FIELD) fields.push(true);
    else if (unit === FIELD_RESULT && fields.length > 0) fields[fields.length - 1] = false;
    else if (unit === FIELD_END) fields.pop();
    else if (!hidden) out.push(SHOWN[unit] ?? '');
    // A field without its end must not hide the paragraphs behind it.
    if (unit === 13) fields.length = 0;
  }
  return out.join('');
}
