import { foldTable, isInvisible, SYMBOL_SHIFT } from './fold.ts';

/** Letters that are looked at together, five bits each. */
const KEY_LETTERS = 6;
const KEY_MASK = (1 << (5 * KEY_LETTERS)) - 1;
const PLACES = 1 << 20;

/** One phrase to look for: its letters as symbols, and how many of them come after those it is found by. */
export interface Keyed {
  readonly symbols: readonly number[];
  readonly tail: number;
}

export type Report = (phrase: number, first: number, last: number) => void;

/** Finds phrases in texts. */
export interface Scanner {
  /**
   * Calls `report(phrase, first, last)` where the letters of a phrase stand from unit `first` to unit `last`, in the order
   * of the letters they are found by, the longer ones first. Returns the flags of `fold.ts` seen on the way.
   */
  scan(text: string, report: Report): number;
  /** Bytes of its tables. */
  readonly bytes: number;
}

/**
 * Every phrase by six neighbouring letters of it. One bit for each of 2^20 places tells whether a phrase may be here;
 * only then is its chain looked up. The bits take 128 kB however many phrases there are, and building is one pass.
 */
interface KeyIndex {
  readonly bits: Int32Array;
  /** Of every phrase eight numbers, see the places below. */
  readonly phrases: Int32Array;
  /** The letters of all phrases. */
  readonly letters: Uint8Array;
  /** Open addressing: keys of six letters, or 0; and the first phrase of each. */
  readonly keys: Int32Array;
  readonly first: Int32Array;
  /** The first of the phrases with a shorter key, by its last two letters, or -1. */
  readonly short: Int32Array;
}

/** Of a phrase: its key, the bits of it that count, the next phrase of its chain or -1. */
const [KEY, MASK, NEXT] = [0, 1, 2];
/** Where in `letters` it begins, where the key in it ends, and where it ends. */
const [FROM, FOUND, TO] = [3, 4, 5];
const STRIDE = 8;
/** More than this between two letters is not one phrase any more. */
const LONGEST_GAP = 12;

/** Places noted before they are looked at, two numbers each. */
const NOTES = 1024;

/** Makes a scanner. One in a process is fastest: the compiler then takes its tables for constants. */
export function createScanner(phrases: readonly Keyed[]): Scanner {
  const index = buildIndex(phrases);
  const { bits } = index;
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
      const place = recent ^ ((recent >>> 10) & 0xffc00);
      const bit = (bits[(place >>> 5) & (PLACES / 32 - 1)]! >>> place) & 1;
      if (bit !== 0 && signs >> SYMBOL_SHIFT !== 0) {
        notes[count] = recent;
        notes[count + 1] = i;
        count += 2;
        if (count === 2 * NOTES) break;
      }
    }
    flags |= seen;
    return count;
  }

  return {
    bytes: Object.values(index).reduce((sum, { byteLength }) => sum + byteLength, 0),
    scan(text, report) {
      flags = 0;
      let from = 0;
      let recent = 0;
      for (;;) {
        const count = note(text, from, recent);
        for (let i = 0; i < count; i += 2) walk(index, text, notes[i]!, notes[i + 1]!, report);
        if (count < 2 * NOTES) return flags;
        recent = notes[count - 2]!;
        from = notes[count - 1]! + 1;
      }
    },
  };
}

/** Builds the index. A chain keeps the order of its phrases. Phrases of one letter are never found. */
function buildIndex(phrases: readonly Keyed[]): KeyIndex {
  const size = 1 << Math.max(6, 33 - Math.clz32(phrases.length));
  const index = {
    bits: new Int32Array(PLACES / 32),
    phrases: new Int32Array(phrases.length * STRIDE),
    letters: new Uint8Array(phrases.reduce((sum, { symbols }) => sum + symbols.length, 0)),
    keys: new Int32Array(size),
    first: new Int32Array(size),
    short: new Int32Array(1 << 10).fill(-1),
  };
  let from = 0;
  for (let i = phrases.length - 1; i >= 0; i--) {
    const { symbols, tail } = phrases[i]!;
    const end = symbols.length - tail;
    const letters = Math.min(KEY_LETTERS, end);
    if (letters < 2) continue;
    let key = 0;
    for (let k = end - letters; k < end; k++) key = (key << 5) | symbols[k]!;
    setPlaces(index.bits, key, letters);
    index.letters.set(symbols, from);
    const mask = (1 << (5 * letters)) - 1;
    index.phrases.set(
      [key, mask, link(index, key, letters, i), from, from + end, from + symbols.length],
      i * STRIDE,
    );
    from += symbols.length;
  }
  return index;
}

