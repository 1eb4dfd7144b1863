import { symbolOf } from './fold.ts';

/** Combining marks of Vietnamese letters; each has three bits of a sum, enough for the letters of one word. */
const VIETNAMESE = '\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323';
const OTHER = 1 << (3 * VIETNAMESE.length);
/** The stroke of đ, which Unicode knows no combining mark for. */
const STROKE = OTHER << 3;

const UNKNOWN = -1;
let known: Int32Array | undefined;

/**
 * The diacritics on a code unit, or the one it is, as bits three places apart: those of a letter are joined by `|`,
 * those of a word's letters added.
 */
function marksOf(unit: number): number {
  if (unit < 0xc0 || unit >= 0x2000) return 0;
  known ??= new Int32Array(0x2000).fill(UNKNOWN);
  const marks = known[unit]!;
  if (marks !== UNKNOWN) return marks;
  known[unit] = takeApart(String.fromCharCode(unit));
  return known[unit]!;
}

function takeApart(sign: string): number {
  if ('ĐđÐðƉɖ'.includes(sign)) return STROKE;
  let marks = 0;
  for (const part of sign.normalize('NFD')) {
    const unit = part.charCodeAt(0);
    if (unit < 0x300 || unit > 0x36f || isLine(unit)) continue;
    const place = VIETNAMESE.indexOf(part);
    marks |= place < 0 ? OTHER : 1 << (3 * place);
  }
  return marks;
}

/** Lines over, under and through letters change no letter. */
function isLine(unit: number): boolean {
  return unit === 0x305 || (unit >= 0x332 && unit <= 0x338) || unit === 0x33f || unit === 0x35f;
}

/** The diacritics of every letter of a range, whatever their order and composition. */
export function spell(text: string, start: number, end: number): number[] {
  const marks: number[] = [];
  for (let at = start; at < end; at++) {
    const unit = text.charCodeAt(at);
    if (symbolOf(unit) !== 0) marks.push(marksOf(unit));
    else if (unit >= 0x300 && unit <= 0x36f && marks.length > 0) marks[marks.length - 1]! |= marksOf(unit);
  }
  return marks;
}
