import { type Phrase, preparePhrase } from './locate.ts';
import type { EngineTables } from './tables.ts';
import type { Level } from './types.ts';

/** One phrase of one rule, as the automaton looks for it. */
export type Pattern =
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

export function collectPatterns({ markings, foreign, categories }: EngineTables): Pattern[] {
  const patterns: Pattern[] = [];
  for (const { ruleId, level, phrases } of markings) {
    for (const text of phrases) {
      const words = text.split(' ').length;
      patterns.push({ kind: 'marking', ruleId, level, phrase: preparePhrase(text), words });
    }
  }
  for (const { ruleId, strong, weak } of foreign) {
    for (const text of [...strong, ...weak]) {
      const phrase = preparePhrase(text);
      patterns.push({ kind: 'foreign', ruleId, level: null, phrase, text, strong: strong.includes(text) });
    }
  }
  categories.forEach(({ concepts }, rule) => {
    concepts.forEach((group, concept) => {
      for (const text of group)
        patterns.push({ kind: 'category', rule, concept, phrase: preparePhrase(text) });
    });
  });
  return patterns;
}
