import letters from '../../rules/letters.json' with { type: 'json' };
import { decodeUtf8 } from './markup.ts';
import { type Reading, ReadingWriter, replaceIn, textOf } from './reading.ts';

const VNI_MARKS: Readonly<Record<string, string>> = {
  ù: '\u0301',
  ø: '\u0300',
  û: '\u0309',
  õ: '\u0303',
  ï: '\u0323',
  â: '\u0302',
  á: '\u0302\u0301',
  à: '\u0302\u0300',
  å: '\u0302\u0309',
  ã: '\u0302\u0303',
  ä: '\u0302\u0323',
  ê: '\u0306',
  é: '\u0306\u0301',
  è: '\u0306\u0300',
  ú: '\u0306\u0309',
  ü: '\u0306\u0303',
  ë: '\u0306\u0323',
}; // prettier-ignore
const VNI_LETTERS: Readonly<Record<string, string>> = {
  ô: 'ơ',
  ö: 'ư',
  ñ: 'đ',
  æ: 'ỉ',
  ó: 'ĩ',
  ò: 'ị',
  î: 'ỵ',
};
const VIQR_MARKS: Readonly<Record<string, string>> = {
  '^': '\u0302',
  '(': '\u0306',
  '+': '\u031b',
  "'": '\u0301',
  '`': '\u0300',
  '?': '\u0309',
  '~': '\u0303',
  '.': '\u0323',
}; // prettier-ignore
const CP1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** TCVN 5712:1993 (VN3), the ABC fonts: letters and capitals by code, from A1 on. */
const tcvn3 = new Uint16Array(0x100);
const tcvn3Capitals = new Uint16Array(0x100);
[...letters.tcvn3].forEach((letter, i) => {
  if (letter === '.') return;
  tcvn3[0xa1 + i] = letter.charCodeAt(0);
  tcvn3Capitals[0xa1 + i] = letter.toUpperCase().charCodeAt(0);
});

/** Every reading of a text in an old encoding whose signs it shows. The anchors are words that make no sense otherwise. */
export function readLegacy(source: Reading): Reading[] {
  const { text } = source;
  const readings: Reading[] = [];
  const has = (signs: string) => [...signs].some((sign) => text.includes(sign));
  if (has('ËÖØ§®µ') && shows(text, TCVN3)) readings.push(readTcvn3(source));
  if (has('Ääø') && shows(text, VNI)) readings.push(readVni(source));
  if (has('^') && shows(text, VIQR)) readings.push(readViqr(source));
  if (has('º\u009d\u0081') && shows(text, MOJIBAKE)) {
    const once = readMojibake(source);
    if (once !== source) readings.push(once);
    const twice = once === source ? once : readMojibake(once);
    if (twice !== once) readings.push(twice);
  }
  return readings;
}

/** What no text in Unicode has: a pattern, and signs of which one stands in every match of it. */
interface Anchors {
  readonly signs: readonly string[];
  readonly pattern: RegExp;
}

const TCVN3: Anchors = {
  signs: ['Ë', 'Ö', 'éc', 'éng ', 'Ø', 'ngµy'],
  pattern: /[mM]Ë[tT]|V[iI]Ö[tT]|viÖt|§éc|®éc|[cC]éng [hH]|t[uU]y?Ö[tT]|\bTØNH\b|ngµy/,
};
const VNI: Anchors = {
  signs: ['Ä', 'ä', 'ø', 'Ø'],
  pattern: /[mM][aA][Ää][tT]|[vV][iI][eE][Ää][tT]|[Ññ][oO][Ää][cC]|[Nn]g[aA][øØ]y/,
};
const VIQR: Anchors = { signs: ['^', '+'], pattern: /[aAoOeE]\^\.|[uU]\+[oO]\+|[oO]\^'/ };
const MOJIBAKE: Anchors = { signs: ['áº', 'á»', 'Ã', 'Ä', 'Æ'], pattern: /á[º»]|Ã\S|Ä\S|Æ[°¯]/ };

/** A sign that is met more often than once in so many units is a common one: then the pattern is tried everywhere. */
const RARE = 256;
/** Units before and after a sign that tell whether its pattern is there. */
const BEFORE = 4;
const AFTER = 8;

/** True when a pattern stands around one of its signs. Few texts have them, and a sign is found quicker than a pattern. */
function shows(text: string, { signs, pattern }: Anchors): boolean {
  for (const sign of signs) {
    let tries = 0;
    for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) {
      if (tries++ > text.length / RARE) return pattern.test(text);
      if (pattern.test(text.slice(Math.max(0, at - BEFORE), at + AFTER))) return true;
    }
  }
  return false;
}

