import type { Bucket } from '../../incidents/period.ts';
import {
  type IncidentCounts,
  type IncidentFilter,
  ranked,
  type Tally,
} from '../../incidents/review-model.ts';
import type { Sql } from '../store/database.ts';
import { type Condition, conditionsOf } from '../store/filters.ts';
import { wordsOf } from './cube.ts';
import { SHOWN_DEVICES } from './sums.ts';

/** Counts from the records themselves: what no day was counted by. */
export async function readDirectly(
  sql: Sql,
  filter: IncidentFilter,
  buckets: readonly Bucket[],
): Promise<IncidentCounts> {
  const source = conditionsOf(filter);
  const one = (column: string) => tally(sql, column, source);
  const [total] = await sql.all<{ n: number; repeats: number | null }>(
    `SELECT count(*) AS n, sum(repeats) AS repeats FROM records WHERE ${source.sql}`,
    source.values,
  );
  const hours = await sql.all<{ value: string; count: number }>(
    `SELECT substr(time, 1, 13) AS value, count(*) AS count FROM records WHERE ${source.sql} GROUP BY substr(time, 1, 13)`,
    source.values,
  );
  return {
    incidents: Number(total!.n),
    repeats: Number(total!.repeats ?? 0),
    overTime: buckets.map(({ from, to }) =>
      hours.reduce(
        (sum, { value, count }) =>
          value >= from.slice(0, 13) && value < to.slice(0, 13) ? sum + count : sum,
        0,
      ),
    ),
    units: await one('unit'),
    devices: await tally(sql, 'device', source, SHOWN_DEVICES),
    sites: await one('site'),
    channels: await one('channel'),
    levels: await one('level'),
    rules: await rulesDirectly(sql, filter),
    falseAlarms: await ofFalseAlarms(filter, (judged) => rulesDirectly(sql, judged)),
    dispositions: await one('disposition'),
    states: await one('state'),
  };
}

/** A tally of what the filter lets through and was judged a false alarm. */
async function ofFalseAlarms(
  filter: IncidentFilter,
  count: (judged: IncidentFilter) => Promise<Tally>,
): Promise<Tally> {
  const { states = [] } = filter;
  return states.length === 0 || states.includes('false-alarm')
    ? count({ ...filter, states: ['false-alarm'] })
    : [];
}

async function rulesDirectly(sql: Sql, filter: IncidentFilter): Promise<Tally> {
  const { sql: where, values } = conditionsOf(filter);
  const rows = await sql.all<{ rules: string; n: number }>(
    `SELECT rules, count(*) AS n FROM records WHERE ${where} GROUP BY rules`,
    values,
  );
  const counts = new Map<string, number>();
  for (const { rules, n } of rows)
    for (const rule of wordsOf(rules)) counts.set(rule, (counts.get(rule) ?? 0) + Number(n));
  return ranked(counts);
}

async function tally(
  sql: Sql,
  column: string,
  { sql: where, values }: Condition,
  most?: number,
): Promise<Tally> {
  const limit = most === undefined ? '' : ` ORDER BY 2 DESC LIMIT ${most}`;
  const rows = await sql.all<{ value: string; count: number }>(
    `SELECT ${column} AS value, count(*) AS count FROM records WHERE ${where} GROUP BY ${column}${limit}`,
    values,
  );
  return ranked(new Map(rows.map(({ value, count }) => [value, Number(count)])));
}
