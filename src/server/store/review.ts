import { randomUUID } from 'node:crypto';
import type { AllowedDocument } from '../../incidents/passing.ts';
import type { Machine } from '../../incidents/review-model.ts';
import type { IncidentKey, ReviewDetail } from '../../incidents/review-source.ts';
import type {
  Checkpoint,
  Incident,
  LogRecord,
  Review,
  ReviewState,
  Tombstone,
} from '../../incidents/types.ts';
import { markUncounted } from '../counts/marks.ts';
import { readAllowed } from './allowed.ts';
import type { Database, Sql, Value } from './database.ts';
import { dayOf } from './days.ts';

const MACHINES = 50_000;
const LOG_PIECE = 2_000;

/** Machines of the unit (all when empty), by name. */
export function listMachines(sql: Sql, unit: string): Promise<Machine[]> {
  return sql.all(
    `SELECT device, name, unit FROM devices${unit === '' ? '' : ' WHERE unit = ?'} ORDER BY unit, name, device LIMIT ${MACHINES}`,
    unit === '' ? [] : [unit],
  );
}

/** Everything about one incident; null when it is not there or not of this unit. */
export async function readIncident(
  sql: Sql,
  { device, id }: IncidentKey,
  unit: string,
): Promise<ReviewDetail | null> {
  const [machine] = await sql.all<Machine>('SELECT device, name, unit FROM devices WHERE device = ?', [
    device,
  ]);
  if (!machine || (unit !== '' && machine.unit !== unit)) return null;
  const rows = await sql.all<{ body: string }>(
    'SELECT body FROM records WHERE device = ? AND subject = ? ORDER BY epoch, sequence',
    [device, id],
  );
  const records = rows.map(({ body }) => JSON.parse(body) as LogRecord);
  const incident = records.find((record): record is Incident => 'disposition' in record);
  if (!incident) return null;
  const own = records.filter((record): record is Review => 'state' in record);
  const reviews = [...own, ...(await serverReviews(sql, device, id))];
  return {
    machine,
    incident,
    answers: records.filter((record) => 'answer' in record),
    reviews: reviews.sort((a, b) => (a.time < b.time ? -1 : 1)),
    repeats: records.filter((record) => 'repeatOf' in record).map(({ time }) => time),
    allowed: await allowedOf(sql, device, incident),
  };
}

async function allowedOf(sql: Sql, device: string, { items }: Incident): Promise<readonly AllowedDocument[]> {
  const entries = (await readAllowed(sql, device))?.entries ?? [];
  return entries.filter((entry) => items.some(({ fingerprint }) => fingerprint === entry.fingerprint));
}

/** Writes down how an officer judged an incident. False when it is not there or not of this unit. */
export function reviewIncident(
  db: Database,
  { device, id }: IncidentKey,
  review: { state: ReviewState; note: string | null; noteDropped: boolean; by: string; unit: string },
  now: Date,
): Promise<boolean> {
  return db.transaction(async (sql) => {
    const where = "device = ? AND subject = ? AND kind = 'incident'";
    const rows = await sql.all<{ time: string; unit: string }>(
      `SELECT time, unit FROM records WHERE ${where}`,
      [device, id],
    );
    if (rows.length === 0 || (review.unit !== '' && rows[0]!.unit !== review.unit)) return false;
    await sql.insert(
      'reviews',
      ['device', 'incident', 'id', 'time', 'by_user', 'state', 'note', 'note_dropped'],
      [
        [
          device,
          id,
          randomUUID(),
          now.toISOString(),
          review.by,
          review.state,
          review.note,
          review.noteDropped ? 1 : 0,
        ],
      ],
    );
    await sql.run(`UPDATE records SET state = ? WHERE ${where}`, [review.state, device, id]);
    await markUncounted(
      sql,
      rows[0]!.unit,
      rows.map(({ time }) => dayOf(time)),
    );
    return true;
  });
}

/** One chain of a device in order, a piece at a time. */
export async function* readChain(sql: Sql, device: string, epoch: number): AsyncGenerator<LogRecord> {
  let after: readonly Value[] = [0, ''];
  for (;;) {
    const rows: { sequence: number; hash: string; body: string }[] = await sql.all(
      `SELECT sequence, hash, body FROM records WHERE device = ? AND epoch = ? AND (sequence, hash) > (?, ?)
         ORDER BY sequence, hash LIMIT ${LOG_PIECE}`,
      [device, epoch, ...after],
    );
    for (const { body } of rows) yield JSON.parse(body) as LogRecord;
    if (rows.length < LOG_PIECE) return;
    after = [rows.at(-1)!.sequence, rows.at(-1)!.hash];
  }
}

/** What a device's key vouched for. */
export async function readStatements(
  sql: Sql,
  device: string,
): Promise<{ checkpoints: Checkpoint[]; tombstones: Tombstone[] }> {
  const rows = await sql.all<{ body: string }>(
    'SELECT body FROM statements WHERE device = ? ORDER BY sequence, signature',
    [device],
  );
  const all = rows.map(({ body }) => JSON.parse(body) as Checkpoint | Tombstone);
  return {
    checkpoints: all.filter((each) => each.kind === 'checkpoint'),
    tombstones: all.filter((each) => each.kind === 'tombstone'),
  };
}

/** How many chains a device has begun. */
export async function readEpoch(sql: Sql, device: string): Promise<number> {
  const [tail] = await sql.all<{ epoch: number }>('SELECT epoch FROM tails WHERE device = ?', [device]);
  return tail?.epoch ?? 1;
}

async function serverReviews(sql: Sql, device: string, id: string): Promise<Review[]> {
  const rows = await sql.all<{
    id: string;
    time: string;
    state: ReviewState;
    note: string | null;
    dropped: number;
  }>('SELECT id, time, state, note, note_dropped AS dropped FROM reviews WHERE device = ? AND incident = ?', [
    device,
    id,
  ]);
  // The server's own reviews are in no device's chain.
  return rows.map((row) => ({
    id: row.id,
    incidentId: id,
    time: row.time,
    state: row.state,
    note: row.note,
    noteDropped: row.dropped !== 0,
    sequence: 0,
    previous: '',
    hash: '',
  }));
}
