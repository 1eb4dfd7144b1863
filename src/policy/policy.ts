import type { Action } from '../engine/types.ts';
import type { Outcome } from '../engine/verdict.ts';

/** What applies on this machine, after all layers are merged. */
export interface Policy {
  readonly markings: Action;
  readonly categories: Action;
  readonly foreign: Action;
  /** What to do with an item that could not be scanned; `default` where an outcome is not named. */
  readonly outcomes: { readonly default: OutcomeAction } & Partial<Record<Outcome, OutcomeAction>>;
  /** Whom to call; shown in every notice. */
  readonly contact: string;
  /** Host patterns on top of, and taken from, the bundled list. */
  readonly sites: { readonly add: readonly string[]; readonly remove: readonly string[] };
}

export type OutcomeAction = 'hold' | 'warn' | 'allow';
