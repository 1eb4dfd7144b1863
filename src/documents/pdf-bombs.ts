import type { Budget } from './budget.ts';
import { latin1 } from './latin1.ts';
import { flateHead, type Growing, growingOf, measure, withoutLetters } from './pdf-filters.ts';
import { DocumentError } from './types.ts';

/** Packed bytes below which deflate cannot make more than `LARGEST` (it reaches 1,032 to 1). */
const SMALLEST = 32 * 1024;
/** Unpacked bytes of one stream that pdf.js may hold in memory. Large pictures are not unpacked for their text. */
const LARGEST = 32 * 1024 * 1024;
/** Unpacked bytes below which the ratio of a stream says nothing. */
const RATIO_FLOOR = 1024 * 1024;
/** Bytes before a stream in which its dictionary is looked for. */
const DICTIONARY = 128 * 1024;
/** References in a row: more than the pages, notes or pieces of drawing that an honest list names. */
const LONG_LIST = /(\/K\s*\[\s*)?(?:\d+\s+\d+\s+R\s*){10000,}/g;
/** Codes that the tables of one file's fonts may map, each of which pdf.js writes out: an honest table has 65,536 at most. */
const MOST_CODES = 1 << 20;

/** Bytes between streams in which no object ends and no directory stands: an honest object is far smaller. */
const LONGEST_OBJECT = 2 * 1024 * 1024;
const ROW = /\d{10} \d{5} [nf]/;

const word = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const STREAM = word('stream');
const END = word('endstream');
const END_OBJECT = word('endobj');

/**
 * pdf.js unpacks a stream at once and writes out a font's table of codes whatever its size, so what could grow too large
 * is measured first. Throws `bomb` and `too-many`. What stands in an encrypted file cannot be measured.
 */
export function refuseBombs(bytes: Uint8Array, budget: Budget): void {
  const codes = { left: MOST_CODES };
  let behind = 0;
  for (let at = find(bytes, STREAM, 0); at >= 0; ) {
    const start = at + STREAM.length + (bytes[at + STREAM.length] === 13 ? 2 : 1);
    const end = find(bytes, END, start);
    const stop = end < 0 ? bytes.length : end;
    refuseEndless(bytes, behind, at);
    const before = latin1(bytes.subarray(Math.max(behind, at - DICTIONARY), at));
    refuseLists(before);
    const dictionary = named(before.slice(before.lastIndexOf(' obj') + 1));
    checkStream(bytes, bytes.subarray(start, stop), dictionary, budget, codes);
    budget.checkTime();
    behind = stop;
    at = end < 0 ? -1 : find(bytes, STREAM, end + END.length);
  }
  refuseEndless(bytes, behind, bytes.length);
  refuseLists(latin1(bytes.subarray(Math.max(behind, bytes.length - DICTIONARY))));
}

/** pdf.js reads a string of brackets letter by letter into lists, and a damaged file again and again. */
function refuseEndless(bytes: Uint8Array, from: number, to: number): void {
  let at = from;
  while (to - at > LONGEST_OBJECT) {
    const end = find(bytes, END_OBJECT, at);
    const next = end < 0 || end > to ? to : end;
    const isDirectory = ROW.test(latin1(bytes.subarray(at + LONGEST_OBJECT - 100, at + LONGEST_OBJECT)));
    if (next - at > LONGEST_OBJECT && !isDirectory)
      throw new DocumentError('too-many', 'an object without an end');
    at = isDirectory ? at + LONGEST_OBJECT : next + 1;
  }
}

/** pdf.js unpacks all pieces of a page before it reads the first, and reads all notes of a page at once. */
function refuseLists(objects: string): void {
  refuseWideFonts(objects);
  // The pattern is slow on directories, which are all numbers.
  if (objects.split(' R', 10_001).length <= 10_000) return;
  // A long paper's own paragraphs (`/K`, the tree of its structure) are not read.
  if ([...objects.matchAll(LONG_LIST)].some(([, structure]) => structure === undefined))
    throw new DocumentError('too-many', 'a list of more than 10,000 objects');
}

function checkStream(
  file: Uint8Array,
  raw: Uint8Array,
  dictionary: string,
  budget: Budget,
  codes: { left: number },
): void {
  // Entries of no bytes: as many as it says, whatever the stream holds.
  if (/\/Type\s*\/XRef\b/.test(dictionary) && /\/W\s*\[[\s0]*\]/.test(dictionary))
    throw bomb('a directory of entries without bytes');
  const filters = filtersOf(dictionary, file);
  const growing = growingOf(filters);
  if (growing.length > 1) throw bomb('a stream is packed twice');
  if (/\/Subtype\s*\/Image\b/.test(dictionary)) return;
  const [by] = growing;
  if (raw.length < SMALLEST && by !== undefined && by !== 'flate') return;
  const body = withoutLetters(raw, filters);
  const isObjects = /\/Type\s*\/ObjStm\b/.test(dictionary);
  const head = by === 'flate' ? flateHead(body) : body.subarray(0, 1024);
  const isCodes =
    by === undefined || by === 'flate' ? /begincmap|\/CIDInit|\/CMapName/.test(latin1(head)) : false;
  if (by === undefined) {
    if (isCodes) countCodes(latin1(body), codes);
    return;
  }
  if (!isCodes && !isObjects && raw.length < SMALLEST) return;
  const texts = isCodes || isObjects ? unpackAll(body, by, budget) : measured(body, by, budget);
  if (isCodes) countCodes(texts, codes);
  else if (isObjects) refuseWideFonts(texts);
}

function measured(body: Uint8Array, by: Growing, budget: Budget, each?: (piece: Uint8Array) => void): string {
  const length = measure(body, by, LARGEST, budget, each);
  if (length > LARGEST) throw bomb(`a stream unpacks to more than ${LARGEST} bytes`);
  if (length > RATIO_FLOOR && length > body.length * budget.limits.ratio)
    throw bomb(`a stream unpacks to more than ${budget.limits.ratio} times its size`);
  return '';
}

function unpackAll(body: Uint8Array, by: Growing, budget: Budget): string {
  const texts: string[] = [];
  measured(body, by, budget, (piece) => texts.push(latin1(piece)));
  return texts.join('');
}

/** Counts what the ranges of a table of codes stand for: `<0000> <ffff>` is written in twelve letters. */
function countCodes(table: string, codes: { left: number }): void {
  for (const [section, kind] of table.matchAll(
    /begin(bf|cid|notdef)range[\s\S]*?(?:endbf|endcid|endnotdef|$)/g,
  )) {
    const each =
      kind === 'bf'
        ? /<([\da-f]+)>\s*<([\da-f]+)>\s*(?:<[\da-f\s]*>|\[[^\]]*\])/gi
        : /<([\da-f]+)>\s*<([\da-f]+)>/gi;
    for (const [, low = '', high = ''] of section.matchAll(each)) {
      const count = Number.parseInt(high, 16) - Number.parseInt(low, 16) + 1;
      if (count > 0) codes.left -= count;
    }
  }
  for (const [section] of table.matchAll(/beginbfchar[\s\S]*?(?:endbf|$)|begincidchar[\s\S]*?(?:endcid|$)/g))
    for (let at = section.indexOf('<'); at >= 0; at = section.indexOf('<', at + 1)) codes.left -= 0.5;
  if (codes.left < 0) throw bomb('the fonts map more codes than there are');
}

