import type { ReviewIndex } from './review-index.ts';
import { countRows, type Machine } from './review-model.ts';
import type { IncidentKey, MachineCheck, MachineLog, ReviewDetail, ReviewSource } from './review-source.ts';
import type { LogRecord, ReviewState } from './types.ts';
import { verifyLog } from './verify.ts';

/** What a source that holds all its rows in memory needs from where the records are. */
export interface RecordKeeper {
  readonly kind: ReviewSource['kind'];
  readonly machines: readonly Machine[];
  /** The incident and all records that speak of it, in any order. */
  recordsOf(key: IncidentKey): Promise<readonly LogRecord[]>;
  logs(): AsyncIterable<MachineLog>;
  /** Absent where nothing can be written. */
  review?(key: IncidentKey, state: ReviewState, note: string): Promise<{ noteDropped: boolean }>;
}

/** A source over an index of rows: filters and counts cost no round trip. */
export function createMemorySource(index: ReviewIndex, keeper: RecordKeeper): ReviewSource {
  return {
    kind: keeper.kind,
    canReview: keeper.review !== undefined,
    machines: async () => keeper.machines,
    async list(filter, cursor, limit) {
      const rows = index.rows(filter);
      const start = Number(cursor ?? 0);
      const end = start + limit;
      return { rows: rows.slice(start, end), next: end < rows.length ? String(end) : null };
    },
    counts: async (filter, buckets) => countRows(index.rows(filter), buckets),
    async detail(key) {
      const machine = keeper.machines.find(({ device }) => device === key.device);
      return machine ? describe(key, machine, await keeper.recordsOf(key)) : null;
    },
    async review(key, state, note) {
      if (!keeper.review) throw new Error('this source cannot be written to');
      return keeper.review(key, state, note);
    },
    verify: (devices) => verifyLogs(keeper.logs(), devices),
    logs: () => keeper.logs(),
  };
}

/** Checks the logs of these devices, or all, one after the other. */
export async function verifyLogs(
  logs: AsyncIterable<MachineLog>,
  devices?: readonly string[],
): Promise<MachineCheck[]> {
  const checks: MachineCheck[] = [];
  for await (const { machine, records, checkpoints, tombstones } of logs) {
    if (devices && !devices.includes(machine.device)) continue;
    const device = machine.device === '' ? undefined : machine.device;
    checks.push({ machine, check: await verifyLog(records, checkpoints, tombstones, device) });
  }
  return checks;
}

function describe(key: IncidentKey, machine: Machine, records: readonly LogRecord[]): ReviewDetail | null {
  const sorted = records.toSorted((a, b) => a.sequence - b.sequence);
  const incident = sorted.find((record) => record.id === key.id && 'disposition' in record);
  if (!incident || !('disposition' in incident)) return null;
  return {
    machine,
    incident,
    answers: sorted.filter((record) => 'answer' in record),
    reviews: sorted.filter((record) => 'state' in record),
    repeats: sorted.filter((record) => 'repeatOf' in record).map(({ time }) => time),
  };
}
