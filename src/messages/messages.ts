import type { Certificate, Statement } from '../certificate/certificate.ts';
import type { EngineTables } from '../engine/tables.ts';
import type { Channel, Destination, Verdict } from '../engine/verdict.ts';
import type { Answer, Checkpoint, Incident, LogRecord, ReviewState, Tombstone } from '../incidents/types.ts';
import type { InspectionResult } from '../inspection/types.ts';
import type { Layer, LayeredPolicy, LayerName, Policy } from '../policy/policy.ts';
import type { LayerProblem } from '../policy/schema.ts';
import type { PackHealth } from '../rules/trust/health.ts';
import type { UpdateProblem } from '../rules/trust/problem.ts';
import type { RelayedNotice } from './notice.ts';

/** See `src/messages/schema.ts` for the checks made by the receiver. */
export interface TextItem {
  readonly kind: 'text';
  /** Goes to the background for the keyed fingerprint only; never stored. */
  readonly text: string;
  readonly verdict: Verdict;
}

export interface FileVerdict {
  readonly verdict: Verdict;
  readonly result: InspectionResult;
}

/** Every message of the product: who may send it, who answers it, what it carries, what comes back. */
export interface Messages {
  /** The guard judged a text; the background records the incident before it answers. Safe to repeat: `attemptId` decides. */
  'attempt.text': {
    from: 'content';
    to: 'background';
    request: { attemptId: string; channel: Channel; destination: Destination; item: TextItem };
    response: { incidentId: string };
  };
  /** Files are held; the background has them scanned, records, answers in the order of the files. Safe to repeat. */
  'attempt.files': {
    from: 'content';
    to: 'background';
    request: { attemptId: string; channel: Channel; destination: Destination; files: readonly File[] };
    response: { incidentId: string | null; verdicts: readonly FileVerdict[] };
  };
  /** What the person did with a notice. */
  'attempt.answer': {
    from: 'content';
    to: 'background';
    request: {
      attemptId: string;
      answer: 'continued' | 'cancelled' | 'false-alarm';
      /** The person's reason for continuing; free text, at most 500 code units. */
      reason?: string;
    };
    response: { recorded: true };
  };
  /** The policy as it applies to the page the sender is in. */
  'guard.read': {
    from: 'content';
    to: 'background';
    request: { destination: Destination };
    response: GuardState;
  };
  /** The rules in force, for a guard whose own are others. */
  'pack.read': { from: 'content'; to: 'background'; request: Record<string, never>; response: PackInForce };
  /** The same, for the scan host and the product's own pages. */
  'pack.load': { from: 'page'; to: 'background'; request: Record<string, never>; response: PackInForce };
  /** A third-party frame in a page of a host that policy adds asks for its guard. */
  'frame.arm': {
    from: 'content';
    to: 'background';
    request: Record<string, never>;
    response: { armed: boolean };
  };
  /** The policy in force, who set what, and what was not understood. */
  /** What a person sets on this machine. Stored as a whole, or not at all where `problems` say so. */
  'policy.local': {
    from: 'page';
    to: 'background';
    request: { layer: unknown };
    response: { problems: readonly LayerProblem[] };
  };
  'policy.read': { from: 'page'; to: 'background'; request: Record<string, never>; response: PolicyInForce };
  /** Has a sample scanned for the self-test; nothing is recorded. */
  'selftest.scan': { from: 'page'; to: 'background'; request: { file: File }; response: InspectionResult };
  /** What only the background can say of itself. */
  'selftest.read': {
    from: 'page';
    to: 'background';
    request: Record<string, never>;
    /** `server` is null where policy names none; `wall` is whether requests are judged before they leave. */
    response: { server: 'answers' | 'silent' | null; wall: boolean };
  };
  /** Looks for a newer pack now. */
  'updates.look': { from: 'page'; to: 'background'; request: Record<string, never>; response: UpdateStatus };
  /** A pack file that a person has brought. */
  'updates.file': { from: 'page'; to: 'background'; request: { file: File }; response: PackOffer };
  /** A notice for the top frame of the same tab, or its answer: the background passes it on as `notice.relayed`. */
  'notice.relay': {
    from: 'content';
    to: 'background';
    request: RelayedNotice;
    /** False when nobody was there to hear it. */
    response: { delivered: boolean };
  };
  /** Background to the guard of one frame. */
  'notice.relayed': {
    from: 'background';
    to: 'guard';
    request: RelayedNotice;
    response: Record<string, never>;
  };
  'status.read': { from: 'page'; to: 'background'; request: { tabUrl: string | null }; response: Status };
  'incidents.read': {
    from: 'page';
    to: 'background';
    /** Newest first. `limit` is 1 to 1000; `before` is a sequence: only older incidents. */
    request: { limit: number; before?: number };
    /** `answers` are what people did with these incidents, oldest first; `total` counts all incidents. */
    response: { incidents: readonly Incident[]; answers: readonly Answer[]; total: number };
  };
  /** The whole log in pieces, for review, export and verification: the newest `limit` records before sequence `before`. */
  'log.read': {
    from: 'page';
    to: 'background';
    /** `limit` is 1 to 5000. */
    request: { limit: number; before?: number };
    response: LogPiece;
  };
  /** One incident and every record about it, in order of sequence; empty when it is not in the log. */
  'log.incident': {
    from: 'page';
    to: 'background';
    request: { incidentId: string };
    response: { records: readonly LogRecord[] };
  };
  /** The officer's judgement. The note is at most 500 code units, and dropped when it looks marked itself. */
  'log.review': {
    from: 'page';
    to: 'background';
    request: { incidentId: string; state: ReviewState; note: string };
    response: { noteDropped: boolean };
  };
  /** The pre-check page asks for the device's signature on what it found; the statement holds hashes and no content. */
  'certificate.sign': {
    from: 'page';
    to: 'background';
    request: { statement: Statement };
    response: Certificate;
  };
  /** Which key signs on this device. */
  'certificate.key': {
    from: 'page';
    to: 'background';
    request: Record<string, never>;
    response: { keyId: string };
  };
  /** Background to the scan host. */
  'scan.file': {
    from: 'background';
    to: 'scan-host';
    /** `packId` names the rules to scan by; the host asks for them when it has others. */
    request: { file: File; packId: string };
    response: InspectionResult;
  };
}

