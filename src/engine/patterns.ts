import { Phrase } from './locate.ts';
import type { EngineTables } from './tables.ts';
import type { FindingKind, Level } from './types.ts';

/** One phrase of one rule. All have the same fields: the hot path meets them in any order. */
export interface Pattern {
  readonly kind: FindingKind;
  readonly ruleId: string;
  readonly level: Level | null;
  readonly phrase: Phrase;
  readonly text: string;
  /** Letters of the phrase after those it is found by. */
  tail: number;
  /** Of a foreign banner: hardly anything but a banner. */
  readonly strong: boolean;
  /** Of a category: index of the rule in the tables, and of the group of phrases in the rule; else -1. */
  readonly rule: number;
  readonly concept: number;
}

/** A phrase is found by its rarest few letters; what stands around them is compared only where they turn up. */
const KEY_LETTERS = 6;
const GRAM_LETTERS = 5;

export function collectPatterns({ markings, foreign, categories }: EngineTables): Pattern[] {
  const patterns: Pattern[] = [];
  const other = { tail: 0, strong: false, rule: -1, concept: -1 };
  for (const { ruleId, level, phrases } of markings) {
    for (const text of phrases) {
      patterns.push({ kind: 'marking', ruleId, level, phrase: new Phrase(text), text, ...other });
    }
  }
  for (const { ruleId, strong, weak } of foreign) {
    for (const text of [...strong, ...weak]) {
      const rest = { ...other, strong: strong.includes(text) };
      patterns.push({ kind: 'foreign', ruleId, level: null, phrase: new Phrase(text), text, ...rest });
    }
  }
  categories.forEach(({ ruleId, level, concepts }, rule) => {
    concepts.forEach((group, concept) => {
      for (const text of group) {
        const phrase = new Phrase(text);
        patterns.push({
          kind: 'category',
          ruleId,
          level,
          phrase,
          text,
          tail: 0,
          strong: false,
          rule,
          concept,
        });
      }
    });
  });
  addKeys(patterns);
  return patterns;
}

/** Chooses where every phrase is found by how often its letters stand together in all phrases. */
function addKeys(patterns: readonly Pattern[]): void {
  const pairs = new Uint16Array(1024);
  const grams = new Uint16Array(1 << 16);
  for (const { phrase } of patterns) {
    let gram = 0;
    for (const symbol of phrase.symbols) {
      gram = ((gram << 5) | symbol) & GRAM_MASK;
      pairs[gram & 1023]!++;
      grams[placeOf(gram)]!++;
    }
  }
  for (const pattern of patterns) {
    if (pattern.kind !== 'marking') pattern.tail = tailOf(pattern.phrase.symbols, pairs, grams);
  }
}

const GRAM_MASK = (1 << (5 * GRAM_LETTERS)) - 1;

function placeOf(gram: number): number {
  return Math.imul(gram, 0x9e3779b1) >>> 16;
}

/** How large a count is, in quarters of a doubling: enough to compare, and quicker than a logarithm. */
function sizeOf(count: number): number {
  const high = 31 - Math.clz32(count | 1);
  return 4 * high + (((count << 2) >> high) & 3);
}

/** The number of letters after the rarest key: five rare letters in rare pairs. */
function tailOf(symbols: readonly number[], pairs: Uint16Array, grams: Uint16Array): number {
  let gram = 0;
  let least = Number.POSITIVE_INFINITY;
  let tail = 0;
  for (let i = 0; i < symbols.length; i++) {
    gram = ((gram << 5) | symbols[i]!) & GRAM_MASK;
    if (i < KEY_LETTERS - 1) continue;
    let cost = 3 * sizeOf(grams[placeOf(gram)]!);
    for (let k = i - KEY_LETTERS + 2; k <= i; k++)
      cost += sizeOf(pairs[(symbols[k - 1]! << 5) | symbols[k]!]!);
    if (cost >= least) continue;
    least = cost;
    tail = symbols.length - 1 - i;
  }
  return tail;
}
