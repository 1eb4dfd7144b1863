import type { Level, PackId } from './types.ts';

/** What `src/rules` compiles from the YAML rules and `createEngine` reads. Plain JSON. */
export interface EngineTables {
  readonly pack: PackId;
  readonly markings: readonly MarkingRule[];
  readonly foreign: readonly ForeignRule[];
  readonly categories: readonly CategoryRule[];
  readonly evidence: EvidenceTable;
  /** Phrases that tell where a marking stands and what is said of it, by kind. */
  readonly context: Readonly<Record<string, ContextPhrases>>;
}

/** How much each signal weighs, and from what sum on a finding warns or blocks. */
export interface EvidenceTable {
  readonly block: number;
  readonly warn: number;
  readonly weights: Weights;
}

export type Weights = Readonly<Record<string, number>>;

export interface MarkingRule {
  readonly ruleId: string;
  readonly level: Level;
  readonly phrases: readonly string[];
}

/** The classification banners of another state or organisation. They warn, never block. */
export interface ForeignRule {
  readonly ruleId: string;
  /** Words that are hardly anything but a banner when they stand alone. */
  readonly strong: readonly string[];
  /** Words that are also ordinary words, and need more evidence. */
  readonly weak: readonly string[];
}

/** One item of a published list of state secrets: two or more groups of phrases that must stand close together. */
export interface CategoryRule {
  readonly ruleId: string;
  readonly sector: string;
  readonly level: Level;
  /** Greatest distance between the groups, in code units. */
  readonly near: number;
  readonly concepts: readonly (readonly string[])[];
}

export interface ContextPhrases {
  /** Where in a line or cell the phrase must stand; anywhere when not given. */
  readonly at?: 'start' | 'whole';
  /** Counts only when written in capitals. */
  readonly capitals?: boolean;
  readonly phrases: readonly string[];
}
