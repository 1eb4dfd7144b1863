import { markUncounted } from '../counts/marks.ts';
import type { Database } from './database.ts';
import { partitionStatement } from './schema.ts';

const DAY = 86_400_000;
/** Rows that one statement deletes. */
const PIECE = 5_000;

/**
 * Deletes records older than so many days and what was said about them; the end of every chain stays, so the chain goes
 * on. In PostgreSQL whole months go at once. Answers how many rows were deleted singly.
 */
export async function prune(db: Database, days: number, now: Date): Promise<number> {
  const before = new Date(now.getTime() - days * DAY).toISOString();
  if (db.dialect === 'postgres') await dropMonths(db, before);
  let deleted = 0;
  for (;;) {
    const rows = await db.all<{ device: string; sequence: number; hash: string; time: string }>(
      `SELECT device, sequence, hash, time FROM records WHERE time < ? LIMIT ${PIECE}`,
      [before],
    );
    if (rows.length === 0) break;
    await db.transaction(async (sql) => {
      for (const { device, sequence, hash, time } of rows)
        await sql.run('DELETE FROM records WHERE device = ? AND sequence = ? AND hash = ? AND time = ?', [
          device,
          sequence,
          hash,
          time,
        ]);
    });
    deleted += rows.length;
  }
  const day = before.slice(0, 10);
  for (const table of ['daily_cubes', 'daily_sheets'])
    await db.run(`DELETE FROM ${table} WHERE day < ?`, [day]);
  await db.run('DELETE FROM reviews WHERE time < ?', [before]);
  const units = await db.all<{ unit: string }>('SELECT DISTINCT unit FROM devices');
  for (const { unit } of units) await markUncounted(db, unit, [day]);
  return deleted;
}

/** Partitions are named after their month; one is dropped when the month after it began before the limit. */
async function dropMonths(db: Database, before: string): Promise<void> {
  const limit = partitionStatement('records', new Date(before)).name;
  const partitions = await db.all<{ name: string }>(
    "SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'records'::regclass",
  );
  for (const { name } of partitions)
    if (/^records_\d{4}_\d{2}$/.test(name) && name < limit) await db.run(`DROP TABLE ${name}`);
}
