import { foldTable, isInvisible, SYMBOL_SHIFT, SYMBOL_WIDTH } from './fold.ts';
import {
  buildKeyIndex,
  FOUND,
  KEY,
  type KeyIndex,
  MASK,
  NEXT,
  SPREAD,
  STRIDE_SHIFT,
  slotOf,
} from './key-index.ts';

/** Answers the unit before which no more places of this phrase are wanted: 0 for none, the length of the text for all. */
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

/** From here on a unit may be half of a picture, which belongs to no word. */
const FIRST_SURROGATE = 0xd800;
/** Phrases shorter than this are compared sooner than the language compares them. */
const WORTH_A_CALL = 6;

/** Places noted before they are looked at, two numbers each. */
const NOTES = 1024;

/**
 * Makes a scanner; the first `whole` phrases are found by their last letters, the others by those that `places` tells. One
 * scanner in a process is fastest: the compiler then takes its tables for constants.
 */
export function createScanner(texts: readonly string[], whole: number, places?: string): Scanner {
  const index = buildKeyIndex(texts, whole, places);
  const { bits, three } = index;
  const fold = foldTable();
  const notes = new Int32Array(2 * NOTES);
  let flags = 0;

  /**
   * Notes the letters read last and the place wherever a phrase may be, and returns the number of notes. What stands
   * between letters leaves the letters read as they are, so the loop has no branch but the rare note, and no call.
   */
  function note(text: string, from: number, before: number): number {
    const length = text.length;
    let seen = 0;
    let recent = before;
    let count = 0;
    for (let i = from; i < length; i++) {
      const signs = fold[text.charCodeAt(i)]!;
      seen |= signs;
      // The low bits of `signs` are the width of its symbol; what is no letter has none.
      recent = (recent << signs) | (signs >> SYMBOL_SHIFT);
      const place = Math.imul(recent, SPREAD);
      // The lowest bit of `signs` is 0 for what is no letter.
      if (((bits[place >>> 17]! >>> (place >>> 12)) & signs & 1) !== 0 || recent << 17 === three << 17) {
        if ((signs & 1) === 0) continue;
        notes[count] = recent;
        notes[count + 1] = i;
        count += 2;
        if (count === 2 * NOTES) break;
      }
    }
    flags |= seen;
    return count;
  }

  // What follows the loop must have been seen before the compiler takes the loop over, or its work is given up at the end
  // of every text. The language begins to watch after some hundred steps.
  for (let round = 0; round < 3; round++) note('MẬT '.repeat(8), 0, 0);
  return {
    scan(text, report) {
      flags = 0;
      let from = 0;
      let recent = 0;
      const search = new Search(index, texts, text, report);
      for (;;) {
        const count = note(text, from, recent);
        for (let i = 0; i < count; i += 2) search.walk(notes[i]!, notes[i + 1]!);
        if (count < 2 * NOTES) return flags;
        recent = notes[count - 2]!;
        from = notes[count - 1]! + 1;
      }
    },
  };
}

/** Looks at the places noted in one text. */
class Search {
  private readonly index: KeyIndex;
  private readonly texts: readonly string[];
  private readonly text: string;
  private readonly report: Report;
  private readonly fold = foldTable();
  /** By phrase the unit from which on it is wanted; made when one is not. */
  private wanted: Int32Array | undefined;
  constructor(index: KeyIndex, texts: readonly string[], text: string, report: Report) {
    this.index = index;
    this.texts = texts;
    this.text = text;
    this.report = report;
  }

  /** The phrases that may end their key at unit `last`, after the letters of `recent`. */
  walk(recent: number, last: number): void {
    const { records, first, short } = this.index;
    const slot = slotOf(first, Math.imul(recent, SPREAD));
    for (let record = first[slot]!; record >= 0; record = records[record + NEXT]!) {
      if (((recent ^ records[record + KEY]!) & records[record + MASK]!) === 0) this.follow(record, last);
    }
    for (let record = short[recent & 1023]!; record >= 0; record = records[record + NEXT]!) {
      if (((recent ^ records[record + KEY]!) & records[record + MASK]!) === 0) this.follow(record, last);
    }
  }

  /** Compares the letters before and after the key, and reports the phrase when all are there. */
  private follow(record: number, found: number): void {
    const { text, fold } = this;
    const phrase = record >> STRIDE_SHIFT;
    if (this.wanted && found < this.wanted[phrase]!) return;
    const letters = this.texts[phrase]!;
    const middle = this.index.records[record + FOUND]!;
    if (this.goesOnOtherwise(letters, middle + 1, found + 1)) return;
    let first = found - middle;
    let last = first + letters.length - 1;
    if (this.isInOneRun(record, first, last)) {
      // All of its letters are those of the key, which were compared.
    } else if (first < 0 || letters.length < WORTH_A_CALL || !text.startsWith(letters, first)) {
      last = follow(fold, text, found + 1, letters, middle + 1, 1);
      if (last < 0) return;
      first = follow(fold, text, found, letters, middle, -1);
      if (first < 0) return;
    }
    const until = this.report(phrase, first, last);
    if (until <= last) return;
    this.wanted ??= new Int32Array(this.texts.length);
    this.wanted[phrase] = until;
  }

  /** True when the phrase has as many letters as units, all in its key, and nothing stands between them in the text. */
  private isInOneRun(record: number, first: number, last: number): boolean {
    const { text, fold } = this;
    const { records } = this.index;
    const units = records[record + FOUND]! + 1;
    if (units !== last - first + 1 || records[record + MASK] !== (1 << (SYMBOL_WIDTH * units)) - 1)
      return false;
    for (let at = first; at < last; at++) if (fold[text.charCodeAt(at)]! >> SYMBOL_SHIFT === 0) return false;
    return first >= 0;
  }

  /** True when the letter right after the key is none of the phrase: another one, or one more. Cheap, and mostly so. */
  private goesOnOtherwise(letters: string, unit: number, at: number): boolean {
    const { text, fold } = this;
    if (at >= text.length) return false;
    const sign = text.charCodeAt(at);
    const symbol = fold[sign]! >> SYMBOL_SHIFT;
    if (symbol === 0 || sign >= FIRST_SURROGATE) return false;
    if (unit >= letters.length) return true;
    const wanted = fold[letters.charCodeAt(unit)]! >> SYMBOL_SHIFT;
    return wanted !== 0 && wanted !== symbol;
  }
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
    let symbol = 0;
    for (; at >= 0 && at < text.length; at += step) {
      const sign = text.charCodeAt(at);
      symbol = fold[sign]! >> SYMBOL_SHIFT;
      if (symbol !== 0) break;
      if (!isInvisible(sign) && ++gap > LONGEST_GAP) return -1;
    }
    if (symbol !== wanted) return -1;
    at += step;
  }
  return at - step;
}
