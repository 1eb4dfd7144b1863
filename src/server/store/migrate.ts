import { markUncounted } from '../counts/marks.ts';
import { chainOldEntries } from './audit.ts';
import type { Database } from './database.ts';
import { dayOf, spanOf } from './days.ts';

/** The row of `settings` that says how days were counted. */
const COUNTED = 'counted-as';
const COUNTING = 'cubes/1';
/** What days were counted in before. */
const FORMER = ['daily_counts', 'daily_rules', 'daily_units', 'daily_tallies', 'daily_site_rules'];

/** Brings what earlier versions stored to today's form. Harmless to repeat, and when several instances start at once. */
export async function migrate(db: Database): Promise<void> {
  await chainOldEntries(db);
  await countAnew(db);
}

/** Counts are made of the records: those made another way are dropped, and every day is marked to be counted. */
async function countAnew(db: Database): Promise<void> {
  const [row] = await db.all<{ value: string }>('SELECT value FROM settings WHERE name = ?', [COUNTED]);
  if (row?.value === COUNTING) return;
  await db.transaction(async (sql) => {
    const found = await sql.all<{ unit: string; day: string }>(
      "SELECT DISTINCT unit, substr(time, 1, 10) AS day FROM records WHERE kind = 'incident'",
    );
    // A day of the country is part of two days of the world's time.
    for (const [unit, ofUnit] of Map.groupBy(found, (each) => each.unit))
      await markUncounted(sql, unit, new Set(ofUnit.flatMap(({ day }) => [day, dayAfter(day)])));
    for (const table of FORMER) await sql.run(`DROP TABLE IF EXISTS ${table}`);
    await sql.run('DELETE FROM settings WHERE name = ?', [COUNTED]);
    await sql.insert('settings', ['name', 'value'], [[COUNTED, COUNTING]]);
  });
}

function dayAfter(day: string): string {
  return dayOf(spanOf(day).to);
}
