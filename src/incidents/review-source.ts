import type { AllowedDocument } from './passing.ts';
import type { Bucket, Period, PeriodPreset } from './period.ts';
import type { IncidentCounts, IncidentFilter, Machine, ReviewRow } from './review-model.ts';
import type { Answer, Checkpoint, Incident, LogRecord, Review, ReviewState, Tombstone } from './types.ts';
import type { FaultName, LogCheck } from './verify.ts';

/** One page of the table, newest first. */
export interface ReviewPage {
  readonly rows: readonly ReviewRow[];
  /** Give it to `list` for the next page; null when this was the last. */
  readonly next: string | null;
}

/** Everything about one incident. */
export interface ReviewDetail {
  readonly machine: Machine;
  readonly incident: Incident;
  /** Oldest first, as the reviews. */
  readonly answers: readonly Answer[];
  readonly reviews: readonly Review[];
  /** Times of repeated attempts, oldest first. */
  readonly repeats: readonly string[];
  /** Which of its files may pass by now; absent where the source knows no such list. */
  readonly allowed?: readonly AllowedDocument[];
}

/** One machine's whole log, for export and verification. */
export interface MachineLog {
  readonly machine: Machine;
  readonly records: AsyncIterable<LogRecord>;
  readonly checkpoints: readonly Checkpoint[];
  readonly tombstones: readonly Tombstone[];
}

/** The end of one machine's verification. */
export interface MachineCheck {
  readonly machine: Machine;
  readonly check: LogCheck;
  /** What was wrong when records came to a server; some of it no longer shows in what is stored. */
  readonly intake?: readonly IntakeNote[];
}

/** `settled` (ISO 8601) is empty while it stands. `first` to `last` are sequences. */
export interface IntakeNote {
  readonly fault: FaultName | 'clock-ahead';
  readonly first: number;
  readonly last: number;
  readonly settled: string;
}

/** Which incident: ids are unique on one device. */
export interface IncidentKey {
  readonly device: string;
  readonly id: string;
}

/**
 * Where the review page gets its incidents: this browser's log, an imported file, or the unit's server. Every method may
 * reject; the page says so and lets the person try again.
 */
export interface ReviewSource {
  readonly kind: 'local' | 'file' | 'server';
  /** False where states and notes cannot be kept. */
  readonly canReview: boolean;
  machines(): Promise<readonly Machine[]>;
  /** At most `limit` rows, 1 to 1000. `purpose` is for a source that writes down who took what. */
  list(
    filter: IncidentFilter,
    cursor: string | null,
    limit: number,
    purpose?: 'view' | 'export',
  ): Promise<ReviewPage>;
  counts(filter: IncidentFilter, buckets: readonly Bucket[]): Promise<IncidentCounts>;
  /** Null when it is not (or no longer) there. */
  detail(key: IncidentKey): Promise<ReviewDetail | null>;
  /** Sets state and note. `noteDropped`: the note looked marked itself and was not kept. */
  review(key: IncidentKey, state: ReviewState, note: string): Promise<{ noteDropped: boolean }>;
  /**
   * Lets one file of an incident that was judged a false alarm pass on its machine through a day; an empty day takes that
   * back. Absent where there is no way to tell the machine.
   */
  allow?(key: IncidentKey, document: AllowedDocument): Promise<void>;
  /** Checks chains and signatures of these machines, or of all. */
  verify(devices?: readonly string[]): Promise<readonly MachineCheck[]>;
  /** Every machine's whole log, for a JSON Lines export that others can verify. */
  logs(): AsyncIterable<MachineLog>;
  /** Where the source makes whole files itself: addresses to download them from. */
  readonly files?: {
    log(filter: IncidentFilter): string;
    report(order: ReportOrder): string;
  };
}

/** What a period report is made of besides the incidents. */
export interface ReportOrder {
  readonly period: Period;
  readonly preset: PeriodPreset | 'custom';
  readonly office: object;
  readonly sweep: object | undefined;
}
