import { foldTable, isInvisible, SYMBOL_SHIFT } from './fold.ts';
import {
  AFTER_SHIFT,
  buildKeyIndex,
  END,
  FOUND,
  FOUND_MASK,
  KEY,
  type KeyIndex,
  MASK,
  NEXT,
  PAIR_MASK,
  SECOND,
  SPREAD,
  STRIDE_SHIFT,
  slotOf,
} from './key-index.ts';
import { isInSentence } from './locate.ts';

/**
 * Answers the unit before which no more places of this phrase are wanted: 0 for none, the length of the text for all. Its
 * negative says so of all phrases that are found by their last letters.
 */
export type Report = (phrase: number, first: number, last: number) => number;

/** Finds phrases in texts. */
export interface Scanner {
  /**
   * Calls `report(phrase, first, last)` where the letters of a phrase stand from unit `first` to unit `last`, in the order
   * of the letters they are found by, the longer ones first. Most of what goes on with one more letter is left out.
   * Returns the flags of `fold.ts` seen on the way.
   */
  scan(text: string, report: Report): number;
}

/** More than this between two letters is not one phrase any more. */
const LONGEST_GAP = 12;

const SPACE = 0x20;

/** Places noted before they are looked at, two numbers each. */
const NOTES = 1024;

/**
 * Makes a scanner; the first `whole` phrases are found by their last letters, and not in sentences (`isInSentence`), the
 * others by those that `places` tells. Make one in a process: the compiler takes its tables for constants, and of two of no
 * one's, which costs a quarter of the speed.
 */
export function createScanner(texts: readonly string[], whole: number, places?: string): Scanner {
  const index = buildKeyIndex(texts, whole, places);
  const { bits, three } = index;
  const fold = foldTable();
  const notes = new Int32Array(2 * NOTES);
  let flags = 0;

  /**
   * Notes the letters read last, and the second of two units, wherever a phrase may be; returns the number of notes. What
   * stands between letters leaves the letters read as they are, so the loop has no branch but the rare note, and no call.
   */
  function note(text: string, from: number, before: number): number {
    // As SYMBOL_SHIFT and SPREAD, which the compiler would look up at every turn, since they come from other files.
    const shift = 11;
    const spread = 0x78dde6c4;
    const length = text.length;
    let seen = 0;
    let recent = before;
    let count = 0;
    let i = from + 1;
    for (; i < length; i += 2) {
      const one = fold[text.charCodeAt(i - 1)]!;
      const two = fold[text.charCodeAt(i)]!;
      const both = one | two;
      seen |= both;
      // The low bits of an entry are the width of its symbol; what is no letter has none.
      recent = (((recent << one) | (one >> shift)) << two) | (two >> shift);
      const place = Math.imul(recent, spread);
      // The lowest bit is 0 where neither is a letter.
      if (((bits[place >>> 18]! >>> (place >>> 13)) & both & 1) !== 0 || recent << 17 === three << 17) {
        if ((both & 1) === 0) continue;
        notes[count] = recent;
        notes[count + 1] = i;
        count += 2;
        if (count === 2 * NOTES) break;
      }
    }
    if (i === length) {
      const one = fold[text.charCodeAt(i - 1)]!;
      seen |= one;
      notes[count] = (recent << one) | (one >> shift);
      notes[count + 1] = i;
      if (one & 1) count += 2;
    }
    flags |= seen;
    return count;
  }

  // What follows the loop must have been seen before the compiler takes the loop over, or its work is given up at the end
  // of every text. The language begins to watch after some hundred steps.
  for (let round = 0; round < 3; round++) note(`${'MẬT '.repeat(8)}M`, 0, 0);
  return {
    scan(text, report) {
      flags = 0;
      let from = 0;
      let recent = 0;
      const search = new Search(index, texts, text, whole, report);
      for (;;) {
        const count = note(text, from, recent);
        search.look(notes, count);
        if (count < 2 * NOTES) return flags;
        recent = notes[count - 2]!;
        from = notes[count - 1]! + 1;
      }
    },
  };
}

/** Calls `report` for phrases that stand between units `from` and `to` of a text, as a scanner does for a whole text. */
export type StretchScanner = (text: string, from: number, to: number, report: Report) => void;

/** Makes a scanner for short stretches, of which there may be many: a plain loop, which leaves that of `note` alone. */
export function createStretchScanner(texts: readonly string[], places?: string): StretchScanner {
  const index = buildKeyIndex(texts, 0, places);
  const fold = foldTable();
  return (text, from, to, report) => {
    const search = new Search(index, texts, text, 0, report);
    let recent = 0;
    for (let i = from + 1; i <= to; i += 2) {
      const one = fold[text.charCodeAt(i - 1)]!;
      const two = fold[text.charCodeAt(i)] ?? 0;
      recent = (((recent << one) | (one >> SYMBOL_SHIFT)) << two) | (two >> SYMBOL_SHIFT);
      if ((one | two) & isPlace(index, recent)) search.walk(recent, i);
    }
  };
}

/** 1 where a phrase may stand whose key ends with the letters of `recent`, as far as its bit tells. */
function isPlace({ bits }: KeyIndex, recent: number): number {
  const place = Math.imul(recent, SPREAD);
  return (bits[place >>> 18]! >>> (place >>> 13)) & 1;
}

