import type { Database, Sql } from './database.ts';
import { spanOf } from './days.ts';

/** Marks looked at once; all those of one day are one transaction. */
const MARKS = 2_000;
/** Days counted at once. */
const LANES = 2;
/** Stands for all units together. */
export const ALL_UNITS = '*';

interface Mark {
  readonly id: string;
  readonly unit: string;
  readonly day: string;
}

/**
 * Counts again what changed since it was counted, for about `time` milliseconds; true when something is left. Each
 * transaction that adds incidents leaves a mark of its own; a mark goes only after its day was counted from what was there
 * when the mark was. So a count may be late but never wrong for good, whoever dies when.
 */
export async function recount(db: Database, time = Number.POSITIVE_INFINITY): Promise<boolean> {
  const end = performance.now() + time;
  for (;;) {
    const marks = await db.all<Mark>('SELECT id, unit, day FROM uncounted ORDER BY day DESC LIMIT ?', [
      MARKS,
    ]);
    if (marks.length === 0) return false;
    const days = Map.groupBy(marks, (mark) => mark.day).entries();
    const lane = async () => {
      for (const [day, ofDay] of days) {
        if (performance.now() >= end) return;
        await db.transaction((sql) => countDay(sql, day, ofDay));
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    if (performance.now() >= end) return true;
  }
}

/** Deleting comes first: it makes a second instance at the same day wait, and count after this one. */
async function countDay(sql: Sql, day: string, marks: readonly Mark[]): Promise<void> {
  const units = [...new Set(marks.map(({ unit }) => unit))];
  const among = `IN (${units.map(() => '?').join(', ')})`;
  const { from, to } = spanOf(day);
  for (const table of ['daily_counts', 'daily_rules'])
    await sql.run(`DELETE FROM ${table} WHERE day = ? AND (scope = '${ALL_UNITS}' OR scope ${among})`, [
      day,
      ...units,
    ]);
  await sql.run(`DELETE FROM daily_units WHERE day = ? AND unit ${among}`, [day, ...units]);
  const where = `kind = 'incident' AND unit ${among} AND time >= ? AND time < ?`;
  await sql.run(
    `INSERT INTO daily_counts (scope, day, site, channel, level, disposition, state, n, repeats)
       SELECT unit, ?, site, channel, level, disposition, state, count(*), sum(repeats) FROM records
       WHERE ${where} GROUP BY unit, site, channel, level, disposition, state`,
    [day, ...units, from, to],
  );
  await sql.run(
    `INSERT INTO daily_units (day, unit, level, disposition, n, repeats)
       SELECT day, scope, level, disposition, sum(n), sum(repeats) FROM daily_counts
       WHERE day = ? AND scope ${among} GROUP BY day, scope, level, disposition`,
    [day, ...units],
  );
  const combinations = await sql.all<RuleCombination>(
    `SELECT unit, rules, channel, level, disposition, state, count(*) AS n, sum(repeats) AS repeats FROM records
       WHERE ${where} GROUP BY unit, rules, channel, level, disposition, state`,
    [...units, from, to],
  );
  await storeRules(sql, day, combinations);
  await sumUnits(sql, day);
  await storeTallies(sql, day, units);
  await storeSiteRules(sql, day, from, to);
  const ids = marks.map(({ id }) => id);
  await sql.run(`DELETE FROM uncounted WHERE id IN (${ids.map(() => '?').join(', ')})`, ids);
}

interface RuleCombination {
  readonly unit: string;
  readonly rules: string;
  readonly channel: string;
  readonly level: string;
  readonly disposition: string;
  readonly state: string;
  readonly n: number;
  readonly repeats: number;
}

/** An incident with two rules counts for both. */
async function storeRules(sql: Sql, day: string, combinations: readonly RuleCombination[]): Promise<void> {
  const counts = new Map<string, { row: string[]; n: number; repeats: number }>();
  for (const { unit, rules, channel, level, disposition, state, n, repeats } of combinations) {
    for (const rule of rules.trim().split(' ')) {
      if (rule === '') continue;
      const row = [unit, day, rule, channel, level, disposition, state];
      const key = row.join('\n');
      const before = counts.get(key) ?? { n: 0, repeats: 0 };
      counts.set(key, { row, n: before.n + Number(n), repeats: before.repeats + Number(repeats) });
    }
  }
  const columns = ['scope', 'day', 'rule', 'channel', 'level', 'disposition', 'state', 'n', 'repeats'];
  const rows = [...counts.values()].map(({ row, n, repeats }) => [...row, n, repeats]);
  if (rows.length > 0) await sql.insert('daily_rules', columns, rows);
}

async function sumUnits(sql: Sql, day: string): Promise<void> {
  await sql.run(
    `INSERT INTO daily_counts (scope, day, site, channel, level, disposition, state, n, repeats)
       SELECT '${ALL_UNITS}', day, site, channel, level, disposition, state, sum(n), sum(repeats) FROM daily_counts
       WHERE day = ? AND scope <> '${ALL_UNITS}' GROUP BY day, site, channel, level, disposition, state`,
    [day],
  );
  await sql.run(
    `INSERT INTO daily_rules (scope, day, rule, channel, level, disposition, state, n, repeats)
       SELECT '${ALL_UNITS}', day, rule, channel, level, disposition, state, sum(n), sum(repeats) FROM daily_rules
       WHERE day = ? AND scope <> '${ALL_UNITS}' GROUP BY day, rule, channel, level, disposition, state`,
    [day],
  );
}

const FACETS = ['site', 'channel', 'level', 'disposition', 'state'] as const;

/** One row a value of each facet, for the units that changed and for all together. */
async function storeTallies(sql: Sql, day: string, units: readonly string[]): Promise<void> {
  const scopes = [...units, ALL_UNITS];
  const among = `day = ? AND scope IN (${scopes.map(() => '?').join(', ')})`;
  const values = [day, ...scopes];
  const columns = 'daily_tallies (scope, facet, day, value, n, repeats)';
  await sql.run(`DELETE FROM daily_tallies WHERE ${among}`, values);
  const parts = [
    `SELECT scope, 'all', day, '', sum(n), sum(repeats) FROM daily_counts WHERE ${among} GROUP BY scope, day`,
    ...FACETS.map(
      (facet) =>
        `SELECT scope, '${facet}', day, ${facet}, sum(n), sum(repeats) FROM daily_counts WHERE ${among} GROUP BY scope, day, ${facet}`,
    ),
    `SELECT scope, 'rule', day, rule, sum(n), sum(repeats) FROM daily_rules WHERE ${among} GROUP BY scope, day, rule`,
    `SELECT scope, 'wrong', day, rule, sum(n), sum(repeats) FROM daily_rules WHERE ${among} AND state = 'false-alarm' GROUP BY scope, day, rule`,
  ];
  for (const part of parts) await sql.run(`INSERT INTO ${columns} ${part}`, values);
  await sql.run(
    `INSERT INTO ${columns} SELECT '${ALL_UNITS}', 'unit', day, unit, sum(n), sum(repeats) FROM daily_units
       WHERE day = ? GROUP BY day, unit`,
    [day],
  );
}

async function storeSiteRules(sql: Sql, day: string, from: string, to: string): Promise<void> {
  const rows = await sql.all<{ site: string; rules: string; n: number; wrong: number }>(
    `SELECT site, rules, count(*) AS n, sum(CASE WHEN state = 'false-alarm' THEN 1 ELSE 0 END) AS wrong FROM records
       WHERE kind = 'incident' AND time >= ? AND time < ? GROUP BY site, rules`,
    [from, to],
  );
  const counts = new Map<string, { row: string[]; n: number; wrong: number }>();
  for (const { site, rules, n, wrong } of rows)
    for (const rule of rules.trim().split(' ')) {
      if (rule === '') continue;
      const before = counts.get(`${site}\n${rule}`) ?? { n: 0, wrong: 0 };
      const row = [site, day, rule];
      counts.set(`${site}\n${rule}`, { row, n: before.n + Number(n), wrong: before.wrong + Number(wrong) });
    }
  await sql.run('DELETE FROM daily_site_rules WHERE day = ?', [day]);
  const made = [...counts.values()].map(({ row, n, wrong }) => [...row, n, wrong]);
  if (made.length > 0) await sql.insert('daily_site_rules', ['site', 'day', 'rule', 'n', 'wrong'], made);
}
