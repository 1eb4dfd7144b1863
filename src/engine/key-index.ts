import { foldTable, KEY_WIDTH, SYMBOL_SHIFT, SYMBOL_WIDTH } from './fold.ts';

const KEY_MASK = (1 << KEY_WIDTH) - 1;
export const PAIR_MASK = (1 << (2 * SYMBOL_WIDTH)) - 1;
const THREE_MASK = (1 << (3 * SYMBOL_WIDTH)) - 1;
/** The last bit of a number, and all bits of a width. */
const LAST_BIT = 31;
/** Spreads a key over 32 bits. Its two low bits are none, so the bits above a key change nothing. */
export const SPREAD = 0x78dde6c4;

/**
 * Of a record: its key, the bits of it that count, the next record in its chain or -1, the unit of the phrase its key ends
 * with, and above that (`AFTER_SHIFT`) the letter that comes next in the phrase or `END`.
 */
export const KEY = 0;
export const MASK = 1;
export const NEXT = 2;
export const FOUND = 3;
export const AFTER_SHIFT = 16;
export const FOUND_MASK = 0xffff;
export const END = 32;
/** Two records for a phrase: the second one's key ends one letter further on. */
export const STRIDE_SHIFT = 3;
const STRIDE = 1 << STRIDE_SHIFT;
export const SECOND = STRIDE >> 1;
/** As an entry of the fold table. */
const AFTER_LAST = (END << SYMBOL_SHIFT) | 1;

/** The place of a phrase is a unit of it, written as the sign so many after this one. */
export const FIRST_PLACE = 0x30;

/**
 * Every phrase by six neighbouring letters of it, and by those that end one letter further on: only every other unit of a
 * text is looked up. Where the letters do not end in such a unit, the next letter does, or what stands between letters, and
 * that changes nothing. After the last letter no other one comes, so there one key is enough. One bit for each of 2^19 places tells whether a phrase may be here;
 * only then is its chain looked up. The bits take 64 kB however many phrases there are, and building is one pass.
 */
export interface KeyIndex {
  /** Indexed by the top fourteen bits of a spread key; the next five choose the bit. */
  readonly bits: Int32Array;
  /** The one key of three letters that has no places of its own: a marking's, which would take a thirtieth of all. */
  readonly three: number;
  /** The phrase it is the key of. */
  readonly phrase: number;
  /** Of every phrase four numbers, see the places above. */
  readonly records: Int32Array;
  /** The first of the phrases whose keys of six letters share a slot, or -1. */
  readonly first: Int32Array;
  /** The first of the phrases with a shorter key, by its last two letters, or -1. */
  readonly short: Int32Array;
}

/**
 * Builds the index. The first `whole` phrases are found by their last letters, the others by those up to their place
 * (`EngineTables.places`), or by their last ones too when it leaves too few. Phrases of one letter are never found. One
 * loop without calls: a new page runs it in the interpreter, and every function in it would be compiled by itself.
 */
export function buildKeyIndex(texts: readonly string[], whole: number, places = ''): KeyIndex {
  const index = {
    bits: new Int32Array(1 << 14),
    three: 0,
    phrase: -1,
    records: new Int32Array(texts.length * STRIDE),
    first: new Int32Array(1 << Math.max(6, 33 - Math.clz32(texts.length))).fill(-1),
    short: new Int32Array(PAIR_MASK + 1).fill(-1),
  };
  const { bits, records, first } = index;
  const fold = foldTable();
  // Each goes before its chain, which so keeps the order of its phrases.
  for (let phrase = texts.length - 1; phrase >= 0; phrase--) {
    const text = texts[phrase]!;
    const last = text.length - 1;
    const place = phrase < whole ? last : places.charCodeAt(phrase - whole) - FIRST_PLACE;
    let key = 0;
    let width = 0;
    let found = -1;
    for (let from = place < last ? place : last; ; from = last) {
      // Above the six letters there is room for a part of the seventh.
      for (let k = from; k >= 0 && width <= LAST_BIT; k--) {
        const signs = fold[text.charCodeAt(k)]!;
        if ((signs & 1) === 0) continue;
        if (width === 0) found = k;
        key |= (signs >> SYMBOL_SHIFT) << width;
        width += signs & LAST_BIT;
      }
      if (width >= KEY_WIDTH || from === last) break;
      key = width = 0;
    }
    let mask = width > LAST_BIT ? -1 : width < KEY_WIDTH ? (1 << width) - 1 : KEY_MASK;
    let record = phrase * STRIDE;
    for (let at = found + 1; ; at++) {
      const after = at > last ? AFTER_LAST : fold[text.charCodeAt(at)]!;
      if ((after & 1) === 0) continue;
      records[record + KEY] = key;
      records[record + MASK] = mask;
      records[record + FOUND] = found | ((after >> SYMBOL_SHIFT) << AFTER_SHIFT);
      if (width < KEY_WIDTH) {
        linkShort(index, record, phrase < whole);
        break;
      }
      const spread = Math.imul(key, SPREAD);
      const slot = slotOf(first, spread);
      records[record + NEXT] = first[slot]!;
      first[slot] = record;
      bits[spread >>> 18]! |= 1 << (spread >>> 13);
      if (at > last || record & SECOND) break;
      key = (key << after) | (after >> SYMBOL_SHIFT);
      mask = -1;
      found = at;
      record += SECOND;
    }
  }
  return index;
}

/** Puts a phrase with a key of fewer letters into its chain, and sets the places of all six letters that end with it. */
function linkShort(
  index: { bits: Int32Array; records: Int32Array; short: Int32Array; three: number; phrase: number },
  record: number,
  isMarking: boolean,
): void {
  const { bits, records, short } = index;
  const key = records[record + KEY]!;
  const mask = records[record + MASK]!;
  if (mask < PAIR_MASK) return;
  records[record + NEXT] = short[key & PAIR_MASK]!;
  short[key & PAIR_MASK] = record;
  if (isMarking && mask === THREE_MASK && index.phrase < 0) {
    index.three = key;
    index.phrase = record >> STRIDE_SHIFT;
    return;
  }
  // Of two letters they are so many that every place is one.
  if (mask === PAIR_MASK) bits.fill(-1);
  for (let before = 0; mask > PAIR_MASK && before <= KEY_MASK - mask; before += mask + 1) {
    const place = Math.imul(before | key, SPREAD);
    bits[place >>> 18]! |= 1 << (place >>> 13);
  }
}

/** Where the chain of a spread key begins. */
export function slotOf(first: Int32Array, spread: number): number {
  return (spread >>> 12) & (first.length - 1);
}
