import { closeSync, openSync } from 'node:fs';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type Database, type Sql, StorageFullError, type Value } from './database.ts';
import { type Job, JobQueue } from './job-queue.ts';
import { schemaStatements } from './schema.ts';

/** Transactions that wait share one commit, at most so many: one write to the disk serves them all. */
const SHARED_COMMIT = 64;
/** So long a commit waits for transactions that were announced. Milliseconds. */
const PATIENCE = 50;

export interface SqliteOptions {
  /** Upper bound of the file in pages of 4 KiB, to see what a full disk does. */
  readonly maxPages?: number;
}

/** Opens the file (or makes it). Every resolved transaction is on the disk. Rejects where Node has no SQLite. */
export async function openSqlite(file: string, options: SqliteOptions = {}): Promise<Database> {
  const { DatabaseSync } = await import('node:sqlite');
  // Made here, for the owner alone: SQLite gives its side files the same rights.
  closeSync(openSync(file, 'a', 0o600));
  const writer = new DatabaseSync(file);
  // FULL: a commit is on the disk before anybody hears of it.
  for (const pragma of [
    'journal_mode = WAL',
    'synchronous = FULL',
    'busy_timeout = 5000',
    'cache_size = -65536',
  ])
    writer.exec(`PRAGMA ${pragma}`);
  if (options.maxPages !== undefined) writer.exec(`PRAGMA max_page_count = ${options.maxPages}`);
  for (const statement of schemaStatements('sqlite')) writer.exec(statement);
  const reader = new DatabaseSync(file, { readOnly: true });
  reader.exec('PRAGMA busy_timeout = 5000');
  const write = asSql(writer);
  const read = asSql(reader);
  const queue = new JobQueue();
  let draining: Promise<void> | null = null;
  let closed = false;
  const enqueue = <T>(work: (sql: Sql) => Promise<T>): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      if (closed) throw new Error('the database is closed');
      queue.push({ work, resolve: resolve as (value: unknown) => void, reject });
      if (!draining)
        draining = drain(writer, write, queue, () => {
          draining = null;
        });
    });
  return {
    dialect: 'sqlite',
    forUpdate: '',
    all: read.all,
    run: (statement, values) => enqueue((sql) => sql.run(statement, values)),
    insert: (table, columns, rows) => enqueue((sql) => sql.insert(table, columns, rows)),
    transaction: enqueue,
    announce: (work) => queue.announce(work),
    async snapshot(work) {
      // A reader of its own: its transaction stays open while others read.
      const own = new DatabaseSync(file, { readOnly: true });
      try {
        own.exec('BEGIN');
        return await work(asSql(own));
      } finally {
        own.close();
      }
    },
    async close() {
      closed = true;
      await draining;
      reader.close();
      writer.close();
    },
  };
}

/** Works off the queue until it is empty. Jobs that come meanwhile, or were announced, share the commit. */
async function drain(writer: DatabaseSync, sql: Sql, queue: JobQueue, onEmpty: () => void): Promise<void> {
  // Whoever calls in the same turn shares the first commit already.
  await new Promise((resolve) => setImmediate(resolve));
  while (queue.length > 0) {
    const jobs: Job[] = [];
    const done: (() => void)[] = [];
    const deadline = performance.now() + PATIENCE;
    try {
      writer.exec('BEGIN IMMEDIATE');
      do {
        for (let job = queue.shift(); job; job = jobs.length < SHARED_COMMIT ? queue.shift() : undefined) {
          jobs.push(job);
          done.push(await runJob(writer, sql, job));
        }
      } while (jobs.length < SHARED_COMMIT && (await queue.hasMore(deadline)));
      writer.exec('COMMIT');
      for (const settle of done) settle();
    } catch (error) {
      if (writer.isTransaction) writer.exec('ROLLBACK');
      for (const { reject } of jobs) reject(named(error));
    }
  }
  // In the same turn as the last look at the queue: whoever comes next starts anew.
  onEmpty();
}

/** Runs one job inside the shared transaction; what it returns tells the caller, after the commit. */
async function runJob(writer: DatabaseSync, sql: Sql, { work, resolve, reject }: Job): Promise<() => void> {
  writer.exec('SAVEPOINT job');
  try {
    const value = await work(sql);
    writer.exec('RELEASE job');
    return () => resolve(value);
  } catch (error) {
    // A full disk ends the whole transaction by itself: then nobody's work is kept.
    if (!writer.isTransaction) throw error;
    writer.exec('ROLLBACK TO job');
    writer.exec('RELEASE job');
    return () => reject(named(error));
  }
}

function asSql(db: DatabaseSync): Sql {
  const prepared = new Map<string, StatementSync>();
  const prepare = (statement: string): StatementSync => {
    const known = prepared.get(statement) ?? db.prepare(statement);
    if (prepared.size < 200) prepared.set(statement, known);
    return known;
  };
  return {
    all: async <R extends object>(statement: string, values: readonly Value[] = []) =>
      prepare(statement).all(...values) as unknown as R[],
    run: async (statement, values = []) => Number(prepare(statement).run(...values).changes),
    async insert(table, columns, rows) {
      const statement = prepare(
        `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')}) ON CONFLICT DO NOTHING`,
      );
      let changes = 0;
      for (const row of rows) changes += Number(statement.run(...row).changes);
      return changes;
    },
  };
}

/** SQLITE_FULL and SQLITE_IOERR are the same to a caller: it did not fit, try later. */
function named(error: unknown): unknown {
  const code = (error as { errcode?: number } | null)?.errcode ?? 0;
  const primary = code & 0xff;
  return primary === 13 || primary === 10
    ? new StorageFullError('the disk is full', { cause: error })
    : error;
}
