import { Phrase } from './locate.ts';
import type { EngineTables } from './tables.ts';
import type { FindingKind, Level } from './types.ts';

/** Phrases that count alike. All groups have the same fields: the hot path meets them in any order. */
export interface Group {
  readonly kind: FindingKind;
  readonly ruleId: string;
  readonly level: Level | null;
  /** Of a foreign banner: hardly anything but a banner. */
  readonly strong: boolean;
  /** Of a category: index of the rule in the tables, and of the group of phrases in the rule; else -1. */
  readonly rule: number;
  readonly concept: number;
}

/** Of a category's groups of phrases so many are looked for everywhere, the others only around what was found of those. */
export const EARLY_CONCEPTS = 1;

/** Every phrase of every rule by a number: markings first, then foreign banners, then categories. */
export class Phrases {
  readonly texts: readonly string[];
  /** How many of them are markings. */
  readonly markings: number;
  /** From here on they are looked for only beside others. */
  readonly early: number;
  readonly #groups: Group[] = [];
  readonly #groupOf: Uint16Array;
  readonly #made: (Phrase | undefined)[] = [];
  constructor({ markings, foreign, categories }: EngineTables) {
    const lists: (readonly string[])[] = [];
    const add = (phrases: readonly string[], group: Group): void => {
      lists.push(phrases);
      this.#groups.push(group);
    };
    const other = { strong: false, rule: -1, concept: -1 };
    for (const { ruleId, level, phrases } of markings)
      add(phrases, { kind: 'marking', ruleId, level, ...other });
    this.markings = lists.reduce((sum, { length }) => sum + length, 0);
    for (const { ruleId, strong, weak } of foreign) {
      add(strong, { kind: 'foreign', ruleId, level: null, ...other, strong: true });
      add(weak, { kind: 'foreign', ruleId, level: null, ...other });
    }
    const addConcepts = (late: boolean): void => {
      for (let rule = 0; rule < categories.length; rule++) {
        const { ruleId, level, concepts } = categories[rule]!;
        for (let concept = 0; concept < concepts.length; concept++)
          if (concept >= EARLY_CONCEPTS === late)
            add(concepts[concept]!, { kind: 'category', ruleId, level, strong: false, rule, concept });
      }
    };
    addConcepts(false);
    this.early = lists.reduce((sum, { length }) => sum + length, 0);
    addConcepts(true);
    this.texts = lists.flat();
    this.#groupOf = new Uint16Array(this.texts.length);
    let from = 0;
    for (let i = 0; i < lists.length; i++) {
      const to = from + lists[i]!.length;
      this.#groupOf.fill(i, from, to);
      from = to;
    }
  }

  group(phrase: number): Group {
    return this.#groups[this.#groupOf[phrase]!]!;
  }

  /** Thousands are known and few are met, so each is made at its first hit. */
  phrase(phrase: number): Phrase {
    this.#made[phrase] ??= new Phrase(this.texts[phrase]!);
    return this.#made[phrase];
  }
}
