import type { Channel, Destination, Verdict } from '../engine/verdict.ts';
import type { Answer, Incident } from '../incidents/types.ts';
import type { InspectionResult } from '../inspection/types.ts';
import type { Policy } from '../policy/policy.ts';
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
  /** A third-party frame in a page of a host that policy adds asks for its guard. */
  'frame.arm': {
    from: 'content';
    to: 'background';
    request: Record<string, never>;
    response: { armed: boolean };
  };
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
  /** Background to the scan host. */
  'scan.file': { from: 'background'; to: 'scan-host'; request: { file: File }; response: InspectionResult };
}

export interface GuardState {
  readonly guarded: boolean;
  /** For `decide`, which the guard calls itself: clean text makes no round trip. */
  readonly policy: Policy;
  /** Whom to call, from policy; shown in the notice. */
  readonly contact: string;
}

export interface Status {
  readonly site: string | null;
  readonly guarded: boolean;
  readonly pack: { readonly name: string; readonly version: string; readonly released: string };
  readonly blockedToday: number;
  readonly contact: string;
}

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
