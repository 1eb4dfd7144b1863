import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { markUncounted } from '../counts/marks.ts';
import { recount } from '../counts/recount.ts';
import type { Database, Sql, Value } from './database.ts';
import { dayOf } from './days.ts';
import { type Table, tables } from './tables.ts';

const FORMAT = 'la-chan.backup/1';
const PAGE = 2_000;
const BATCH = 1_000;

/** Sessions end with a restore, counts are made anew. */
const LEFT_OUT = ['sessions', 'uncounted'];

export class BackupError extends Error {
  readonly fault: 'unreadable' | 'damaged' | 'notEmpty';
  constructor(fault: BackupError['fault']) {
    super(fault);
    this.fault = fault;
  }
}

interface Stamp {
  readonly rows: number;
  readonly sha256: string;
}

/**
 * Writes every table into one gzipped file of JSON lines, as of one moment, and answers how many rows. The same file goes
 * back into SQLite or PostgreSQL. The file is whole or not there; it holds hashes of passwords and is for the owner only.
 */
export async function writeBackup(db: Database, file: string): Promise<number> {
  let stamp: Stamp = { rows: 0, sha256: '' };
  const part = `${file}.part`;
  try {
    await db.snapshot(async (sql) => {
      const lines = backupLines(sql, (made) => {
        stamp = made;
      });
      await pipeline(
        Readable.from(lines),
        createGzip({ level: 6 }),
        createWriteStream(part, { mode: 0o600 }),
      );
    });
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  return stamp.rows;
}

/** Fills an empty database from a backup; everything or nothing. Answers how many rows. Throws `BackupError`. */
export async function readBackup(db: Database, file: string): Promise<number> {
  // Read once to its stamp before anything is written: half a file must not become half a database.
  const { rows } = await checkBackup(file);
  const [device] = await db.all('SELECT device FROM devices LIMIT 1');
  const [user] = await db.all('SELECT name FROM users LIMIT 1');
  if (device || user) throw new BackupError('notEmpty');
  await db.transaction((sql) => restoreLines(sql, file));
  await recount(db);
  return rows;
}

async function* backupLines(sql: Sql, done: (stamp: Stamp) => void): AsyncGenerator<string> {
  const hash = createHash('sha256');
  let rows = 0;
  const seal = (line: string) => {
    hash.update(line);
    return line;
  };
  yield seal(`${JSON.stringify({ format: FORMAT })}\n`);
  for (const [name, table] of Object.entries<Table>(tables)) {
    if (table.derived || LEFT_OUT.includes(name)) continue;
    const columns = Object.keys(table.columns);
    yield seal(`${JSON.stringify({ table: name, columns })}\n`);
    for await (const row of rowsOf(sql, name, table)) {
      rows += 1;
      yield seal(`${JSON.stringify(columns.map((column) => encode(row[column] ?? null)))}\n`);
    }
  }
  const stamp = { rows, sha256: hash.digest('hex') };
  done(stamp);
  yield `${JSON.stringify(stamp)}\n`;
}

/** All rows in the order of the key, a page at a time. */
async function* rowsOf(
  sql: Sql,
  name: string,
  table: Table,
): AsyncGenerator<Readonly<Record<string, Value>>> {
  const key = table.key.join(', ');
  const after = `(${key}) > (${table.key.map(() => '?').join(', ')})`;
  let last: Value[] | null = null;
  for (;;) {
    const rows: Readonly<Record<string, Value>>[] = await sql.all(
      `SELECT * FROM ${name}${last ? ` WHERE ${after}` : ''} ORDER BY ${key} LIMIT ${PAGE}`,
      last ?? [],
    );
    yield* rows;
    if (rows.length < PAGE) return;
    last = table.key.map((column) => rows.at(-1)![column]!);
  }
}

async function checkBackup(file: string): Promise<Stamp> {
  const hash = createHash('sha256');
  let previous: string | null = null;
  let count = 0;
  try {
    for await (const line of linesOf(file)) {
      if (previous !== null) hash.update(`${previous}\n`);
      previous = line;
      count += 1;
      if (count === 1 && line !== JSON.stringify({ format: FORMAT })) throw new BackupError('unreadable');
    }
    const stamp = JSON.parse(previous ?? '') as Stamp;
    if (stamp.sha256 !== hash.digest('hex')) throw new BackupError('damaged');
    return stamp;
  } catch (error) {
    if (error instanceof BackupError) throw error;
    throw new BackupError(count > 0 ? 'damaged' : 'unreadable');
  }
}

async function restoreLines(sql: Sql, file: string): Promise<void> {
  let target: { table: string; columns: string[] } | null = null;
  let rows: Value[][] = [];
  const days = new Map<string, Set<string>>();
  const flush = async () => {
    if (target && rows.length > 0) await sql.insert(target.table, target.columns, rows);
    rows = [];
  };
  for await (const line of linesOf(file)) {
    const value = JSON.parse(line);
    if (!Array.isArray(value)) {
      await flush();
      target = 'table' in value ? value : target;
      continue;
    }
    const row = value.map(decode);
    rows.push(row);
    if (target?.table === 'records') noteDay(target.columns, row, days);
    if (rows.length >= BATCH) await flush();
  }
  await flush();
  for (const [unit, each] of days) await markUncounted(sql, unit, each);
}

function noteDay(columns: readonly string[], row: readonly Value[], days: Map<string, Set<string>>): void {
  const at = (column: string) => String(row[columns.indexOf(column)]);
  const unit = at('unit');
  days.set(unit, (days.get(unit) ?? new Set()).add(dayOf(at('time'))));
}

function linesOf(file: string): AsyncIterable<string> {
  const source = createReadStream(file);
  const plain = createGunzip();
  // A stream that fails must fail the reader, which looks at the last stream only.
  source.on('error', (error) => plain.destroy(error));
  const lines = createInterface({ input: source.pipe(plain), crlfDelay: Number.POSITIVE_INFINITY });
  return failing(lines, plain);
}

async function* failing(lines: AsyncIterable<string>, stream: NodeJS.ReadableStream): AsyncGenerator<string> {
  let failed: Error | null = null;
  stream.on('error', (error: Error) => {
    failed = error;
  });
  yield* lines;
  if (failed) throw failed;
}

function encode(value: Value): unknown {
  return value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value;
}

function decode(value: unknown): Value {
  if (typeof value === 'object' && value !== null && 'base64' in value)
    return Buffer.from(String(value.base64), 'base64');
  return value as Value;
}
