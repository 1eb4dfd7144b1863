import { type IncidentFilter, type Machine, matchesFilter, type ReviewRow, rowOf } from './review-model.ts';
import type { Answer, Disposition, LogRecord, Review } from './types.ts';

/**
 * Makes table rows of log records. Records may come in any order and in pieces: what was said about an incident waits
 * for it.
 */
export interface ReviewIndex {
  add(records: Iterable<LogRecord>, machine: Machine): void;
  /** Newest first. */
  rows(filter: IncidentFilter): readonly ReviewRow[];
  /** Every incident, newest first. */
  all(): readonly ReviewRow[];
}

interface Entry {
  row: ReviewRow | null;
  repeats: number;
  readonly answers: Set<Answer['answer']>;
  review: Review | null;
}

/** An empty index. */
export function createReviewIndex(): ReviewIndex {
  const entries = new Map<string, Entry>();
  let sorted: ReviewRow[] | null = null;
  const entryOf = (device: string, incidentId: string): Entry => {
    const key = `${device}/${incidentId}`;
    const entry = entries.get(key) ?? { row: null, repeats: 0, answers: new Set(), review: null };
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
        else if ('repeatOf' in record) entryOf(machine.device, record.repeatOf).repeats += 1;
        else if ('answer' in record) entryOf(machine.device, record.incidentId).answers.add(record.answer);
        else if ('state' in record) {
          const entry = entryOf(machine.device, record.incidentId);
          if (!entry.review || entry.review.sequence < record.sequence) entry.review = record;
        }
      }
    },
    rows: (filter) => all().filter((row) => matchesFilter(row, filter)),
    all,
  };
}

function finished({ row, repeats, answers, review }: Entry): ReviewRow[] {
  if (!row) return [];
  const disputed = answers.has('false-alarm');
  return [{ ...row, disposition: outcomeOf(row, answers), disputed, repeats, state: review?.state ?? 'new' }];
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
