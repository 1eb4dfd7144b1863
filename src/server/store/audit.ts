import { randomUUID } from 'node:crypto';
import type { Sql } from './database.ts';

/** One thing a person did or looked at. `target` names machines, filters, users: never content. */
export interface AuditEntry {
  readonly id: string;
  readonly time: string;
  readonly user: string;
  readonly role: string;
  readonly action: string;
  readonly target: string;
  readonly address: string;
}

const TARGET_LENGTH = 1000;
const COLUMNS = ['id', 'time', 'user_name', 'role', 'action', 'target', 'address'];

export async function writeAudit(sql: Sql, entry: Omit<AuditEntry, 'id' | 'time'>, now: Date): Promise<void> {
  const { user, role, action, target, address } = entry;
  const row = [randomUUID(), now.toISOString(), user, role, action, target.slice(0, TARGET_LENGTH), address];
  await sql.insert('audit', COLUMNS, [row]);
}

/** Newest first; `before` is the time of the last entry of the page before. */
export function readAudit(sql: Sql, limit: number, before: string): Promise<AuditEntry[]> {
  return sql.all(
    `SELECT id, time, user_name AS "user", role, action, target, address FROM audit
       WHERE time < ? ORDER BY time DESC, id LIMIT ?`,
    [before === '' ? '9999' : before, limit],
  );
}
