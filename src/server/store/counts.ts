import type { Bucket } from '../../incidents/period.ts';
import type { IncidentCounts, IncidentFilter, Tally } from '../../incidents/review-model.ts';
import { ALL_UNITS } from './counting.ts';
import type { Database, Sql, Value } from './database.ts';
import { dayOf, isDayStart } from './days.ts';
import { type Condition, conditionsOf, type ListName, narrows } from './filters.ts';

/** Machines named in a tally; the coverage page lists all. */
const DEVICES = 100;
/** Above this many incidents machines are not counted singly: the answer must come within a second. */
const COUNTED_ONE_BY_ONE = 200_000;

/**
 * Counts for charts and report. Whole days of all machines come from what was counted before (see `counting.ts`); only
 * single machines, one document, a rule on one site and broken days are counted from the records themselves.
 */
export async function readCounts(
  db: Database,
  filter: IncidentFilter,
  buckets: readonly Bucket[],
): Promise<IncidentCounts> {
  return canUseDaily(filter, buckets) ? readDaily(db, filter, buckets) : readDirectly(db, filter, buckets);
}

function canUseDaily(filter: IncidentFilter, buckets: readonly Bucket[]): boolean {
  const edges = [filter.from, filter.to, ...buckets.flatMap(({ from, to }) => [from, to])];
  return (
    edges.every(isDayStart) &&
    filter.fingerprint === undefined &&
    !narrows(filter, ['devices']) &&
    // An incident with two of the wanted rules is in the rules' table twice; sites are not in it.
    (filter.rules?.length ?? 0) <= 1 &&
    !(narrows(filter, ['rules']) && narrows(filter, ['sites']))
  );
}

/** One counted table and the conditions that stand for the filter in it. */
interface Source extends Condition {
  readonly table: string;
}

async function readDaily(
  sql: Sql,
  filter: IncidentFilter,
  buckets: readonly Bucket[],
): Promise<IncidentCounts> {
  const common: ListName[] = ['channels', 'levels', 'dispositions', 'states'];
  const rules = withRules(daily('daily_rules', filter, common), filter);
  const byRule = narrows(filter, ['rules']);
  const counts = byRule ? rules : daily('daily_counts', filter, [...common, 'sites']);
  const days = await sql.all<{ value: string; count: number; repeats: number }>(
    `SELECT day AS value, sum(n) AS count, sum(repeats) AS repeats FROM ${counts.table} WHERE ${counts.sql} GROUP BY day`,
    counts.values,
  );
  const incidents = days.reduce((sum, { count }) => sum + Number(count), 0);
  const [channels, levels, dispositions, states] = await Promise.all(
    (['channel', 'level', 'disposition', 'state'] as const).map((column) => tally(sql, column, counts)),
  );
  return {
    incidents,
    repeats: days.reduce((sum, { repeats }) => sum + Number(repeats), 0),
    overTime: buckets.map(({ from, to }) => {
      const [first, end] = [dayOf(from), dayOf(to)];
      return days.reduce(
        (sum, { value, count }) => (value >= first && value < end ? sum + Number(count) : sum),
        0,
      );
    }),
    units: await tallyUnits(sql, filter, common),
    devices: await tallyDevices(sql, filter, incidents),
    sites: byRule ? await direct(sql, 'site', filter) : await tally(sql, 'site', counts),
    channels: channels!,
    levels: levels!,
    rules: narrows(filter, ['sites']) ? await rulesDirectly(sql, filter) : await tally(sql, 'rule', rules),
    dispositions: dispositions!,
    states: states!,
  };
}

/** The part of a counted table that the filter lets through: of all units together, or of the units it names. */
function daily(table: string, filter: IncidentFilter, lists: readonly ListName[]): Source {
  const { sql, values } = conditionsOf(filter, lists);
  const scopes = filter.units?.length ? filter.units : [ALL_UNITS];
  return {
    table,
    sql: `scope IN (${scopes.map(() => '?').join(', ')}) AND day >= ? AND day < ? AND ${sql}`,
    values: [...scopes, dayOf(filter.from), dayOf(filter.to), ...values],
  };
}

