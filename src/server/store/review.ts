import { randomUUID } from 'node:crypto';
import type { AllowedDocument } from '../../incidents/passing.ts';
import type { IncidentFilter, Machine, ReviewRow } from '../../incidents/review-model.ts';
import type { IncidentKey, ReviewDetail, ReviewPage } from '../../incidents/review-source.ts';
import type {
  Checkpoint,
  Disposition,
  Incident,
  LogRecord,
  Review,
  ReviewState,
  Tombstone,
} from '../../incidents/types.ts';
import { readAllowed } from './allowed.ts';
import { ALL_UNITS } from './counting.ts';
import type { Database, Sql, Value } from './database.ts';
import { dayOf, isDayStart, spanOf } from './days.ts';
import { type Condition, conditionsOf, narrows } from './filters.ts';
import { markUncounted } from './marks.ts';

interface RecordRow {
  readonly device: string;
  readonly sequence: number;
  readonly hash: string;
  readonly time: string;
  readonly subject: string;
  readonly unit: string;
  readonly site: string;
  readonly channel: string;
  readonly level: string;
  readonly disposition: string;
  readonly rules: string;
  readonly fingerprints: string;
  readonly state: string;
  readonly repeats: number;
  readonly disputed: number;
  readonly items: number;
}

const ROW = `SELECT device, sequence, hash, time, subject, unit, site, channel, level, disposition, rules, fingerprints,
  state, repeats, disputed, items FROM records`;
const MACHINES = 50_000;
const LOG_PIECE = 2_000;

/** The newest place: before it stands everything. */
const START = ['9999', '', 0, ''] as const;

/** Machines of the unit (all when empty), by name. */
export function listMachines(sql: Sql, unit: string): Promise<Machine[]> {
  return sql.all(
    `SELECT device, name, unit FROM devices${unit === '' ? '' : ' WHERE unit = ?'} ORDER BY unit, name, device LIMIT ${MACHINES}`,
    unit === '' ? [] : [unit],
  );
}

/** One page of incidents, newest first. `cursor` is what the page before said; null when it makes no sense. */
export async function listIncidents(
  sql: Sql,
  filter: IncidentFilter,
  cursor: string | null,
  limit: number,
): Promise<ReviewPage | null> {
  const before = cursor === null ? START : readCursor(cursor);
  if (!before) return null;
  const narrowed = await narrowTime(sql, filter, before[0], limit);
  const { sql: where, values } = conditionsOf(narrowed);
  const rows = await pageOf(sql, { sql: where, values }, before, limit);
  // The days that were counted may lag behind: an unfilled page looks at the whole time before it says "the last".
  const full = rows.length === limit || narrowed === filter;
  const found = full ? rows : await pageOf(sql, conditionsOf(filter), before, limit);
  const last = found.at(-1);
  const next =
    found.length === limit && last ? [last.time, last.device, last.sequence, last.hash].join('~') : null;
  return { rows: found.map(asReviewRow), next };
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

function pageOf(
  sql: Sql,
  { sql: where, values }: Condition,
  [time, device, sequence, hash]: readonly [string, string, number, string],
  limit: number,
): Promise<RecordRow[]> {
  return sql.all<RecordRow>(
    `${ROW} WHERE ${where} AND (time, device, sequence, hash) < (?, ?, ?, ?)
       ORDER BY time DESC, device DESC, sequence DESC, hash DESC LIMIT ?`,
    [...values, time, device, sequence, hash, limit],
  );
}

/**
 * The filter with a later beginning, where the days that were counted say that the page fills from there: a rare site or
 * rule is not looked for through years of others.
 */
async function narrowTime(
  sql: Sql,
  filter: IncidentFilter,
  before: string,
  limit: number,
): Promise<IncidentFilter> {
  const lists = ['sites', 'channels', 'levels', 'dispositions', 'states'] as const;
  const byRule = narrows(filter, ['rules']);
  if (narrows(filter, ['devices']) || filter.fingerprint !== undefined) return filter;
  if ((byRule && narrows(filter, ['sites'])) || !isDayStart(filter.from)) return filter;
  const { sql: where, values } = conditionsOf(filter, byRule ? lists.slice(1) : lists);
  const scopes = filter.units?.length ? filter.units : [ALL_UNITS];
  const rules = filter.rules ?? [];
  const end = before < filter.to ? before : filter.to;
  const alone = onlyFacet(filter);
  const [table, more] = alone
    ? ['daily_tallies', { sql: alone.sql, values: alone.values }]
    : [
        byRule ? 'daily_rules' : 'daily_counts',
        {
          sql: byRule ? `${where} AND rule IN (${rules.map(() => '?').join(', ')})` : where,
          values: [...values, ...rules],
        },
      ];
  const days = await sql.all<{ day: string; n: number }>(
    `SELECT day, sum(n) AS n FROM ${table}
       WHERE scope IN (${scopes.map(() => '?').join(', ')}) AND day >= ? AND day <= ? AND ${more.sql}
       GROUP BY day ORDER BY day DESC`,
    [...scopes, dayOf(filter.from), dayOf(end), ...more.values],
  );
  let left = limit;
  for (const { day, n } of days) {
    // The day of the cursor is read in part: it may give nothing.
    if (day !== dayOf(end)) left -= Number(n) / Math.max(1, rules.length);
    if (left <= 0) return { ...filter, from: spanOf(day).from };
  }
  return filter;
}

const FACET_OF = {
  sites: 'site',
  channels: 'channel',
  levels: 'level',
  dispositions: 'disposition',
  states: 'state',
  rules: 'rule',
} as const;

/** The condition on `daily_tallies` where nothing, or one facet alone, narrows the filter; null for more. */
function onlyFacet(filter: IncidentFilter): Condition | null {
  const named = (Object.keys(FACET_OF) as (keyof typeof FACET_OF)[]).filter((name) => filter[name]?.length);
  const [name, ...others] = named;
  if (others.length > 0) return null;
  if (!name) return { sql: "facet = 'all'", values: [] };
  const wanted = filter[name]!;
  return {
    sql: `facet = '${FACET_OF[name]}' AND value IN (${wanted.map(() => '?').join(', ')})`,
    values: wanted,
  };
}

function asReviewRow(row: RecordRow): ReviewRow {
  const { device, unit, time, sequence, site, channel, items, repeats } = row;
  return {
    id: row.subject,
    device,
    unit,
    time,
    sequence,
    site,
    channel,
    level: row.level === 'none' ? null : (row.level as ReviewRow['level']),
    disposition: row.disposition as Disposition,
    disputed: row.disputed !== 0,
    rules: wordsOf(row.rules),
    items,
    repeats,
    state: row.state as ReviewState,
    fingerprints: wordsOf(row.fingerprints),
  };
}

function wordsOf(spaced: string): string[] {
  return spaced.split(' ').filter((word) => word !== '');
}

function readCursor(cursor: string): readonly [string, string, number, string] | null {
  const match = /^([\d:.TZ-]{1,40})~([0-9a-f]{32})~(\d{1,15})~([0-9a-f]{64})$/.exec(cursor);
  return match ? [match[1]!, match[2]!, Number(match[3]), match[4]!] : null;
}
