import { CJK_SECRET, foldTable, KEY_WIDTH, SYMBOL_SHIFT, SYMBOL_WIDTH } from './fold.ts';

/** Letters that are looked at together, five bits each. */
const KEY_LETTERS = 6;
export const KEY_MASK = (1 << KEY_WIDTH) - 1;
const PAIR_MASK = (1 << (2 * SYMBOL_WIDTH)) - 1;
const THREE_MASK = (1 << (3 * SYMBOL_WIDTH)) - 1;
/** Spreads a key over 32 bits. Its two low bits are none, so the bits above a key change nothing. */
export const SPREAD = 0x9e3779b1 << 2;

/** Of a phrase: its key, the bits of it that count, the record of the next in its chain or -1, and the unit its key ends with. */
export const [KEY, MASK, NEXT, FOUND] = [0, 1, 2, 3];
export const STRIDE_SHIFT = 2;
const STRIDE = 1 << STRIDE_SHIFT;

/**
 * How common two letters in a row are in Vietnamese, from 0 to 3: a row of 32 digits for every first letter. A phrase is
 * found by its rarest six letters; what stands around them is compared only where they turn up.
 */
const COMMON_PAIRS =
  '000000000000000000000000000000000012100012000232100021000200000002000100010000010000000000000000' +
  '020110002000001200001200000000000200010002000002000002000000000000010000000001211000220000000000' +
  '000000000000000000000000000000000111100012010011000021100000000002011100020000120000121000000000' +
  '021112001001102100002010000000000000000000000000000000000000000000000000210000000000000000000000' +
  '010000000100000100000100000000000110000001000001000010000000000001111003300110110001201000000000' +
  '020210001201103111012000000000000000000020000000000010000000000000000000000000000000020000000000' +
  '010000000100000100000100000000000100000000000001000001000000000001001100210000110020110000000000' +
  '020210000000002200001000020000000200010001000001000001000000000000000000000000000000000000000000' +
  '01000000000000000000000000000000000011000000000000001';

/**
 * Every phrase by six neighbouring letters of it. One bit for each of 2^20 places tells whether a phrase may be here;
 * only then is its chain looked up. The bits take 128 kB however many phrases there are, and building is one pass.
 */
export interface KeyIndex {
  /** Indexed by the top fifteen bits of a spread key; the next five choose the bit. */
  readonly bits: Int32Array;
  /** The one key of three letters that has no places of its own: the markings', which would take a thirtieth of all. */
  readonly three: number;
  /** Of every phrase four numbers, see the places above. */
  readonly records: Int32Array;
  /** Open addressing: keys of six letters, or 0; and the first phrase of each. */
  readonly keys: Int32Array;
  readonly first: Int32Array;
  /** The first of the phrases with a shorter key, by its last two letters, or -1. */
  readonly short: Int32Array;
}

/** Builds the index; the first `whole` phrases are found by their last letters. Phrases of one letter are never found. */
export function buildKeyIndex(texts: readonly string[], whole: number): KeyIndex {
  const size = 1 << Math.max(6, 33 - Math.clz32(texts.length));
  const index = {
    bits: new Int32Array(1 << 15),
    three: 0,
    records: new Int32Array(texts.length * STRIDE),
    keys: new Int32Array(size),
    first: new Int32Array(size),
    short: new Int32Array(PAIR_MASK + 1).fill(-1),
  };
  const { bits, records, keys, first } = index;
  const fold = foldTable();
  // Each goes before its chain, which so keeps the order of its phrases.
  for (let phrase = texts.length - 1; phrase >= 0; phrase--) {
    const record = phrase * STRIDE;
    chooseKey(fold, records, record, texts[phrase]!, phrase < whole);
    const mask = records[record + MASK]!;
    if (mask >= 0 && mask < KEY_MASK) {
      linkShort(index, record);
      continue;
    }
    const key = records[record + KEY]! & KEY_MASK;
    const slot = findSlot(keys, key);
    records[record + NEXT] = keys[slot] === 0 ? -1 : first[slot]!;
    keys[slot] = key;
    first[slot] = record;
    const place = Math.imul(key, SPREAD);
    bits[place >>> 17]! |= 1 << (place >>> 12);
  }
  return index;
}

/** Writes down the rarest six letters of a phrase, the last six with `whole`, or all when there are fewer. */
function chooseKey(fold: Uint16Array, records: Int32Array, record: number, text: string, whole: boolean) {
  let recent = 0;
  let known = 0;
  /** How common the pairs up to here are, two bits each, and the sum of the last five. */
  let pairs = 0;
  let cost = 0;
  let least = 0;
  let key = 0;
  let found = 0;
  let before = 0;
  for (let k = 0; k < text.length; k++) {
    const signs = fold[text.charCodeAt(k)]!;
    const letter = signs >> SYMBOL_SHIFT;
    if (letter === 0) continue;
    recent = (recent << signs) | letter;
    pairs = (pairs << 2) | (COMMON_PAIRS.charCodeAt(recent & PAIR_MASK) & 3);
    cost += (pairs & 3) - ((pairs >> 10) & 3);
    known = letter === CJK_SECRET ? KEY_LETTERS : known + 1;
    if (known > KEY_LETTERS && cost >= least && !whole) continue;
    least = cost;
    key = recent;
    found = k;
    before = known;
  }
  // Above the six letters there is room for a part of the seventh.
  records[record + KEY] = key;
  records[record + MASK] =
    before > KEY_LETTERS ? -1 : before < KEY_LETTERS ? (1 << (SYMBOL_WIDTH * before)) - 1 : KEY_MASK;
  records[record + FOUND] = found;
}

/** Puts a phrase with a key of fewer letters into its chain, and sets the places of all six letters that end with it. */
function linkShort(
  index: { bits: Int32Array; records: Int32Array; short: Int32Array; three: number },
  record: number,
): void {
  const { bits, records, short } = index;
  const key = records[record + KEY]!;
  const mask = records[record + MASK]!;
  if (mask < PAIR_MASK) return;
  records[record + NEXT] = short[key & PAIR_MASK]!;
  short[key & PAIR_MASK] = record;
  if (mask === THREE_MASK) index.three ||= key;
  if (index.three === key && mask === THREE_MASK) return;
  // Of two letters they are so many that every place is one.
  if (mask === PAIR_MASK) bits.fill(-1);
  for (let before = 0; mask > PAIR_MASK && before <= KEY_MASK - mask; before += mask + 1) {
    const place = Math.imul(before | key, SPREAD);
    bits[place >>> 17]! |= 1 << (place >>> 12);
  }
}

/** The slot that holds a key, or the free one it would go into. */
export function findSlot(keys: Int32Array, key: number): number {
  const last = keys.length - 1;
  let slot = (Math.imul(key, SPREAD) >>> 12) & last;
  while (keys[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) & last;
  return slot;
}
