import type { Level, Signal } from '../engine/types.ts';
import type { Channel, Destination, Outcome, Verdict } from '../engine/verdict.ts';

/** What happened to the attempt in the end. */
export type Disposition = 'reported' | 'warned' | 'continued' | 'cancelled' | 'blocked' | 'held';

/** A finding as the log keeps it: which rule and which evidence, never letters or places in the text. */
export interface LoggedFinding {
  readonly ruleId: string;
  readonly level: Level | null;
  readonly confidence: number;
  readonly where: string;
  readonly signals: readonly Pick<Signal, 'id' | 'weight'>[];
}

/** One item of an attempt (a text, a file) as the log keeps it. */
export interface LoggedItem {
  readonly kind: 'text' | 'file';
  /** Media type by content. */
  readonly mediaType: string;
  /** Bytes of a file, code units of a text. */
  readonly size: number;
  readonly action: Verdict['action'];
  readonly level: Level | null;
  readonly outcome: Outcome;
  /** HMAC-SHA-256 under the device's key, lower-case hex; tells repeats apart, tells nothing else. */
  readonly fingerprint: string;
  readonly findings: readonly LoggedFinding[];
}

/**
 * One transfer attempt that was not plainly allowed (DESIGN section 9). `sequence`, `previous` and `hash` chain the log;
 * what a person adds later (a decision, "báo nhầm") is a record of its own that names the first.
 */
export interface Incident {
  readonly id: string;
  readonly sequence: number;
  /** UTC, ISO 8601 with milliseconds. */
  readonly time: string;
  readonly channel: Channel;
  readonly destination: Destination;
  readonly disposition: Disposition;
  readonly level: Level | null;
  readonly items: readonly LoggedItem[];
  readonly packVersion: string;
  readonly productVersion: string;
  readonly previous: string;
  readonly hash: string;
}
