import type { LogRecord } from '../../incidents/types.ts';
import { markUncounted } from '../counts/marks.ts';
import type { Sql, Value } from '../store/database.ts';
import { dayOf } from '../store/days.ts';
import type { FreshRecord } from './compare.ts';
import { type ReadRecord, readForm } from './read-record.ts';
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
  const waiting = inOrder ? [] : await readWaiting(sql, device, fresh);
  await sql.insert(
    'records',
    RECORD_COLUMNS,
    fresh.map((read) => recordRow(read, device, unit, received)),
  );
  const days = new Set<string>();
  for (const { kind, time } of fresh) if (kind === 'incident') days.add(dayOf(time));
  for (const word of [...fresh, ...waiting]) await apply(sql, device, word, days);
  await markUncounted(sql, unit, days);
}

/** What a record says of an incident. */
type Word = Pick<ReadRecord, 'kind' | 'subject' | 'said'>;

/** What was said about incidents that come only now. */
async function readWaiting(sql: Sql, device: string, fresh: readonly FreshRecord[]): Promise<Word[]> {
  const waiting: Word[] = [];
  for (const { kind, subject } of fresh) {
    if (kind !== 'incident') continue;
    const rows = await sql.all<{ hash: string; body: string }>(
      "SELECT hash, body FROM records WHERE device = ? AND subject = ? AND kind <> 'incident' ORDER BY sequence",
      [device, subject],
    );
    waiting.push(...rows.map(({ hash, body }) => readForm(JSON.parse(body) as LogRecord, hash, body)));
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

async function apply(
  sql: Sql,
  device: string,
  { kind, subject, said }: Word,
  days: Set<string>,
): Promise<void> {
  if (kind === 'repeat') await change(sql, device, subject, 'repeats = repeats + 1', [], days);
  else if (kind === 'answer')
    await change(sql, device, subject, ANSWERS[said as keyof typeof ANSWERS], [], days);
  else if (kind === 'review') await change(sql, device, subject, 'state = ?', [said], days);
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
