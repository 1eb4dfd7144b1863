import { type IncidentFilter, type Machine, matchesFilter, type ReviewRow, rowOf } from './review-model.ts';
import type { Answer, Disposition, LogRecord, Review } from './types.ts';

/**
 * Makes table rows of log records. Records may come in any order, in pieces and more than once: what was said about an
 * incident waits for it.
 */
export interface ReviewIndex {
  add(records: Iterable<LogRecord>, machine: Machine): void;
  /** Newest first. Asking again with the same filter object costs nothing. */
  rows(filter: IncidentFilter): readonly ReviewRow[];
  /** Every incident, newest first. */
  all(): readonly ReviewRow[];
}

interface Entry {
  row: ReviewRow | null;
  readonly repeats: Set<string>;
  readonly answers: Set<Answer['answer']>;
  review: Review | null;
}

/** An empty index. */
export function createReviewIndex(): ReviewIndex {
  const entries = new Map<string, Entry>();
  let sorted: ReviewRow[] | null = null;
  let filtered: { filter: IncidentFilter; of: readonly ReviewRow[]; rows: readonly ReviewRow[] } | null =
    null;
  const entryOf = (device: string, incidentId: string): Entry => {
    const key = `${device}/${incidentId}`;
    const entry = entries.get(key) ?? { row: null, repeats: new Set(), answers: new Set(), review: null };
    entries.set(key, entry);
    return entry;
  };
  const all = (): readonly ReviewRow[] => {
    sorted ??= [...entries.values()].flatMap(finished).sort(newestFirst);
    return sorted;
  };
  return {
    add(records, machine) {
      sorted = null;
      for (const record of records) {
        if ('disposition' in record) entryOf(machine.device, record.id).row = rowOf(record, machine);
        else if ('repeatOf' in record) entryOf(machine.device, record.repeatOf).repeats.add(record.id);
        else if ('answer' in record) entryOf(machine.device, record.incidentId).answers.add(record.answer);
        else if ('state' in record) {
          const entry = entryOf(machine.device, record.incidentId);
          if (!entry.review || entry.review.sequence < record.sequence) entry.review = record;
        }
      }
    },
    rows(filter) {
      if (filtered?.filter !== filter || filtered.of !== all())
        filtered = { filter, of: all(), rows: all().filter((row) => matchesFilter(row, filter)) };
      return filtered.rows;
    },
    all,
  };
}

function finished({ row, repeats, answers, review }: Entry): ReviewRow[] {
  if (!row) return [];
  const disputed = answers.has('false-alarm');
  const disposition = outcomeOf(row, answers);
  return [{ ...row, disposition, disputed, repeats: repeats.size, state: review?.state ?? 'new' }];
}

/** Of a warned attempt that came several times, it matters that it went out once. */
function outcomeOf({ disposition }: ReviewRow, answers: ReadonlySet<Answer['answer']>): Disposition {
  if (disposition !== 'warned') return disposition;
  if (answers.has('continued')) return 'continued';
  return answers.has('cancelled') ? 'cancelled' : disposition;
}

function newestFirst(a: ReviewRow, b: ReviewRow): number {
  if (a.time !== b.time) return a.time < b.time ? 1 : -1;
  return b.sequence - a.sequence;
}
