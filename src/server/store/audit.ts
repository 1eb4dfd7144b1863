import { createHash, randomUUID } from 'node:crypto';
import { canonicalJson } from '../../signing/canonical-json.ts';
import type { Database, Sql } from './database.ts';

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

/** Where an entry stands: `hash` is SHA-256 over the canonical JSON of everything else, the hash before it included. */
interface Place {
  readonly sequence: number;
  readonly previous: string;
  readonly hash: string;
}

/** The newest entry, by which a later state of the trail can be recognised. */
export type TrailEnd = Pick<Place, 'sequence' | 'hash'>;

export interface TrailCheck {
  /** In order. `not-found`: the end that was written down earlier is no part of this trail. */
  readonly faults: readonly {
    readonly sequence: number;
    readonly fault: 'edited' | 'missing' | 'out-of-place' | 'truncated' | 'not-found';
  }[];
  readonly entries: number;
  readonly end: TrailEnd;
}

const TARGET_LENGTH = 1000;
const COLUMNS = [
  'sequence',
  'previous',
  'hash',
  'id',
  'time',
  'user_name',
  'role',
  'action',
  'target',
  'address',
];
const ENTRY = 'id, time, user_name AS "user", role, action, target, address';
const PIECE = 1_000;
/** The row of `settings` that holds the end of the trail: instances that write at once wait for each other on it. */
const TAIL = 'trail-end';
const START: TrailEnd = { sequence: 0, hash: '0'.repeat(64) };

/** Adds an entry to the chain of the trail. */
export function writeAudit(db: Database, entry: Omit<AuditEntry, 'id' | 'time'>, now: Date): Promise<void> {
  const { user, role, action, target, address } = entry;
  const said = { user, role, action, target: target.slice(0, TARGET_LENGTH), address };
  const whole = { id: randomUUID(), time: now.toISOString(), ...said };
  return db.transaction((sql) => appendEntries(sql, [whole], db.forUpdate));
}

/** Adds entries to the chain in their order, in the transaction of the caller. */
async function appendEntries(sql: Sql, entries: readonly AuditEntry[], lock: string): Promise<void> {
  let end = await lockEnd(sql, lock);
  const rows = entries.map((entry) => {
    const { id, time, user, role, action, target, address } = entry;
    const place = { sequence: end.sequence + 1, previous: end.hash };
    const hash = hashOf({ ...entry, ...place });
    end = { sequence: place.sequence, hash };
    return [place.sequence, place.previous, hash, id, time, user, role, action, target, address];
  });
  await sql.insert('trail', COLUMNS, rows);
  await sql.run('UPDATE settings SET value = ? WHERE name = ?', [JSON.stringify(end), TAIL]);
}

/** The end of the trail; whoever else writes waits until the transaction is over. */
async function lockEnd(sql: Sql, lock: string): Promise<TrailEnd> {
  await sql.insert('settings', ['name', 'value'], [[TAIL, JSON.stringify(START)]]);
  return readEnd(sql, lock);
}

/** Moves the entries of earlier versions, which were not chained, into the trail: all of them, once, or none. */
export function chainOldEntries(db: Database): Promise<void> {
  return db.transaction(async (sql) => {
    await lockEnd(sql, db.forUpdate);
    if (!(await hasTable(db, sql, 'audit'))) return;
    let after: [string, string] = ['', ''];
    for (;;) {
      const entries = await sql.all<AuditEntry>(
        `SELECT ${ENTRY} FROM audit WHERE (time, id) > (?, ?) ORDER BY time, id LIMIT ${PIECE}`,
        after,
      );
      if (entries.length > 0) await appendEntries(sql, entries, db.forUpdate);
      if (entries.length < PIECE) break;
      after = [entries.at(-1)!.time, entries.at(-1)!.id];
    }
    await sql.run('DROP TABLE audit');
  });
}

async function hasTable({ dialect }: Database, sql: Sql, name: string): Promise<boolean> {
  const rows = await sql.all<{ found: string | null }>(
    dialect === 'postgres'
      ? 'SELECT to_regclass(?)::text AS found'
      : "SELECT name AS found FROM sqlite_master WHERE type = 'table' AND name = ?",
    [name],
  );
  return rows.some(({ found }) => found !== null);
}

/** Newest first; `before` is the time of the last entry of the page before. */
export function readAudit(sql: Sql, limit: number, before: string): Promise<AuditEntry[]> {
  return sql.all(`SELECT ${ENTRY} FROM trail WHERE time < ? ORDER BY time DESC, sequence DESC LIMIT ?`, [
    before === '' ? '9999' : before,
    limit,
  ]);
}

/**
 * Checks every entry against the one before it. A whole trail that was made anew, or cut off together with its end, shows
 * only against an end that somebody wrote down earlier (`known`).
 */
export async function checkTrail(sql: Sql, known?: TrailEnd): Promise<TrailCheck> {
  const faults: { sequence: number; fault: TrailCheck['faults'][number]['fault'] }[] = [];
  let end = START;
  let isKnown = known === undefined || known.sequence === 0;
  for await (const { previous, hash, sequence, ...said } of entriesOf(sql)) {
    if (sequence !== end.sequence + 1) faults.push({ sequence: end.sequence + 1, fault: 'missing' });
    else if (previous !== end.hash) faults.push({ sequence, fault: 'out-of-place' });
    if (hashOf({ ...said, sequence, previous }) !== hash) faults.push({ sequence, fault: 'edited' });
    end = { sequence, hash };
    if (known?.sequence === sequence && known.hash === hash) isKnown = true;
  }
  const said = await readEnd(sql, '');
  if (said.sequence > end.sequence) faults.push({ sequence: end.sequence + 1, fault: 'truncated' });
  else if (said.hash !== end.hash) faults.push({ sequence: end.sequence, fault: 'out-of-place' });
  if (!isKnown && known) faults.push({ sequence: known.sequence, fault: 'not-found' });
  return { faults, entries: end.sequence, end };
}

async function* entriesOf(sql: Sql): AsyncGenerator<AuditEntry & Place> {
  let after = 0;
  for (;;) {
    const rows = await sql.all<AuditEntry & Place>(
      `SELECT sequence, previous, hash, ${ENTRY} FROM trail WHERE sequence > ? ORDER BY sequence LIMIT ${PIECE}`,
      [after],
    );
    yield* rows;
    if (rows.length < PIECE) return;
    after = rows.at(-1)!.sequence;
  }
}

async function readEnd(sql: Sql, lock: string): Promise<TrailEnd> {
  const [row] = await sql.all<{ value: string }>(`SELECT value FROM settings WHERE name = ?${lock}`, [TAIL]);
  return row ? (JSON.parse(row.value) as TrailEnd) : START;
}

function hashOf(entry: AuditEntry & Omit<Place, 'hash'>): string {
  return createHash('sha256').update(canonicalJson(entry)).digest('hex');
}