function withRules(source: Source, { rules = [] }: IncidentFilter): Source {
  if (rules.length === 0) return source;
  const sql = `${source.sql} AND rule IN (${rules.map(() => '?').join(', ')})`;
  return { ...source, sql, values: [...source.values, ...rules] };
}

/** Units have a small table of their own; a filter it does not know goes to the large one. */
async function tallyUnits(sql: Sql, filter: IncidentFilter, common: readonly ListName[]): Promise<Tally> {
  if (!narrows(filter, ['channels', 'states', 'sites', 'rules'])) {
    const { sql: where, values } = conditionsOf(filter, ['units', 'levels', 'dispositions']);
    return tally(sql, 'unit', {
      table: 'daily_units',
      sql: `day >= ? AND day < ? AND ${where}`,
      values: [dayOf(filter.from), dayOf(filter.to), ...values],
    });
  }
  const byRule = narrows(filter, ['rules']);
  const { sql: where, values } = conditionsOf(filter, byRule ? common : [...common, 'sites']);
  const scopes = filter.units ?? [];
  const named = scopes.length === 0 ? '' : ` AND scope IN (${scopes.map(() => '?').join(', ')})`;
  const source: Source = {
    table: byRule ? 'daily_rules' : 'daily_counts',
    sql: `day >= ? AND day < ? AND scope <> '${ALL_UNITS}'${named} AND ${where}`,
    values: [dayOf(filter.from), dayOf(filter.to), ...scopes, ...values],
  };
  return tally(sql, 'scope', byRule ? withRules(source, filter) : source);
}

async function tallyDevices(sql: Sql, filter: IncidentFilter, incidents: number): Promise<Tally> {
  if (incidents > COUNTED_ONE_BY_ONE) return [];
  return tally(sql, 'device', { table: 'records', ...conditionsOf(filter) }, 'count(*)', DEVICES);
}

function direct(sql: Sql, column: string, filter: IncidentFilter): Promise<Tally> {
  return tally(sql, column, { table: 'records', ...conditionsOf(filter) }, 'count(*)');
}

async function readDirectly(
  sql: Sql,
  filter: IncidentFilter,
  buckets: readonly Bucket[],
): Promise<IncidentCounts> {
  const source: Source = { table: 'records', ...conditionsOf(filter) };
  const one = (column: string) => direct(sql, column, filter);
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
    devices: await tally(sql, 'device', source, 'count(*)', DEVICES),
    sites: await one('site'),
    channels: await one('channel'),
    levels: await one('level'),
    rules: await rulesDirectly(sql, filter),
    dispositions: await one('disposition'),
    states: await one('state'),
  };
}

async function rulesDirectly(sql: Sql, filter: IncidentFilter): Promise<Tally> {
  const { sql: where, values } = conditionsOf(filter);
  const rows = await sql.all<{ rules: string; n: number }>(
    `SELECT rules, count(*) AS n FROM records WHERE ${where} GROUP BY rules`,
    values,
  );
  const counts = new Map<string, number>();
  for (const { rules, n } of rows)
    for (const rule of rules.trim().split(' '))
      if (rule !== '') counts.set(rule, (counts.get(rule) ?? 0) + Number(n));
  return ranked([...counts].map(([value, count]) => ({ value, count })));
}

async function tally(
  sql: Sql,
  column: string,
  source: Source,
  sum = 'sum(n)',
  most?: number,
): Promise<Tally> {
  const values: readonly Value[] = source.values;
  const limit = most === undefined ? '' : ` ORDER BY 2 DESC LIMIT ${most}`;
  const rows = await sql.all<{ value: string; count: number }>(
    `SELECT ${column} AS value, ${sum} AS count FROM ${source.table} WHERE ${source.sql} GROUP BY ${column}${limit}`,
    values,
  );
  return ranked(rows.map(({ value, count }) => ({ value, count: Number(count) })));
}

function ranked(rows: { value: string; count: number }[]): Tally {
  return rows.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}
