import { isNumbers, type PdfObjects } from './pdf-objects.ts';
import { type Dictionary, Letters, NotPlain, Stream, Syntax, type Value } from './pdf-syntax.ts';

/** Codes that one font's table may map. */
const MOST_CODES = 65_536;
/** Flag of fonts whose letters are signs of their own. */
const SYMBOLIC = 4;
const SIMPLE = new Set(['/Type1', '/TrueType', '/MMType1']);
/** Letters whose place or order is not for a plain reader: signs without a shape, marks, right to left. Bullets are private ones. */
const ODD = /[\p{Cc}\p{Cf}\p{Cn}\p{Cs}\p{M}\ufffd\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/u;

/** The letters of the usual encoding; null for codes that it has a use of its own for. */
const usual = Array.from({ length: 256 }, (_, code) => {
  const letter = new TextDecoder('windows-1252').decode(Uint8Array.of(code));
  return code < 0x20 || code === 0xa0 || ODD.test(letter) ? null : letter;
});

/** What the codes of a font stand for and how wide they are, in thousandths of its size. */
export interface PlainFont {
  /** Bytes of a code. */
  readonly step: 1 | 2;
  /** The letters of a code; null where only the full reader can tell. */
  readonly letters: (code: number) => string | null;
  readonly width: (code: number) => number;
}

/** Throws `NotPlain` for a font that takes more than a table of letters and one of widths. */
export function readFont(font: Dictionary, objects: PdfObjects): PlainFont {
  const kind = font.get('/Subtype');
  if (kind === '/Type0') return readWide(font, objects);
  if (typeof kind !== 'string' || !SIMPLE.has(kind)) throw new NotPlain('a font of another kind');
  const letters = lettersOf(font, objects) ?? usualOf(font, objects);
  const widths = objects.resolve(font.get('/Widths'));
  const first = objects.resolve(font.get('/FirstChar'));
  if (!isNumbers(widths) || typeof first !== 'number') throw new NotPlain('a font without widths');
  const missing = objects.resolve(objects.dictionary(font.get('/FontDescriptor')).get('/MissingWidth'));
  const other = typeof missing === 'number' ? missing : 0;
  return { step: 1, letters, width: (code) => widths[code - first] ?? other };
}

function readWide(font: Dictionary, objects: PdfObjects): PlainFont {
  const letters = lettersOf(font, objects);
  const below = objects.resolve(font.get('/DescendantFonts'));
  if (!letters || font.get('/Encoding') !== '/Identity-H' || !Array.isArray(below))
    throw new NotPlain('a font with a table of its own');
  const inner = objects.dictionary(below[0]);
  const other = objects.resolve(inner.get('/DW')) ?? 1000;
  if (typeof other !== 'number') throw new NotPlain('odd widths');
  const widths = readWidths(objects.resolve(inner.get('/W')) ?? [], objects);
  return { step: 2, letters, width: (code) => widths.get(code) ?? other };
}

/** Widths of a wide font: `first [w w w]` and `first last w`. */
function readWidths(list: Value, objects: PdfObjects): ReadonlyMap<number, number> {
  const widths = new Map<number, number>();
  if (!Array.isArray(list)) throw new NotPlain('odd widths');
  let written = 0;
  for (let at = 0; at < list.length; ) {
    const first = list[at] as Value;
    const second = objects.resolve(list[at + 1]);
    if (typeof first !== 'number') throw new NotPlain('odd widths');
    if (isNumbers(second)) {
      for (const [index, width] of second.entries()) widths.set(first + index, width);
      at += 2;
      continue;
    }
    const width = list[at + 2];
    if (typeof second !== 'number' || typeof width !== 'number') throw new NotPlain('odd widths');
    written += second - first;
    if (written > MOST_CODES) throw new NotPlain('odd widths');
    for (let code = first; code <= second; code++) widths.set(code, width);
    at += 3;
  }
  return widths;
}

/** The font's own table of letters; null where it has none. */
function lettersOf(font: Dictionary, objects: PdfObjects): PlainFont['letters'] | null {
  const table = objects.resolve(font.get('/ToUnicode'));
  if (table === undefined) return null;
  if (!(table instanceof Stream) || table.dictionary.has('/UseCMap')) throw new NotPlain('an odd table');
  const known = readTable(new Syntax(objects.unpack(table)));
  return (code) => known.get(code) ?? null;
}

/** A usual font without a table, in the usual encoding. */
function usualOf(font: Dictionary, objects: PdfObjects): PlainFont['letters'] {
  const flags = objects.resolve(objects.dictionary(font.get('/FontDescriptor')).get('/Flags'));
  const name = objects.resolve(font.get('/Encoding'));
  if (name !== '/WinAnsiEncoding' || typeof flags !== 'number' || flags & SYMBOLIC)
    throw new NotPlain('a font without a table');
  return (code) => usual[code] ?? null;
}

function readTable(syntax: Syntax): ReadonlyMap<number, string> {
  const known = new Map<number, string>();
  let told = 0;
  const keep = (code: number, letters: string) => {
    told += 1;
    // What a table says twice is for the full reader to weigh.
    if (known.has(code) || told > MOST_CODES) throw new NotPlain('an odd table');
    if (letters !== '' && !ODD.test(letters)) known.set(code, letters);
  };
  for (let word = syntax.next(); word !== undefined; word = syntax.next()) {
    if (word === 'usecmap') throw new NotPlain('a table upon a table');
    if (word === 'beginbfchar') readCodes(syntax, keep);
    else if (word === 'beginbfrange') readRanges(syntax, keep);
  }
  return known;
}

function readCodes(syntax: Syntax, keep: (code: number, letters: string) => void): void {
  for (let code = syntax.next(); code !== 'endbfchar'; code = syntax.next())
    keep(codeOf(code), utf16(syntax.next()));
}

function readRanges(syntax: Syntax, keep: (code: number, letters: string) => void): void {
  for (let low = syntax.next(); low !== 'endbfrange'; low = syntax.next()) {
    const first = codeOf(low);
    const last = codeOf(syntax.next());
    const to = syntax.next();
    if (last < first || last - first > MOST_CODES) throw new NotPlain('an odd table');
    for (let code = first; code <= last; code++) {
      if (Array.isArray(to)) keep(code, utf16(to[code - first]));
      else keep(code, next(utf16(to), code - first));
    }
  }
}

/** Letters whose last one stands so many places later. */
function next(letters: string, by: number): string {
  const end = letters.length - 1;
  return letters.slice(0, end) + String.fromCharCode(letters.charCodeAt(end) + by);
}

function codeOf(value: Value | undefined): number {
  const codes = value instanceof Letters ? value.codes : [];
  if (codes.length < 1 || codes.length > 2) throw new NotPlain('an odd code');
  return codes.reduce((sum, code) => sum * 256 + code, 0);
}

function utf16(value: Value | undefined): string {
  const codes = value instanceof Letters ? value.codes : null;
  if (!codes || codes.length % 2 === 1 || codes.length > 64) throw new NotPlain('odd letters');
  let out = '';
  for (let at = 0; at < codes.length; at += 2)
    out += String.fromCharCode((codes[at] as number) * 256 + (codes[at + 1] as number));
  return out;
}
