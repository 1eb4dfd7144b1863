import type { Level, PackId } from './types.ts';

/** What `src/rules` compiles from the YAML rules and `createEngine` reads. Plain JSON. */
export interface EngineTables {
  readonly pack: PackId;
  readonly markings: readonly MarkingRule[];
  readonly foreign: readonly ForeignRule[];
  readonly categories: readonly CategoryRule[];
  /**
   * By foreign and category phrase, in their order, a sign that tells by which letters it is found (`key-places.ts`). Never
   * part of what is signed, and nothing but the speed hangs on it.
   */
  readonly places?: string;
  readonly evidence: EvidenceTable;
  /** Phrases that tell where a marking stands and what is said of it, by kind. */
  readonly context: Readonly<Record<string, ContextPhrases>>;
  /** Rules that may not yet do all they ask for. */
  readonly stages?: readonly RuleStage[];
  /** The unit's own words, hashed. */
  readonly keywords?: KeywordTable;
  /** Documents that a person has found to be false alarms. */
  readonly allowlist?: Allowlist;
  /** What the unit calls its own rules, by rule id; for people, and for nothing else. */
  readonly names?: Readonly<Record<string, string>>;
}

/** How far a rule may go while it is on trial. */
export type Stage = 'report' | 'warn' | 'block';

/** The stage of one rule: of the most exact host pattern that the destination matches, else `stage`. */
export interface RuleStage {
  readonly ruleId: string;
  readonly stage: Stage;
  readonly sites: readonly { readonly host: string; readonly stage: Stage }[];
}

export interface KeywordTable {
  /** Key of the hash, 16 bytes in hexadecimal. */
  readonly salt: string;
  readonly rules: readonly KeywordRule[];
}

/** Exact words of the unit, such as the name of a project. */
export interface KeywordRule {
  readonly ruleId: string;
  readonly action: 'warn' | 'block';
  /** How many words the keyword has, and the hash of its folded words: 8 bytes in hexadecimal. */
  readonly hashes: readonly { readonly words: number; readonly hash: string }[];
}

export interface Allowlist {
  /** Goes before the content that is hashed, in hexadecimal. */
  readonly salt: string;
  readonly entries: readonly AllowedDocument[];
}

export interface AllowedDocument {
  readonly kind: 'file' | 'text';
  /** SHA-256 of salt and content in hexadecimal. */
  readonly hash: string;
  /** Last day on which it counts, `YYYY-MM-DD`. */
  readonly until: string;
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
