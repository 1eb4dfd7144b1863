import type { LineFault } from '../incidents/log-file.ts';
import type { Bucket, PeriodPreset } from '../incidents/period.ts';
import type { IncidentCounts, IncidentFilter, Machine, ReviewRow } from '../incidents/review-model.ts';
import type { MachineCheck, ReviewDetail, ReviewSource } from '../incidents/review-source.ts';
import type { ReviewState } from '../incidents/types.ts';
import type { Office, SweepSummary } from '../report/period-report.ts';

/** The lists of a filter that the page offers, in the order of the screen. */
export const FACETS = [
  'units',
  'devices',
  'sites',
  'channels',
  'levels',
  'rules',
  'dispositions',
  'states',
] as const;
export type Facet = (typeof FACETS)[number];

export const STATES: readonly ReviewState[] = ['new', 'confirmed', 'near-miss', 'false-alarm', 'exercise'];

/** What the page shows once a source is open. */
export interface Shown {
  readonly source: ReviewSource;
  readonly machines: readonly Machine[];
  /** Lines of imported files that could not be read; null for the local log. */
  readonly imported: { readonly files: number; readonly faults: readonly LineFault[] } | null;
  /** True while older records are still being read. */
  readonly reading: boolean;
  readonly preset: PeriodPreset | 'custom';
  readonly filter: IncidentFilter;
  readonly buckets: readonly Bucket[];
  /** Of the whole period, for the choices of the filters. */
  readonly all: IncidentCounts;
  /** Of what the filter lets through. */
  readonly counts: IncidentCounts;
  readonly rows: readonly ReviewRow[];
  /** Cursor of the rows that are not read yet; null when all are. */
  readonly next: string | null;
}

/** The incident in the dialog. */
export interface OpenDetail {
  readonly index: number;
  readonly row: ReviewRow;
  /** Null while it is being read. */
  readonly detail: ReviewDetail | null;
  readonly outcome: 'saved' | 'note-dropped' | 'failed' | 'allowed' | 'disallowed' | null;
}

export interface PageState {
  readonly shown: Shown | null;
  readonly failure: unknown;
  /** First row on the screen, rows that fit, and the row that has the keyboard. */
  readonly view: { readonly first: number; readonly fitting: number; readonly active: number };
  readonly detail: OpenDetail | null;
  readonly checks: readonly MachineCheck[] | 'running' | null;
  readonly reportOpen: boolean;
  /** What is being made: an export, a report; null when nothing is. */
  readonly making: boolean;
  /** The last thing that went wrong with an export, an import or a check: a text key. */
  readonly trouble: string | null;
  readonly printing: boolean;
}

/** What the person can do. */
export interface PageActions {
  retry(): void;
  choosePreset(preset: PeriodPreset | 'custom'): void;
  chooseDays(first: string, last: string): void;
  /** An empty list lets every value through. */
  choose(facet: Facet, values: readonly string[]): void;
  clear(): void;
  /** The table was scrolled or resized. */
  scrolled(first: number, fitting: number): void;
  moveTo(index: number): void;
  open(index: number): void;
  close(): void;
  save(state: ReviewState, note: string): void;
  /** Lets one file of the open incident pass through a day; empty takes it back. */
  allow(fingerprint: string, until: string): void;
  showSameDocument(fingerprint: string): void;
  verify(): void;
  importFiles(files: readonly File[]): void;
  leaveImport(): void;
  exportAs(format: 'csv' | 'xlsx' | 'jsonl'): void;
  print(): void;
  openReport(open: boolean): void;
  makeReport(office: Office, sweep: SweepSummary | undefined): void;
}
