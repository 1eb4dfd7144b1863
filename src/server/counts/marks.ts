import { randomUUID } from 'node:crypto';
import type { Sql } from '../store/database.ts';

/** Has days of a unit counted again; in the transaction that changes them. */
export async function markUncounted(sql: Sql, unit: string, days: Iterable<string>): Promise<void> {
  const rows = [...days].map((day) => [randomUUID(), unit, day]);
  if (rows.length > 0) await sql.insert('uncounted', ['id', 'unit', 'day'], rows);
}