/** Widths are given for runs of codes, and pdf.js writes every one of them down. */
function refuseWideFonts(objects: string): void {
  if (!objects.includes('/W')) return;
  for (const [, widths = ''] of objects.matchAll(/\/W2?\s*\[([\d\s.\-[\]]*)/g))
    if (/(?:^|[\s[\]])\d{6}/.test(widths)) throw bomb('a font has widths for more codes than there are');
}

/** The names of a stream's filters. A list that stands elsewhere is looked up; one that cannot be found is refused. */
function filtersOf(dictionary: string, file: Uint8Array): string[] {
  const given = /\/Filter\s*(\[[^\]]*\]?|\/[^\s/<>[\]()]*|\d+\s+\d+\s+R\b)/.exec(dictionary)?.[1] ?? '';
  const resolved = given.replace(/(\d+)\s+(\d+)\s+R\b/g, (_, number: string, generation: string) => {
    const object = word(`\n${number} ${generation} obj`);
    const at = find(file, object, 0);
    if (at < 0) throw bomb('a stream hides how it is packed');
    return named(
      latin1(file.subarray(at + object.length, at + object.length + 200)).split('endobj')[0] as string,
    );
  });
  return [...resolved.matchAll(/\/([^\s/<>[\]()]+)/g)].map(([, name]) => name as string);
}

/** With letters of names written out that stand as numbers. */
function named(dictionary: string): string {
  if (!dictionary.includes('#')) return dictionary;
  return dictionary.replace(/#([\da-f]{2})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

function bomb(detail: string): DocumentError {
  return new DocumentError('bomb', detail);
}

/** Where `wanted` begins, from a place on; -1 when it does not. */
function find(bytes: Uint8Array, wanted: Uint8Array, from: number): number {
  const first = wanted[0] as number;
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    let same = 1;
    while (same < wanted.length && bytes[at + same] === wanted[same]) same += 1;
    if (same === wanted.length) return at;
  }
  return -1;
}
