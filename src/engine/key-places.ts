import { CJK_SECRET, foldTable, SYMBOL_SHIFT, SYMBOL_WIDTH } from './fold.ts';
import { FIRST_PLACE } from './key-index.ts';
import { Phrases } from './phrases.ts';
import type { EngineTables } from './tables.ts';

const KEY_LETTERS = 6;
const PAIR_MASK = (1 << (2 * SYMBOL_WIDTH)) - 1;

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


/** Tables with the place of every phrase in them. Costs some milliseconds for thousands of phrases: do it once, not in a page. */
export function withPlaces(tables: EngineTables): EngineTables {
  const { texts, markings } = new Phrases(tables);
  return { ...tables, places: choosePlaces(texts.slice(markings)) };
}

/** By phrase a sign that tells with which unit its rarest six letters end. */
export function choosePlaces(texts: readonly string[]): string {
  let places = '';
  for (const text of texts) places += String.fromCharCode(FIRST_PLACE + choosePlace(text));
  return places;
}

function choosePlace(text: string): number {
  const fold = foldTable();
  let recent = 0;
  let known = 0;
  /** How common the pairs up to here are, two bits each, and the sum of the last five. */
  let pairs = 0;
  let cost = 0;
  let least = 0;
  let place = 0;
  for (let k = 0; k < text.length; k++) {
    const signs = fold[text.charCodeAt(k)]!;
    const letter = signs >> SYMBOL_SHIFT;
    if (letter === 0) continue;
    recent = (recent << signs) | letter;
    pairs = (pairs << 2) | (COMMON_PAIRS.charCodeAt(recent & PAIR_MASK) & 3);
    cost += (pairs & 3) - ((pairs >> 10) & 3);
    known = letter === CJK_SECRET ? KEY_LETTERS : known + 1;
    if (known > KEY_LETTERS && cost >= least) continue;
    least = cost;
    place = k;
  }
  return place;
}
