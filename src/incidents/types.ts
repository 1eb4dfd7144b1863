import type { Level, Signal } from '../engine/types.ts';
import type { Channel, Destination, Outcome, Verdict } from '../engine/verdict.ts';

/** What happened to the attempt in the end. */
export type Disposition = 'reported' | 'warned' | 'continued' | 'cancelled' | 'blocked' | 'held';

/** What ties a record to the one before it. */
export interface Link {
  /** 1 for the first record of the log, then without gaps. */
  readonly sequence: number;
  /** `hash` of the record before; 64 zeros for the first. */
  readonly previous: string;
  /** SHA-256 over the canonical JSON of the record without this field, lower-case hex. */
  readonly hash: string;
}

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
  /** HMAC-SHA-256 under the device's key, lower-case hex; tells repeats apart, tells nothing else. Empty when the bytes could not be read. */
  readonly fingerprint: string;
  /** The first 50. */
  readonly findings: readonly LoggedFinding[];
}

/**
 * One transfer attempt that was not plainly allowed (DESIGN section 9). `sequence`, `previous` and `hash` chain the log;
 * what a person adds later (a decision, "báo nhầm") is a record of its own that names the first.
 */
export interface Incident extends Link {
  /** The attempt's id: a repeated attempt is the same incident. */
  readonly id: string;
  /** UTC, ISO 8601 with milliseconds. */
  readonly time: string;
  readonly channel: Channel;
  readonly destination: Destination;
  readonly disposition: Disposition;
  readonly level: Level | null;
  readonly items: readonly LoggedItem[];
  readonly packVersion: string;
  readonly productVersion: string;
  /** Equal for attempts with the same items, site, channel and disposition; absent when an item could not be read. */
  readonly group?: string;
}

/** The same attempt once more, soon after: it belongs to the incident, and costs the log a line instead of a record. */
export interface Repeat extends Link {
  /** The attempt's id. */
  readonly id: string;
  /** Id of the incident. */
  readonly repeatOf: string;
  /** UTC, ISO 8601 with milliseconds. */
  readonly time: string;
  readonly group: string;
}

/** What a person did with a notice: a record of its own, since an incident never changes. */
export interface Answer extends Link {
  readonly id: string;
  readonly incidentId: string;
  /** UTC, ISO 8601 with milliseconds. */
  readonly time: string;
  readonly answer: 'continued' | 'cancelled' | 'false-alarm';
  /** The person's own words, at most 500 code units; null when none were given or `reasonDropped`. */
  readonly reason: string | null;
  /** True when the reason itself looked marked and was therefore not kept. */
  readonly reasonDropped: boolean;
}

export type ReviewState = 'new' | 'confirmed' | 'near-miss' | 'false-alarm' | 'exercise';

/** How the compliance officer judged an incident; the newest one counts. */
export interface Review extends Link {
  readonly id: string;
  readonly incidentId: string;
  /** UTC, ISO 8601 with milliseconds. */
  readonly time: string;
  readonly state: ReviewState;
  /** The officer's own words, at most 500 code units; null when none were given or `noteDropped`. */
  readonly note: string | null;
  /** True when the note itself looked marked and was therefore not kept. */
  readonly noteDropped: boolean;
}

/** The log of this device lost records that a checkpoint vouches for: the browser or a person removed them. */
export interface LogLoss extends Link {
  readonly id: string;
  /** UTC, ISO 8601 with milliseconds. */
  readonly time: string;
  readonly event: 'log-lost';
  /** The last state of the log that was known. */
  readonly former: Checkpoint;
}

export type LogRecord = Incident | Repeat | Answer | Review | LogLoss;

/** What the device's key vouches for. `device` is the first half of the SHA-256 of `key`: nobody can sign as another. */
export interface Signed {
  /** 32 lower-case hex digits. */
  readonly device: string;
  /** Public key: ECDSA P-256, uncompressed point, base64url. */
  readonly key: string;
  /** `hash` of the chain's first record. */
  readonly chain: string;
  /** UTC, ISO 8601 with milliseconds. */
  readonly time: string;
  /** ECDSA with SHA-256 over the canonical JSON of all other fields, base64url. */
  readonly signature: string;
}

/** "Up to here the log is this": what is cut off or rewritten later contradicts it. */
export interface Checkpoint extends Signed {
  readonly kind: 'checkpoint';
  /** The newest record. */
  readonly sequence: number;
  readonly hash: string;
  /** Records in the log, pruned ones not counted. */
  readonly count: number;
}

/** "These records are gone because their time was over": stands in for everything up to `sequence`. */
export interface Tombstone extends Signed {
  readonly kind: 'tombstone';
  /** The last pruned record. */
  readonly sequence: number;
  readonly hash: string;
  /** Incidents among all records pruned so far. */
  readonly incidents: number;
}
