import { isInvisible, lettersOf, symbolOf } from './fold.ts';

/** A phrase ready to be looked for. Thousands are made at the start, so what only a hit needs is put off. */
export class Phrase {
  readonly symbols: readonly number[];
  /** True where a letter begins a word. */
  readonly heads: readonly boolean[];
  private readonly text: string;
  private spelled: readonly string[] | undefined;
  constructor(text: string) {
    const symbols: number[] = [];
    const heads: boolean[] = [];
    for (let i = 0; i < text.length; i++) {
      const symbol = symbolOf(text.charCodeAt(i));
      if (symbol === 0) continue;
      symbols.push(symbol);
      heads.push(i === 0 || text.charCodeAt(i - 1) === 0x20);
    }
    this.text = text;
    this.symbols = symbols;
    this.heads = heads;
  }

  /** The diacritics of every letter. */
  get marks(): readonly string[] {
    this.spelled ??= lettersOf(this.text).map((letter) => letter.marks);
    return this.spelled;
  }
}

/** Where a phrase stands in a text and how it is written there. */
export interface Match {
  readonly start: number;
  readonly end: number;
  /** Whether the diacritics are all there, all missing, or others than the phrase's. */
  readonly spelling: 'exact' | 'bare' | 'wrong';
  readonly capitals: 'all' | 'first' | 'none' | 'mixed';
  /** True when something stands between letters of one word. */
  readonly apart: boolean;
}

/** More than this between two letters is not one phrase any more. */
const LONGEST_GAP = 12;

/**
 * Follows a phrase back from the unit its last letter stands at. Null when the letters are not the phrase's own words,
 * or, with `standing`, when they are plainly in the middle of a sentence.
 */
export function locate(text: string, last: number, phrase: Phrase, standing = false): Match | null {
  const { symbols } = phrase;
  let at = last;
  for (let k = symbols.length - 1; k >= 0; k--) {
    let gap = 0;
    while (at >= 0 && symbolOf(text.charCodeAt(at)) === 0) {
      if (!isInvisible(text.charCodeAt(at)) && ++gap > LONGEST_GAP) return null;
      at--;
    }
    if (at < 0 || symbolOf(text.charCodeAt(at)) !== symbols[k]) return null;
    at--;
  }
  const start = at >= 0 && text.charCodeAt(at) === 0xd835 ? at : at + 1;
  let end = last + 1;
  while (end < text.length && isInvisible(text.charCodeAt(end)) && text.charCodeAt(end) !== 0xd835) end++;
  if (touchesWord(text, start, -1) || touchesWord(text, end, 1)) return null;
  if (standing && isInSentence(text, start, end)) return null;
  return describe(text, start, end, placesOf(text, start, phrase), phrase);
}

/** The unit the last letter of a phrase stands at, when its last `tail` letters follow after unit `at`; -1 when they don't. */
export function followTail(text: string, at: number, { symbols }: Phrase, tail: number): number {
  let last = at;
  for (let k = symbols.length - tail; k < symbols.length; k++) {
    let gap = 0;
    for (last++; last < text.length && symbolOf(text.charCodeAt(last)) === 0; last++) {
      if (!isInvisible(text.charCodeAt(last)) && ++gap > LONGEST_GAP) return -1;
    }
    if (last >= text.length || symbolOf(text.charCodeAt(last)) !== symbols[k]) return -1;
  }
  return last;
}

/** Where the letters of a phrase stand that was followed back to `start`. */
function placesOf(text: string, start: number, { symbols }: Phrase): number[] {
  const places: number[] = [];
  for (let at = start; places.length < symbols.length; at++) {
    if (symbolOf(text.charCodeAt(at)) !== 0) places.push(at);
  }
  return places;
}

/**
 * True when a small letter stands one space before, other than at the end of a paper's number ("12/BC-TTr MẬT"), or one
 * space after a candidate that is not in capitals. This turns away nearly every word of running text, at next to no cost.
 */
function isInSentence(text: string, start: number, end: number): boolean {
  if (start > 1 && text.charCodeAt(start - 1) === 0x20 && isSmall(text, start - 2)) {
    return !endsNumber(text, start - 2);
  }
  return text.charCodeAt(end) === 0x20 && isSmall(text, end + 1) && isSmall(text, end - 1);
}

function endsNumber(text: string, last: number): boolean {
  for (let at = last; at >= 0 && last - at < 16; at--) {
    const unit = text.charCodeAt(at);
    if (unit === 0x2f) return true;
    if (unit <= 0x20) return false;
  }
  return false;
}

function isSmall(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  if (unit < 0x80) return unit >= 0x61 && unit <= 0x7a;
  const symbol = symbolOf(unit);
  if (symbol === 0 || symbol > 26) return isInvisible(unit) && at > 0 && isSmall(text, at - 1);
  const sign = text[at]!;
  return sign !== sign.toUpperCase();
}

/** True when the neighbour in direction `step`, invisible units aside, belongs to a word. */
function touchesWord(text: string, edge: number, step: -1 | 1): boolean {
  let at = step < 0 ? edge - 1 : edge;
  while (at >= 0 && at < text.length && isInvisible(text.charCodeAt(at))) at += step;
  return at >= 0 && at < text.length && symbolOf(text.charCodeAt(at)) !== 0 && !isEmojiTail(text, at);
}

function isEmojiTail(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff && text.charCodeAt(at - 1) !== 0xd835;
}

function describe(text: string, start: number, end: number, places: number[], phrase: Phrase): Match | null {
  const letters = lettersOf(text.slice(start, end));
  if (letters.length !== phrase.symbols.length) return null;
  let bare = true;
  let exact = true;
  letters.forEach((letter, i) => {
    if (letter.marks !== '') bare = false;
    if (letter.marks !== phrase.marks[i]) exact = false;
  });
  let apart = false;
  for (let k = 1; k < places.length; k++) {
    if (phrase.heads[k]) continue;
    for (let at = places[k - 1]! + 1; at < places[k]! && !apart; at++)
      apart = !isInvisible(text.charCodeAt(at));
  }
  return {
    start,
    end,
    spelling: exact ? 'exact' : bare ? 'bare' : 'wrong',
    capitals: capitalsOf(text, places),
    apart,
  };
}

function capitalsOf(text: string, places: readonly number[]): Match['capitals'] {
  let upper = 0;
  for (const place of places) {
    const sign = text[place]!;
    if (sign === sign.toUpperCase() && !isMathSmall(text, place)) upper++;
  }
  if (upper === places.length) return 'all';
  if (upper === 0) return 'none';
  const first = text[places[0]!]!;
  return first === first.toUpperCase() && upper <= 2 ? 'first' : 'mixed';
}

function isMathSmall(text: string, place: number): boolean {
  const unit = text.charCodeAt(place);
  return unit >= 0xdc00 && unit <= 0xdfff && (unit - 0xdc00) % 52 >= 26;
}
