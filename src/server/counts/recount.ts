import type { Database, Sql } from '../store/database.ts';
import { spanOf } from '../store/days.ts';
import { type Alike, DIMENSIONS, openCube, packCube, rowsOf } from './cube.ts';
import { sheetsOf } from './sheets.ts';

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

/** The first statements make a second instance at the same day wait, and then start over after this one. */
async function countDay(sql: Sql, day: string, marks: readonly Mark[]): Promise<void> {
  await sql.run(`DELETE FROM daily_cubes WHERE day = ? AND scope = '${ALL_UNITS}'`, [day]);
  await sql.run(`INSERT INTO daily_cubes (scope, day, cube) VALUES ('${ALL_UNITS}', ?, ?)`, [
    day,
    packCube([]),
  ]);
  const units = [...new Set(marks.map(({ unit }) => unit))];
  const among = `IN (${units.map(() => '?').join(', ')})`;
  const known = await sql.all<{ cube: Uint8Array }>(
    `SELECT cube FROM daily_cubes WHERE day = ? AND scope <> '${ALL_UNITS}' AND scope NOT ${among}`,
    [day, ...units],
  );
  const rows = await readAlike(sql, day, units);
  const cubes = Map.groupBy(rows, ({ unit }) => unit);
  const made = [...cubes].map(([unit, ofUnit]) => [unit, day, packCube(ofUnit)]);
  await sql.run(`DELETE FROM daily_cubes WHERE day = ? AND scope ${among}`, [day, ...units]);
  if (made.length > 0) await sql.insert('daily_cubes', ['scope', 'day', 'cube'], made);
  await storeAllUnits(sql, day, [...rows, ...known.flatMap(({ cube }) => [...rowsOf(openCube(cube))])]);
  const ids = marks.map(({ id }) => id);
  await sql.run(`DELETE FROM uncounted WHERE id IN (${ids.map(() => '?').join(', ')})`, ids);
}

/** A day's incidents of some units; those alike in everything that can be filtered by are one row. */
async function readAlike(sql: Sql, day: string, units: readonly string[]): Promise<Alike[]> {
  const { from, to } = spanOf(day);
  const columns = DIMENSIONS.join(', ');
  const rows = await sql.all<Alike>(
    `SELECT ${columns}, count(*) AS n, sum(repeats) AS repeats FROM records
       WHERE kind = 'incident' AND unit IN (${units.map(() => '?').join(', ')}) AND time >= ? AND time < ?
       GROUP BY ${columns}`,
    [...units, from, to],
  );
  // PostgreSQL's sums are of a type that arrives as text.
  return rows.map((row) => ({ ...row, n: Number(row.n), repeats: Number(row.repeats) }));
}

/** What is asked of all units together: one cube without machines, and the sums for each single value of each facet. */
async function storeAllUnits(sql: Sql, day: string, rows: readonly Alike[]): Promise<void> {
  await sql.run('DELETE FROM daily_sheets WHERE day = ?', [day]);
  if (rows.length === 0) return;
  const alike = new Map<string, { row: Alike; n: number; repeats: number }>();
  for (const row of rows) addAlike(alike, row);
  const cube = packCube([...alike.values()].map(({ row, n, repeats }) => ({ ...row, n, repeats })));
  await sql.run(`UPDATE daily_cubes SET cube = ? WHERE day = ? AND scope = '${ALL_UNITS}'`, [cube, day]);
  const sheets = sheetsOf(rows).map(({ facet, value, sums }) => [facet, value, day, JSON.stringify(sums)]);
  await sql.insert('daily_sheets', ['facet', 'value', 'day', 'sheet'], sheets);
}

function addAlike(alike: Map<string, { row: Alike; n: number; repeats: number }>, row: Alike): void {
  const { unit, site, rules, channel, level, disposition, state, n, repeats } = row;
  const key = [unit, site, rules, channel, level, disposition, state].join('\n');
  const known = alike.get(key);
  if (known) {
    known.n += n;
    known.repeats += repeats;
  } else alike.set(key, { row: { ...row, device: '' }, n, repeats });
}
