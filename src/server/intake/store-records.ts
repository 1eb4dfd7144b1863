import type { LogRecord } from '../../incidents/types.ts';
import type { Sql, Value } from '../store/database.ts';
import { dayOf } from '../store/days.ts';
import { markUncounted } from '../store/marks.ts';
import type { FreshRecord } from './compare.ts';
import { RECORD_COLUMNS, recordRow } from './record-row.ts';

/** Whose batch it is. */
export interface Sender {
  readonly device: string;
  readonly unit: string;
}

/**
 * Stores records and what they say about incidents that are stored. `inOrder`: nothing that comes later in the chain is
 * stored yet, so no word about these incidents can be there before them.
 */
export async function storeRecords(
  sql: Sql,
  { device, unit }: Sender,
  fresh: readonly FreshRecord[],
  { inOrder, now }: { inOrder: boolean; now: Date },
): Promise<void> {
  if (fresh.length === 0) return;
  const received = now.toISOString();
  const records = fresh.map(({ record }) => record);
  const waiting = inOrder ? [] : await readWaiting(sql, device, records);
  await sql.insert(
    'records',
    RECORD_COLUMNS,
    fresh.map((read) => recordRow(read, device, unit, received)),
  );
  const days = new Set<string>();
  for (const record of records) if ('disposition' in record) days.add(dayOf(record.time));
  for (const record of [...records, ...waiting]) await apply(sql, device, record, days);
  await markUncounted(sql, unit, days);
}

/** What was said about incidents that come only now. */
async function readWaiting(sql: Sql, device: string, records: readonly LogRecord[]): Promise<LogRecord[]> {
  const waiting: LogRecord[] = [];
  for (const record of records) {
    if (!('disposition' in record)) continue;
    const rows = await sql.all<{ body: string }>(
      "SELECT body FROM records WHERE device = ? AND subject = ? AND kind <> 'incident' ORDER BY sequence",
      [device, record.id],
    );
    waiting.push(...rows.map(({ body }) => JSON.parse(body) as LogRecord));
  }
  return waiting;
}

const ANSWERS = {
  // Of a warned attempt that came several times, it matters that it went out once.
  continued:
    "disposition = CASE WHEN disposition IN ('warned', 'cancelled') THEN 'continued' ELSE disposition END",
  cancelled: "disposition = CASE WHEN disposition = 'warned' THEN 'cancelled' ELSE disposition END",
  'false-alarm': 'disputed = 1',
} as const;

async function apply(sql: Sql, device: string, record: LogRecord, days: Set<string>): Promise<void> {
  if ('repeatOf' in record) await change(sql, device, record.repeatOf, 'repeats = repeats + 1', [], days);
  else if ('answer' in record) await change(sql, device, record.incidentId, ANSWERS[record.answer], [], days);
  else if ('state' in record) await change(sql, device, record.incidentId, 'state = ?', [record.state], days);
}

async function change(
  sql: Sql,
  device: string,
  incident: string,
  setting: string,
  values: readonly Value[],
  days: Set<string>,
): Promise<void> {
  const where = "device = ? AND subject = ? AND kind = 'incident'";
  await sql.run(`UPDATE records SET ${setting} WHERE ${where}`, [...values, device, incident]);
  const rows = await sql.all<{ time: string }>(`SELECT time FROM records WHERE ${where}`, [device, incident]);
  for (const { time } of rows) days.add(dayOf(time));
}
