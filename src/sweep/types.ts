import type { Action, FindingKind, Level } from '../engine/types.ts';
import type { Outcome } from '../engine/verdict.ts';
import type { FileBytes, ItemResult } from '../inspection/node/batch.ts';

/** What was found in one item. Never the words themselves. */
export interface SweptFinding {
  readonly ruleId: string;
  readonly kind: FindingKind;
  readonly action: Action;
  readonly level: Level | null;
  readonly where: string;
  readonly reasons: readonly string[];
}

/** Why an item could not be read at all, besides the outcomes of an inspection. */
export type Failure = 'unreachable' | 'refused' | 'error-status' | 'too-large' | 'too-slow';

/** One page, document, picture, file or message of a sweep. */
export interface SweptItem {
  /** Address, path inside the folder, or position in the mailbox. */
  readonly place: string;
  /** The page that led here; null for a start. */
  readonly from: string | null;
  readonly action: Action | 'hold';
  readonly level: Level | null;
  readonly outcome: Outcome | Failure;
  /** The server's answer; 0 where there is none. */
  readonly status: number;
  readonly mediaType: string;
  readonly size: number;
  /** SHA-256 of the bytes, lower-case hex; empty when they were not read. */
  readonly sha256: string;
  readonly findings: readonly SweptFinding[];
  /** Against the last sweep. */
  readonly change: 'new' | 'changed' | 'same';
}

/** What a sweep came to. `items` are those that need a person; the totals count all. */
export interface SweepReport {
  readonly format: 1;
  readonly source: string;
  readonly kind: 'site' | 'folder' | 'mailbox';
  /** UTC, ISO 8601. */
  readonly started: string;
  readonly ended: string;
  /** False when it was stopped or a limit ended it. */
  readonly complete: boolean;
  readonly rules: { readonly name: string; readonly version: string };
  readonly totals: SweepTotals;
  readonly items: readonly SweptItem[];
}

export interface SweepTotals {
  readonly items: number;
  readonly pages: number;
  readonly documents: number;
  readonly bytes: number;
  /** Not read again because they had not changed. */
  readonly same: number;
  readonly blocked: number;
  readonly warned: number;
  /** Could not be read to the end. */
  readonly unread: number;
  /** Not fetched: outside the limits, or the site's robots.txt forbids it. */
  readonly skipped: number;
}

/** How far a sweep is; told after every item. */
export interface Progress {
  readonly done: number;
  /** What is known to be left. */
  readonly waiting: number;
  readonly found: number;
}

/** Judges the bytes of one item. Never rejects. */
export type Inspect = (item: FileBytes) => Promise<ItemResult>;
