import { Phrase } from './locate.ts';
import type { EngineTables } from './tables.ts';
import type { Level } from './types.ts';

/** One phrase of one rule. */
type Unkeyed =
  | {
      readonly kind: 'marking';
      readonly ruleId: string;
      readonly level: Level;
      readonly phrase: Phrase;
      readonly words: number;
    }
  | {
      readonly kind: 'foreign';
      readonly ruleId: string;
      readonly level: null;
      readonly phrase: Phrase;
      readonly text: string;
      readonly strong: boolean;
    }
  | {
      readonly kind: 'category';
      /** Index of the rule in the tables, and of the group of phrases in the rule. */
      readonly rule: number;
      readonly concept: number;
      readonly phrase: Phrase;
    };

/** One phrase of one rule, as the automaton looks for it. */
export type Pattern = Unkeyed & Key;

/**
 * The part of a phrase the automaton knows: its rarest few letters. What stands around them is compared only where they
 * turn up, so that thousands of phrases fit into a small table.
 */
export interface Key {
  readonly key: readonly number[];
  /** Letters of the phrase after the key. */
  readonly tail: number;
}

const KEY_LETTERS = 6;
/** What a key gains by reaching over the end of a word: pairs of words are rarer than words. */
const ACROSS_WORDS = 6;

export function collectPatterns({ markings, foreign, categories }: EngineTables): Pattern[] {
  const patterns: Unkeyed[] = [];
  for (const { ruleId, level, phrases } of markings) {
    for (const text of phrases) {
      const words = text.split(' ').length;
      patterns.push({ kind: 'marking', ruleId, level, phrase: new Phrase(text), words });
    }
  }
  for (const { ruleId, strong, weak } of foreign) {
    for (const text of [...strong, ...weak]) {
      const phrase = new Phrase(text);
      patterns.push({ kind: 'foreign', ruleId, level: null, phrase, text, strong: strong.includes(text) });
    }
  }
  categories.forEach(({ concepts }, rule) => {
    concepts.forEach((group, concept) => {
      for (const text of group) patterns.push({ kind: 'category', rule, concept, phrase: new Phrase(text) });
    });
  });
  return addKeys(patterns);
}

/** Chooses every phrase's key by how often its pairs of letters occur in all phrases together. */
function addKeys(patterns: readonly Unkeyed[]): Pattern[] {
  const pairs = new Int32Array(1024);
  for (const { phrase } of patterns) {
    const { symbols } = phrase;
    for (let i = 1; i < symbols.length; i++) pairs[symbols[i - 1]! * 32 + symbols[i]!]!++;
  }
  const weight = Float64Array.from(pairs, Math.log1p);
  return patterns.map((pattern) => {
    const { symbols, heads } = pattern.phrase;
    if (pattern.kind === 'marking' || symbols.length <= KEY_LETTERS)
      return { ...pattern, key: symbols, tail: 0 };
    let from = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let at = 0; at + KEY_LETTERS <= symbols.length; at++) {
      let cost = heads.slice(at + 2, at + KEY_LETTERS - 1).includes(true) ? -ACROSS_WORDS : 0;
      for (let i = at + 1; i < at + KEY_LETTERS; i++) cost += weight[symbols[i - 1]! * 32 + symbols[i]!]!;
      if (cost < least) {
        least = cost;
        from = at;
      }
    }
    const key = symbols.slice(from, from + KEY_LETTERS);
    return { ...pattern, key, tail: symbols.length - from - KEY_LETTERS };
  });
}