/** Looks at the places noted in one text. */
class Search {
  readonly #index: KeyIndex;
  readonly #texts: readonly string[];
  readonly #text: string;
  readonly #whole: number;
  readonly #report: Report;
  readonly #fold = foldTable();
  /** By phrase the unit from which on it is wanted; made when one is not. */
  #wanted: Int32Array | undefined;
  constructor(index: KeyIndex, texts: readonly string[], text: string, whole: number, report: Report) {
    this.#index = index;
    this.#texts = texts;
    this.#text = text;
    this.#whole = whole;
    this.#report = report;
  }

  /** Looks at the places of so many notes. */
  look(notes: Int32Array, count: number): void {
    for (let i = 0; i < count; i += 2)
      if (!this.#isIdle(notes[i]!, notes[i + 1]!)) this.walk(notes[i]!, notes[i + 1]!);
  }

  /** True where only the phrase of three letters may be, and is not, or not wanted. Most of what comes to nothing is so. */
  #isIdle(recent: number, second: number): boolean {
    const { three, phrase } = this.#index;
    if (recent << 17 !== three << 17 || isPlace(this.#index, recent)) return false;
    if (this.#wanted && second < this.#wanted[phrase]!) return true;
    const last = this.#letterAt(second) === 0 ? second - 1 : second;
    if (this.#letterAt(last + 1) !== 0) return true;
    for (let at = last; at > last - 3; at--) if (this.#letterAt(at) === 0) return false;
    return isInSentence(this.#text, last - 2, last);
  }

  /** The phrases whose key may end in unit `second`, or in the one before it, after the letters of `recent`. */
  walk(recent: number, second: number): void {
    const { records, first, short } = this.#index;
    let record = first[slotOf(first, Math.imul(recent, SPREAD))]!;
    let others = short[recent & PAIR_MASK]!;
    let last = -1;
    let keys = 0;
    let close = 0;
    let next = 0;
    for (; ; record = records[record + NEXT]!) {
      if (record < 0) {
        if (others < 0) return;
        record = others;
        others = -1;
      }
      if (((recent ^ records[record + KEY]!) & records[record + MASK]!) !== 0) continue;
      if (this.#wanted && second < this.#wanted[record >> STRIDE_SHIFT]!) continue;
      if (last < 0) {
        const two = this.#letterAt(second);
        last = two === 0 ? second - 1 : second;
        // Where no letter stands before the last one, the phrase was looked for there by its first key.
        keys = two !== 0 && this.#letterAt(second - 1) !== 0 ? 0 : SECOND;
        close = this.#letterAt(last + 1);
        // One space is passed over: most of what comes to nothing goes on with another word.
        next = close === 0 && this.#text.charCodeAt(last + 1) === SPACE ? this.#letterAt(last + 2) : close;
      }
      if ((record & keys) !== 0) continue;
      const after = records[record + FOUND]! >> AFTER_SHIFT;
      if (after === END ? close === 0 : next === 0 || next === after) this.#follow(record, last);
    }
  }

  /** The letter that a unit is, as the fold table numbers them; 0 where there is none. */
  #letterAt(at: number): number {
    return at < this.#text.length ? this.#fold[this.#text.charCodeAt(at)]! >> SYMBOL_SHIFT : 0;
  }

  /** Compares the letters before and after the key, and reports the phrase when all are there. */
  #follow(record: number, found: number): void {
    const text = this.#text;
    const fold = this.#fold;
    const phrase = record >> STRIDE_SHIFT;
    const letters = this.#texts[phrase]!;
    const middle = this.#index.records[record + FOUND]! & FOUND_MASK;
    let first = found - middle;
    let last = first + letters.length - 1;
    if (last > found || first < 0 || !standsPlainly(fold, text, first, letters)) {
      // Most that are not there differ before the key, which is chosen late in the phrase.
      first = follow(fold, text, found, letters, middle, -1);
      if (first < 0) return;
      last = follow(fold, text, found + 1, letters, middle + 1, 1);
      if (last < 0) return;
    }
    if (phrase < this.#whole && isInSentence(text, first, last)) return;
    const answer = this.#report(phrase, first, last);
    const until = Math.abs(answer);
    if (until <= last) return;
    this.#wanted ??= new Int32Array(this.#texts.length);
    this.#wanted[phrase] = until;
    if (answer < 0) this.#wanted.fill(until, 0, this.#whole);
  }
}

/** True when a phrase stands from unit `first` on with nothing more between its letters; nearly all do. */
function standsPlainly(fold: Uint16Array, text: string, first: number, letters: string): boolean {
  let other = 0;
  for (let k = 0; k < letters.length; k++)
    other |= fold[text.charCodeAt(first + k)]! ^ fold[letters.charCodeAt(k)]!;
  return other >> SYMBOL_SHIFT === 0;
}

/** Follows the letters of a phrase from its unit `k` on in direction `step`; the last unit they stand at, or -1. */
function follow(
  fold: Uint16Array,
  text: string,
  from: number,
  letters: string,
  k: number,
  step: -1 | 1,
): number {
  let at = from;
  for (let unit = k; unit >= 0 && unit < letters.length; unit += step) {
    const wanted = fold[letters.charCodeAt(unit)]! >> SYMBOL_SHIFT;
    if (wanted === 0) continue;
    let gap = 0;
    for (; ; at += step) {
      if (at < 0 || at >= text.length) return -1;
      const sign = text.charCodeAt(at);
      const symbol = fold[sign]! >> SYMBOL_SHIFT;
      if (symbol === wanted) break;
      if (symbol !== 0 || (!isInvisible(sign) && ++gap > LONGEST_GAP)) return -1;
    }
    at += step;
  }
  return at - step;
}
