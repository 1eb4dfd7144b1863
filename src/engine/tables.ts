import type { Action, Level, PackId } from './types.ts';

/** What `src/rules` compiles from the YAML rules and `createEngine` reads. Plain JSON. */
export interface EngineTables {
  readonly pack: PackId;
  readonly markings: readonly MarkingRule[];
  /** How much each signal weighs, and from what sum on a marking warns or blocks. */
  readonly evidence: { readonly block: number; readonly warn: number; readonly weights: Weights };
  /** Phrases that tell where a marking stands and what is said of it, by kind. */
  readonly context: Readonly<Record<string, ContextPhrases>>;
}

export type Weights = Readonly<Record<string, number>>;

export interface MarkingRule {
  readonly ruleId: string;
  readonly level: Level;
  readonly phrases: readonly string[];
  readonly action?: Action;
}

export interface ContextPhrases {
  /** Where in a line or cell the phrase must stand; anywhere when not given. */
  readonly at?: 'start' | 'whole';
  /** Counts only when written in capitals. */
  readonly capitals?: boolean;
  readonly phrases: readonly string[];
}
