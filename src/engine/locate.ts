import { isInvisible, lettersOf, symbolOf } from './fold.ts';

/** A phrase ready to be looked for. */
export interface Phrase {
  readonly symbols: readonly number[];
  /** The diacritics of every letter. */
  readonly marks: readonly string[];
  /** True where a letter begins a word. */
  readonly heads: readonly boolean[];
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

export function preparePhrase(text: string): Phrase {
  const symbols: number[] = [];
  const marks: string[] = [];
  const heads: boolean[] = [];
  for (const word of text.split(/\s+/u)) {
    lettersOf(word).forEach((letter, i) => {
      symbols.push(letter.symbol);
      marks.push(letter.marks);
      heads.push(i === 0);
    });
  }
  return { symbols, marks, heads };
}

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

/** Where the letters of a phrase stand that was followed back to `start`. */
function placesOf(text: string, start: number, { symbols }: Phrase): number[] {
  const places: number[] = [];
  for (let at = start; places.length < symbols.length; at++) {
    if (symbolOf(text.charCodeAt(at)) !== 0) places.push(at);
  }
  return places;
}

/** Plain words on both sides with a space between, and not those of a head run together, which are in capitals. */
function isInSentence(text: string, start: number, end: number): boolean {
  const before = start > 1 && text.charCodeAt(start - 1) === 0x20 ? start - 2 : -1;
  const after = end + 1 < text.length && text.charCodeAt(end) === 0x20 ? end + 1 : -1;
  if (before < 0 || after < 0) return false;
  if (symbolOf(text.charCodeAt(before)) === 0 || symbolOf(text.charCodeAt(after)) === 0) return false;
  return isSmall(text, before) || isSmall(text, after);
}

function isSmall(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  if (unit < 0x80) return unit >= 0x61 && unit <= 0x7a;
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
