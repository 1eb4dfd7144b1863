import { commonness } from './common-letters.ts';
import { SYMBOL_WIDTH, symbolOf } from './fold.ts';
import { FIRST_PLACE } from './key-index.ts';
import { Phrases } from './phrases.ts';
import type { EngineTables } from './tables.ts';

export const KEY_LETTERS = 6;
/** Against what pairs and threes of letters tell: each class is some times as common as the one before. */
const COST_OF_CLASS = 8;
const MOST_COMMON = 3;
const THREE_MASK = (1 << (3 * SYMBOL_WIDTH)) - 1;

/**
 * How common two letters in a row are in Vietnamese, from 0 to 3: a row of 32 digits for every first letter. A phrase is
 * found by six letters that are rare in the language and among all phrases; what stands around them is compared only where
 * they turn up.
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
 * Tables with the place of every phrase in them, and with the rarest group of every category first: the others are looked
 * for only around that. Costs some milliseconds for thousands of phrases:
 * do it once, not in a page.
 */
export function withPlaces(given: EngineTables): EngineTables {
  const categories = given.categories.map((rule) => ({
    ...rule,
    concepts: rule.concepts.toSorted((one, two) => frequencyOf(one) - frequencyOf(two)),
  }));
  const tables = { ...given, categories };
  const { texts, markings } = new Phrases(tables);
  return { ...tables, places: choosePlaces(texts.slice(markings)) };
}

/** By phrase a sign that tells with which unit its rarest six letters end. */
export function choosePlaces(texts: readonly string[]): string {
  const letters = texts.map(lettersOf);
  const threes = countThrees(letters);
  return letters.map((each) => String.fromCharCode(FIRST_PLACE + choosePlace(each, threes))).join('');
}

/** The letters of a phrase, and the units at which they stand. */
interface Letters {
  readonly symbols: readonly number[];
  readonly units: readonly number[];
}

function lettersOf(text: string): Letters {
  const symbols: number[] = [];
  const units: number[] = [];
  for (let unit = 0; unit < text.length; unit++) {
    const symbol = symbolOf(text.charCodeAt(unit));
    if (symbol === 0) continue;
    symbols.push(symbol);
    units.push(unit);
  }
  return { symbols, units };
}

/** How often three letters in a row stand in all phrases. */
function countThrees(all: readonly Letters[]): Int32Array {
  const counts = new Int32Array(THREE_MASK + 1);
  for (const { symbols } of all) for (let k = 2; k < symbols.length; k++) counts[threeAt(symbols, k)]!++;
  return counts;
}

function threeAt(symbols: readonly number[], k: number): number {
  return (symbols[k - 2]! << (2 * SYMBOL_WIDTH)) | (symbols[k - 1]! << SYMBOL_WIDTH) | symbols[k]!;
}

function choosePlace(letters: Letters, threes: Int32Array): number {
  const last = letters.symbols.length - 1;
  let place = last;
  let least = Number.POSITIVE_INFINITY;
  // Besides the six letters those count that end one letter further on; after the last one there are none.
  let next = 0;
  for (let end = last; end >= KEY_LETTERS - 1; end--) {
    const own = costOf(letters.symbols, end, threes);
    const cost = Math.max(own, next);
    next = own;
    if (cost >= least) continue;
    least = cost;
    place = end;
  }
  return letters.units[place] ?? 0;
}

/** About how often phrases are met: none more often than its rarest six letters, and the longer the more seldom. */
function frequencyOf(phrases: readonly string[]): number {
  return phrases.reduce((sum, phrase) => {
    const { symbols } = lettersOf(phrase);
    let rarest = MOST_COMMON;
    for (let end = KEY_LETTERS - 1; end < symbols.length; end++)
      rarest = Math.min(rarest, commonness(keyAt(symbols, end)));
    return sum + 4 ** rarest * 2 ** (-symbols.length / 3);
  }, 0);
}

function keyAt(symbols: readonly number[], end: number): number {
  let key = 0;
  for (let k = end - KEY_LETTERS + 1; k <= end; k++) key = (key << SYMBOL_WIDTH) | symbols[k]!;
  return key;
}

/** How common six letters are. */
function costOf(symbols: readonly number[], end: number, threes: Int32Array): number {
  // A letter before the six turns some places away.
  let cost = end >= KEY_LETTERS ? -1 : 0;
  cost += COST_OF_CLASS * commonness(keyAt(symbols, end));
  for (let k = end - KEY_LETTERS + 3; k <= end; k++) cost += Math.log2(threes[threeAt(symbols, k)]!);
  for (let k = end - KEY_LETTERS + 2; k <= end; k++)
    cost += 2 * Number(COMMON_PAIRS[(symbols[k - 1]! << SYMBOL_WIDTH) | symbols[k]!] ?? 0);
  return cost;
}
