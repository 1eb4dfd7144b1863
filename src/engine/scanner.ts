import { foldTable, SYMBOL_SHIFT } from './fold.ts';

/** Letters that are looked at together, five bits each. */
const KEY_LETTERS = 6;
const KEY_MASK = (1 << (5 * KEY_LETTERS)) - 1;
const PLACES = 1 << 20;

/** One phrase to look for: its letters as symbols, and how many of them come after those it is found by. */
export interface Keyed {
  readonly symbols: Uint8Array;
  readonly tail: number;
}

/** Finds phrases in texts. */
export interface Scanner {
  /**
   * Calls `report(phrase, last)` where the letters a phrase is found by end at code unit `last`, the longer ones first.
   * Returns the flags of `fold.ts` seen on the way.
   */
  scan(text: string, report: (phrase: number, last: number) => void): number;
  /** Bytes of its tables. */
  readonly bytes: number;
}

/**
 * Every phrase by six neighbouring letters of it. One bit for each of 2^20 places tells whether a phrase may be here;
 * only then is its chain looked up. The bits take 128 kB however many phrases there are, and building is one pass.
 */
interface KeyIndex {
  readonly bits: Int32Array;
  /** Of every phrase: its key, the bits of it that count, and the next phrase of its chain or -1. */
  readonly key: Int32Array;
  readonly mask: Int32Array;
  readonly next: Int32Array;
  /** Open addressing: keys of six letters, or 0; and the first phrase of each. */
  readonly keys: Int32Array;
  readonly first: Int32Array;
  /** The first of the phrases with a shorter key, by its last two letters, or -1. */
  readonly short: Int32Array;
}

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
        for (let i = 0; i < count; i += 2) walk(index, notes[i]!, notes[i + 1]!, report);
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
    key: new Int32Array(phrases.length),
    mask: new Int32Array(phrases.length),
    next: new Int32Array(phrases.length),
    keys: new Int32Array(size),
    first: new Int32Array(size),
    short: new Int32Array(1 << 10).fill(-1),
  };
  for (let i = phrases.length - 1; i >= 0; i--) {
    const { symbols, tail } = phrases[i]!;
    const end = symbols.length - tail;
    const letters = Math.min(KEY_LETTERS, end);
    if (letters < 2) continue;
    let key = 0;
    for (let k = end - letters; k < end; k++) key = (key << 5) | symbols[k]!;
    index.key[i] = key;
    index.mask[i] = (1 << (5 * letters)) - 1;
    setPlaces(index.bits, key, letters);
    if (letters < KEY_LETTERS) {
      index.next[i] = index.short[key & 1023]!;
      index.short[key & 1023] = i;
    } else {
      const slot = findSlot(index.keys, key);
      index.next[i] = index.keys[slot] === 0 ? -1 : index.first[slot]!;
      index.keys[slot] = key;
      index.first[slot] = i;
    }
  }
  return index;
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

function walk(
  { key, mask, next, keys, first, short }: KeyIndex,
  recent: number,
  last: number,
  report: (phrase: number, last: number) => void,
): void {
  const slot = findSlot(keys, recent & KEY_MASK);
  if (keys[slot] !== 0) {
    for (let phrase = first[slot]!; phrase >= 0; phrase = next[phrase]!) report(phrase, last);
  }
  for (let phrase = short[recent & 1023]!; phrase >= 0; phrase = next[phrase]!) {
    if ((recent & mask[phrase]!) === key[phrase]) report(phrase, last);
  }
}