/** The ABC fonts have no capitals with tone: a letter between capitals is one. */
function readTcvn3({ text, from }: Reading): Reading {
  const { length } = text;
  const units = new Uint16Array(length);
  let before = 0;
  let unit = text.charCodeAt(0);
  for (let i = 0; i < length; i++) {
    const after = i + 1 < length ? text.charCodeAt(i + 1) : 0;
    const letter = tcvn3[unit];
    units[i] = unit;
    if (letter) {
      const raised = (isCapital(before) && !isSmall(after)) || (isCapital(after) && !isSmall(before));
      units[i] = raised ? tcvn3Capitals[unit]! : letter;
    }
    before = unit;
    unit = after;
  }
  return { text: textOf(units), from };
}

function isCapital(unit: number): boolean {
  return (unit >= 0x41 && unit <= 0x5a) || (unit >= 0xa1 && unit <= 0xa7);
}

function isSmall(unit: number): boolean {
  return unit >= 0x61 && unit <= 0x7a;
}

function readVni(source: Reading): Reading {
  const pattern = /[aeouyAEOUYôÔöÖ][ùøûõïâáàåãäêéèúüëÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË]|[ôöñæóòîÔÖÑÆÓÒÎ]/g;
  return replaceIn(source, pattern, ({ 0: signs }) => lettersOf(signs, vniLetters));
}

// The result is never longer than the units it replaces: composed Vietnamese letters are one.
function vniLetters(signs: string): string {
  const letter = vniLetter(signs[0]!);
  return signs.length > 1 ? (letter + VNI_MARKS[signs[1]!.toLowerCase()]!).normalize('NFC') : letter;
}

function vniLetter(unit: string): string {
  const letter = VNI_LETTERS[unit.toLowerCase()];
  if (!letter) return unit;
  return unit === unit.toLowerCase() ? letter : letter.toUpperCase();
}

function readViqr(source: Reading): Reading {
  const pattern = /[aeiouyAEIOUY](?:[\^(+]['`?~.]?|['`?~.])|[dD][dD]/g;
  return replaceIn(source, pattern, ({ 0: signs }) => lettersOf(signs, viqrLetter));
}

function viqrLetter(signs: string): string {
  if (/d/i.test(signs)) return signs[0] === 'D' ? 'Đ' : 'đ';
  return [...signs]
    .map((sign) => VIQR_MARKS[sign] ?? sign)
    .join('')
    .normalize('NFC');
}

/** Old spellings met so far and what they mean: there are a few hundred. */
const known = new Map<string, string>();

function lettersOf(signs: string, read: (signs: string) => string): string {
  const letters = known.get(signs) ?? read(signs);
  known.set(signs, letters);
  return letters;
}

/** UTF-8 read as cp1252, undone where the bytes make sense. */
function readMojibake(source: Reading): Reading {
  const { text } = source;
  let writer: ReadingWriter | undefined;
  let done = 0;
  for (let i = 0; i < text.length; ) {
    const lead = byteOf(text.charCodeAt(i));
    const size = lead < 0xc2 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 1;
    const piece = size > 1 ? decodeUtf8(bytesAt(text, i, size)) : null;
    if (piece === null) {
      i++;
      continue;
    }
    writer ??= new ReadingWriter(source);
    writer.keep(done, i);
    writer.put(piece, i, i + size);
    i += size;
    done = i;
  }
  return writer?.end(done) ?? source;
}

function bytesAt(text: string, at: number, size: number): number[] {
  const bytes: number[] = [];
  for (let k = at; k < at + size; k++) bytes.push(byteOf(text.charCodeAt(k)));
  return bytes;
}

/** The byte that cp1252 reads as a code unit; -1 when there is none, which is no byte of UTF-8 either. */
function byteOf(unit: number): number {
  if (unit < 0x100) return unit;
  const at = unit < 0x2123 ? CP1252.indexOf(String.fromCharCode(unit)) : -1;
  return at < 0 || Number.isNaN(unit) ? -1 : 0x80 + at;
}
