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

function readDaily(sql: Sql, filter: IncidentFilter, buckets: readonly Bucket[]): Promise<IncidentCounts> {
  const narrowed = narrows(filter, ['sites', 'channels', 'levels', 'dispositions', 'states', 'rules']);
  return narrowed ? readNarrowed(sql, filter, buckets) : readTallies(sql, filter, buckets);
}

interface Counted {
  readonly value: string;
  readonly count: number;
  readonly repeats: number;
}

/** Without a filter, or of some units: every facet was counted by itself, so this costs the same for any number of incidents. */
async function readTallies(
  sql: Sql,
  filter: IncidentFilter,
  buckets: readonly Bucket[],
): Promise<IncidentCounts> {
  const scopes = filter.units?.length ? filter.units : [ALL_UNITS];
  const where = `scope IN (${scopes.map(() => '?').join(', ')}) AND day >= ? AND day < ?`;
  const values = [...scopes, dayOf(filter.from), dayOf(filter.to)];
  const [days, rows, units] = await Promise.all([
    sql.all<Counted>(
      `SELECT day AS value, sum(n) AS count, sum(repeats) AS repeats FROM daily_tallies WHERE facet = 'all' AND ${where} GROUP BY day`,
      values,
    ),
    sql.all<Counted & { facet: string }>(
      `SELECT facet, value, sum(n) AS count FROM daily_tallies WHERE facet <> 'all' AND ${where} GROUP BY facet, value`,
      values,
    ),
    sql.all<Counted>(
      `SELECT scope AS value, sum(n) AS count FROM daily_tallies WHERE facet = 'all' AND scope <> '${ALL_UNITS}' AND ${where} GROUP BY scope`,
      values,
    ),
  ]);
  const of = (name: string): Tally =>
    ranked(
      rows.filter(({ facet }) => facet === name).map(({ value, count }) => ({ value, count: Number(count) })),
    );
  const { incidents, repeats, overTime } = inTime(days, buckets);
  return {
    incidents,
    repeats,
    overTime,
    units: filter.units?.length
      ? ranked(units.map(({ value, count }) => ({ value, count: Number(count) })))
      : of('unit'),
    devices: await tallyDevices(sql, filter, incidents),
    sites: of('site'),
    channels: of('channel'),
    levels: of('level'),
    rules: of('rule'),
    falseAlarms: of('wrong'),
    dispositions: of('disposition'),
    states: of('state'),
  };
}

function inTime(days: readonly Counted[], buckets: readonly Bucket[]) {
  return {
    incidents: days.reduce((sum, { count }) => sum + Number(count), 0),
    repeats: days.reduce((sum, { repeats }) => sum + Number(repeats), 0),
    overTime: buckets.map(({ from, to }) => {
      const [first, end] = [dayOf(from), dayOf(to)];
      return days.reduce(
        (sum, { value, count }) => (value >= first && value < end ? sum + Number(count) : sum),
        0,
      );
    }),
  };
}