/** Puts a phrase before its chain, and returns what was first. */
function link({ keys, first, short }: KeyIndex, key: number, letters: number, phrase: number): number {
  if (letters < KEY_LETTERS) {
    const before = short[key & 1023]!;
    short[key & 1023] = phrase;
    return before;
  }
  const slot = findSlot(keys, key);
  const before = keys[slot] === 0 ? -1 : first[slot]!;
  keys[slot] = key;
  first[slot] = phrase;
  return before;
}

/** Sets the places of all six letters that end with a key: only the fifth and the sixth from the end change a place. */
function setPlaces(bits: Int32Array, key: number, letters: number): void {
  const known = Math.max(4, letters);
  for (let before = 0; before < 1 << (5 * (KEY_LETTERS - known)); before++) {
    const recent = key | (before << (5 * known));
    const place = recent ^ ((recent >>> 10) & 0xffc00);
    bits[(place >>> 5) & (PLACES / 32 - 1)]! |= 1 << place;
  }
}

/** The slot that holds a key, or the free one it would go into. */
function findSlot(keys: Int32Array, key: number): number {
  const last = keys.length - 1;
  let slot = (Math.imul(key, 0x9e3779b1) >>> 8) & last;
  while (keys[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) & last;
  return slot;
}

function walk(index: KeyIndex, text: string, recent: number, last: number, report: Report): void {
  const { phrases, keys, first, short } = index;
  const slot = findSlot(keys, recent & KEY_MASK);
  if (keys[slot] !== 0) {
    for (let phrase = first[slot]!; phrase >= 0; phrase = phrases[phrase * STRIDE + NEXT]!)
      follow(index, text, phrase, last, report);
  }
  for (let phrase = short[recent & 1023]!; phrase >= 0; phrase = phrases[phrase * STRIDE + NEXT]!) {
    if ((recent & phrases[phrase * STRIDE + MASK]!) === phrases[phrase * STRIDE + KEY])
      follow(index, text, phrase, last, report);
  }
}

/** Compares the letters before and after the key, and reports the phrase when all are there. */
function follow(
  { phrases, letters }: KeyIndex,
  text: string,
  phrase: number,
  found: number,
  report: Report,
): void {
  const fold = foldTable();
  const record = phrase * STRIDE;
  let last = found;
  for (let k = phrases[record + FOUND]!; k < phrases[record + TO]!; k++) {
    last = nextLetter(fold, text, last + 1, 1);
    if (last < 0 || fold[text.charCodeAt(last)]! >> SYMBOL_SHIFT !== letters[k]) return;
  }
  let first = found + 1;
  for (let k = phrases[record + FOUND]! - 1; k >= phrases[record + FROM]!; k--) {
    first = nextLetter(fold, text, first - 1, -1);
    if (first < 0 || fold[text.charCodeAt(first)]! >> SYMBOL_SHIFT !== letters[k]) return;
  }
  report(phrase, first, last);
}

/** The nearest letter from unit `at` on in direction `step`, or -1 when it is too far away. */
function nextLetter(fold: Uint16Array, text: string, at: number, step: -1 | 1): number {
  let gap = 0;
  for (let i = at; i >= 0 && i < text.length; i += step) {
    const unit = text.charCodeAt(i);
    if (fold[unit]! >> SYMBOL_SHIFT !== 0) return i;
    if (!isInvisible(unit) && ++gap > LONGEST_GAP) return -1;
  }
  return -1;
}
