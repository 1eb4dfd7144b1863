import type { IncidentFilter, ReviewRow } from '../../incidents/review-model.ts';
import type { ReviewPage } from '../../incidents/review-source.ts';
import type { Disposition, ReviewState } from '../../incidents/types.ts';
import { readCountedDays } from '../counts/counted-days.ts';
import { wordsOf } from '../counts/cube.ts';
import { Sums } from '../counts/sums.ts';
import type { Sql } from './database.ts';
import { dayOf, isDayStart, spanOf } from './days.ts';
import { type Condition, conditionsOf } from './filters.ts';

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
/** The newest place: before it stands everything. */
const START = ['9999', '', 0, ''] as const;

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
  if (filter.fingerprint !== undefined || !isDayStart(filter.from)) return filter;
  const to = before < filter.to ? before : filter.to;
  if (to <= filter.from) return filter;
  let left = limit;
  for await (const { day, incidents } of readCountedDays(sql, { ...filter, to }, new Sums())) {
    // The day of the cursor is read in part: it may give nothing.
    if (day !== dayOf(to)) left -= incidents;
    if (left <= 0) return { ...filter, from: spanOf(day).from };
  }
  return filter;
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

function readCursor(cursor: string): readonly [string, string, number, string] | null {
  const match = /^([\d:.TZ-]{1,40})~([0-9a-f]{32})~(\d{1,15})~([0-9a-f]{64})$/.exec(cursor);
  return match ? [match[1]!, match[2]!, Number(match[3]), match[4]!] : null;
}
