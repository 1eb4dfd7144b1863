import type { Channel, Destination, Verdict } from '../engine/verdict.ts';
import type { Incident } from '../incidents/types.ts';
import type { InspectionResult } from '../inspection/types.ts';

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

/** Every message of the product: who may send it, what it carries, what comes back. */
export interface Messages {
  /** The guard judged a text; the background records the incident before it answers. Safe to repeat: `attemptId` decides. */
  'attempt.text': {
    from: 'content';
    request: { attemptId: string; channel: Channel; destination: Destination; item: TextItem };
    response: { incidentId: string };
  };
  /** Files are held; the background has them scanned, records, answers in the order of the files. Safe to repeat. */
  'attempt.files': {
    from: 'content';
    request: { attemptId: string; channel: Channel; destination: Destination; files: readonly File[] };
    response: { incidentId: string | null; verdicts: readonly FileVerdict[] };
  };
  /** What the person did with a notice. */
  'attempt.answer': {
    from: 'content';
    request: {
      attemptId: string;
      answer: 'continued' | 'cancelled' | 'false-alarm';
      /** The person's reason for continuing; free text, at most 500 code units. */
      reason?: string;
    };
    response: { recorded: true };
  };
  /** The policy as it applies to the page the sender is in. */
  'guard.read': { from: 'content'; request: { destination: Destination }; response: GuardState };
  'status.read': { from: 'page'; request: { tabUrl: string | null }; response: Status };
  'incidents.read': {
    from: 'page';
    request: { limit: number; before?: number };
    response: { incidents: readonly Incident[]; total: number };
  };
  /** Background to the scan host. */
  'scan.file': { from: 'background'; request: { file: File }; response: InspectionResult };
}

export interface GuardState {
  readonly guarded: boolean;
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
export type Request<N extends MessageName> = Messages[N]['request'];
export type Response<N extends MessageName> = Messages[N]['response'];

/** Errors cross contexts as data. */
export type Reply<N extends MessageName> =
  | { readonly ok: true; readonly value: Response<N> }
  | { readonly ok: false; readonly error: 'refused' | 'malformed' | 'failed'; readonly detail: string };
