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
  /** Host patterns on top of, and taken from, the bundled list. The more exact pattern wins, `add` on a draw. */
  readonly sites: { readonly add: readonly string[]; readonly remove: readonly string[] };
}

export type OutcomeAction = 'hold' | 'warn' | 'allow';

/** Who can set a policy, strongest first: the administrator, the unit's server, this machine. */
export type LayerName = 'managed' | 'server' | 'local';

/** The part of a policy that one layer sets. */
export interface Layer {
  readonly markings?: Action;
  readonly categories?: Action;
  readonly foreign?: Action;
  readonly outcomes?: Partial<Policy['outcomes']>;
  readonly contact?: string;
  readonly sites?: Partial<Policy['sites']>;
}

/**
 * A merged policy, and who set what: `markings`, `outcomes.encrypted`, `sites.add *.example.gov.vn`. What is not named
 * there is bundled.
 */
export interface LayeredPolicy {
  readonly policy: Policy;
  readonly setBy: Readonly<Record<string, LayerName>>;
}