/** With a filter: one look for the time, and one for all combinations of the other facets, which are tallied here. */
async function readNarrowed(
  sql: Sql,
  filter: IncidentFilter,
  buckets: readonly Bucket[],
): Promise<IncidentCounts> {
  const common: ListName[] = ['channels', 'levels', 'dispositions', 'states'];
  const byRule = narrows(filter, ['rules']);
  const counts = byRule
    ? withRules(daily('daily_rules', filter, common), filter)
    : daily('daily_counts', filter, [...common, 'sites']);
  const facets = ['channel', 'level', 'disposition', 'state', ...(byRule ? [] : ['site'])];
  const [days, rows] = await Promise.all([
    sql.all<Counted>(
      `SELECT day AS value, sum(n) AS count, sum(repeats) AS repeats FROM ${counts.table} WHERE ${counts.sql} GROUP BY day`,
      counts.values,
    ),
    sql.all<Readonly<Record<string, string>> & { readonly count: number }>(
      `SELECT ${facets.join(', ')}, sum(n) AS count FROM ${counts.table} WHERE ${counts.sql} GROUP BY ${facets.join(', ')}`,
      counts.values,
    ),
  ]);
  const of = (facet: string): Tally => {
    const sums = new Map<string, number>();
    for (const row of rows) sums.set(row[facet]!, (sums.get(row[facet]!) ?? 0) + Number(row.count));
    return ranked([...sums].map(([value, count]) => ({ value, count })));
  };
  const { incidents, repeats, overTime } = inTime(days, buckets);
  const { rules, falseAlarms } = await tallyRules(sql, filter, common);
  return {
    incidents,
    repeats,
    overTime,
    units: await tallyUnits(sql, filter, common),
    devices: await tallyDevices(sql, filter, incidents),
    sites: byRule ? await sitesOfRule(sql, filter) : of('site'),
    channels: of('channel'),
    levels: of('level'),
    rules,
    falseAlarms,
    dispositions: of('disposition'),
    states: of('state'),
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
    falseAlarms: await ofFalseAlarms(filter, (judged) => rulesDirectly(sql, judged)),
    dispositions: await one('disposition'),
    states: await one('state'),
  };
}

/** Rules, and rules of false alarms. Sites are not in the table of rules; alone they have a table with them. */
async function tallyRules(
  sql: Sql,
  filter: IncidentFilter,
  common: readonly ListName[],
): Promise<{ rules: Tally; falseAlarms: Tally }> {
  if (narrows(filter, ['sites'])) {
    if (isAlone(filter, 'sites')) return rulesOfSites(sql, filter);
    return {
      rules: await rulesDirectly(sql, filter),
      falseAlarms: await ofFalseAlarms(filter, (judged) => rulesDirectly(sql, judged)),
    };
  }
  const source = withRules(daily('daily_rules', filter, common), filter);
  const rows = await sql.all<{ rule: string; state: string; count: number }>(
    `SELECT rule, state, sum(n) AS count FROM daily_rules WHERE ${source.sql} GROUP BY rule, state`,
    source.values,
  );
  const sums = new Map<string, number>();
  const wrong: { value: string; count: number }[] = [];
  for (const { rule, state, count } of rows) {
    sums.set(rule, (sums.get(rule) ?? 0) + Number(count));
    if (state === 'false-alarm') wrong.push({ value: rule, count: Number(count) });
  }
  return { rules: ranked([...sums].map(([value, count]) => ({ value, count }))), falseAlarms: ranked(wrong) };
}

/** True when nothing else narrows the filter. */
function isAlone(filter: IncidentFilter, name: 'sites' | 'rules'): boolean {
  const others = ['units', 'sites', 'channels', 'levels', 'dispositions', 'states', 'rules'] as const;
  return !narrows(
    filter,
    others.filter((each) => each !== name),
  );
}

async function rulesOfSites(
  sql: Sql,
  { sites = [], from, to }: IncidentFilter,
): Promise<{ rules: Tally; falseAlarms: Tally }> {
  const rows = await sql.all<{ value: string; count: number; wrong: number }>(
    `SELECT rule AS value, sum(n) AS count, sum(wrong) AS wrong FROM daily_site_rules
       WHERE site IN (${sites.map(() => '?').join(', ')}) AND day >= ? AND day < ? GROUP BY rule`,
    [...sites, dayOf(from), dayOf(to)],
  );
  return {
    rules: ranked(rows.map(({ value, count }) => ({ value, count: Number(count) }))),
    falseAlarms: ranked(
      rows.map(({ value, wrong }) => ({ value, count: Number(wrong) })).filter(({ count }) => count > 0),
    ),
  };
}

/** At most one rule is asked for here. */
async function sitesOfRule(sql: Sql, filter: IncidentFilter): Promise<Tally> {
  if (!isAlone(filter, 'rules')) return direct(sql, 'site', filter);
  return tally(sql, 'site', {
    table: 'daily_site_rules',
    sql: 'rule = ? AND day >= ? AND day < ?',
    values: [filter.rules![0]!, dayOf(filter.from), dayOf(filter.to)],
  });
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
