import type { Action, FindingKind, Level } from '../engine/types.ts';
import type { Channel, Outcome } from '../engine/verdict.ts';

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
  /** `all` protects every host but those that `sites.remove` names. */
  readonly protect: 'listed' | 'all';
  /**
   * What stands above `markings`, `categories` and `foreign` for some levels, sites and channels. The first that matches
   * counts: merging puts the strongest layer first and, within a layer, the most exact rule.
   */
  readonly actions: readonly KindAction[];
  /** How far the product goes: `watch` records only, `warn` stops nothing for good, `block` does what the rules ask. */
  readonly mode: Mode;
  /** Last day, `YYYY-MM-DD`, on which `mode` holds; from the next day on it is `block`. Empty: no such day. */
  readonly graceUntil: string;
  /** Sectors of the published lists whose categories count; `*` for all of them. */
  readonly sectors: readonly string[];
  /** Origin of the unit's server (`https://…`); empty where there is none. */
  readonly server: string;
  /** One-time code with which this machine makes itself known to the server. */
  readonly enrolmentCode: string;
  /** What the unit calls this machine; empty: the server's own number for it. */
  readonly deviceName: string;
  readonly updates: {
    /** Folders (`https://…/`) in which rule packs are published, asked in this order after the server. */
    readonly sources: readonly string[];
    /** Hours between two looks. */
    readonly hours: number;
    /** SHA-256 of the root of trust this unit accepts as its first, in hex; empty: packs from outside are refused. */
    readonly root: string;
  };
  /** Days that incidents stay on this machine; 0 keeps them. */
  readonly retentionDays: number;
  /** Who gets the period report: an office or an address, as it is to be printed. */
  readonly reportTarget: string;
}

/** What verdicts go by. */
export type VerdictPolicy = Pick<
  Policy,
  'markings' | 'categories' | 'foreign' | 'outcomes' | 'actions' | 'mode' | 'sectors'
>;

export type Mode = 'watch' | 'warn' | 'block';

/** An exception as an administrator writes it: what is left out matches everything. */
export interface ActionRule {
  readonly kind?: FindingKind;
  readonly level?: Level;
  /** Host pattern of the top-level page. */
  readonly site?: string;
  readonly channel?: Channel;
  readonly action: Action;
}

/** An exception for one kind of finding. */
export type KindAction = ActionRule & { readonly kind: FindingKind };

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
  readonly protect?: Policy['protect'];
  readonly actions?: readonly ActionRule[];
  readonly mode?: Mode;
  readonly graceUntil?: string;
  readonly sectors?: readonly string[];
  readonly server?: string;
  readonly enrolmentCode?: string;
  readonly deviceName?: string;
  readonly updates?: Partial<Policy['updates']>;
  readonly retentionDays?: number;
  readonly reportTarget?: string;
}

/**
 * A merged policy, and who set what: `markings`, `outcomes.encrypted`, `sites.add *.example.gov.vn`. What is not named
 * there is bundled.
 */
export interface LayeredPolicy {
  readonly policy: Policy;
  readonly setBy: Readonly<Record<string, LayerName>>;
}
