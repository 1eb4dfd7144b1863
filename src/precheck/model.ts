import type { Certificate, Result } from '../certificate/certificate.ts';
import type { Verification } from '../certificate/verify.ts';
import type { Gathered } from './host.ts';
import type { Counts, Entry } from './session.ts';

/** Entries on one page of the list: enough to see, few enough to draw at once. */
export const PAGE_SIZE = 50;

/** What the list shows: everything, or one result. */
export type Filter = Result | null;

/** An issued certificate with the names that only this screen knows, in the order of its items. */
export interface Issued {
  readonly certificate: Certificate;
  readonly names: readonly string[];
}

/** A certificate that was held against files and keys; `names` are those of the given files. */
export interface Verified {
  readonly verification: Verification;
  readonly names: readonly string[];
}

/** What went wrong outside the checking itself, as the key of a text. */
export type Trouble = 'precheck_trouble_folder' | 'precheck_trouble_sign' | 'precheck_trouble_gather';

/** All that the page shows. */
export interface Screen {
  readonly counts: Counts;
  readonly entries: readonly Entry[];
  readonly filter: Filter;
  /** From 0. */
  readonly page: number;
  readonly canSign: boolean;
  readonly issued: Issued | null;
  readonly verified: Verified | null;
  readonly verifying: boolean;
  readonly gathered: Gathered | null;
  readonly troubles: readonly Trouble[];
}

/** What a person can do on the page. */
export interface Actions {
  add(files: Iterable<File>): void;
  addText(text: string): void;
  addTransfer(data: DataTransfer): void;
  stop(): void;
  resume(): void;
  clear(): void;
  show(filter: Filter, page: number): void;
  issue(): void;
  print(): void;
  saveCertificate(): void;
  saveNames(): void;
  verify(certificate: File, files: Iterable<File>, keys: string): void;
}

/** How many entries a filter lets through. */
export function countOf(counts: Counts, filter: Filter): number {
  return filter === null ? counts.all : counts.done[filter];
}