export interface PackInForce {
  readonly packId: string;
  readonly tables: EngineTables;
}

export interface GuardState {
  readonly guarded: boolean;
  /** For `decide`, which the guard calls itself: clean text makes no round trip. */
  readonly policy: Policy;
  /** Whom to call, from policy; shown in the notice. */
  readonly contact: string;
  /** The rule pack in force; a guard that has another asks for it by `pack.read`. */
  readonly packId: string;
}

export interface LogPiece {
  /** Whose log it is. */
  readonly device: string;
  /** In order of sequence. */
  readonly records: readonly LogRecord[];
  /** What vouches for the log, the one kept outside it included. */
  readonly checkpoints: readonly Checkpoint[];
  readonly tombstones: readonly Tombstone[];
}

export interface Status {
  readonly site: string | null;
  readonly guarded: boolean;
  readonly pack: {
    readonly name: string;
    readonly version: string;
    readonly released: string;
    /** ISO 8601; null for the bundled pack, which does not expire. */
    readonly expires: string | null;
    readonly health: PackHealth;
    /** What the unit calls its own rules, by rule id. */
    readonly ruleNames: Readonly<Record<string, string>>;
  };
  readonly updates: UpdateStatus;
  readonly mode: Policy['mode'];
  readonly blockedToday: number;
  readonly contact: string;
  /** Why the last attempt could not be written to the log (disk full, or another failure); null when it was. */
  readonly logTrouble: 'full' | 'failed' | null;
}

/** How this machine keeps its rules current. Moments in ISO 8601, null where there was none. */
export interface UpdateStatus {
  /** False where policy names no source. */
  readonly configured: boolean;
  readonly last: string | null;
  /** When a source last gave a good answer. */
  readonly good: string | null;
  readonly next: string | null;
  readonly problem: {
    readonly host: string;
    readonly problem: UpdateProblem | 'no-root' | 'not-enrolled';
  } | null;
}

export type PolicyInForce = LayeredPolicy & {
  /** What each layer says, as far as it was understood. */
  readonly layers: Readonly<Record<LayerName, Layer>>;
  readonly problems: Readonly<Record<LayerName, readonly LayerProblem[]>>;
};

/** How an offered pack file fared. */
export type PackOffer =
  | { readonly kind: 'taken' | 'current' }
  | { readonly kind: 'refused'; readonly problem: UpdateProblem | 'no-root' };

export type MessageName = keyof Messages;
/** A context that answers messages. */
export type Receiver = Messages[MessageName]['to'];
/** The messages a receiver answers. */
export type MessagesTo<R extends Receiver> = {
  [N in MessageName]: Messages[N]['to'] extends R ? N : never;
}[MessageName];
export type Request<N extends MessageName> = Messages[N]['request'];
export type Response<N extends MessageName> = Messages[N]['response'];

/** Errors cross contexts as data. */
export type Reply<N extends MessageName> =
  | { readonly ok: true; readonly value: Response<N> }
  | { readonly ok: false; readonly error: 'refused' | 'malformed' | 'failed'; readonly detail: string };
