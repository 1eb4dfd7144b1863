import pg from 'pg';
import { type Database, type Row, type Sql, StorageFullError, type Value } from './database.ts';
import { partitionStatement, schemaStatements } from './schema.ts';
import { type Table, tables } from './tables.ts';

/** bigint arrives as text unless told otherwise; every number here is far below 2^53. */
const INT8 = 20;
pg.types.setTypeParser(INT8, Number);

const CONNECTIONS = 8;
const TRIES = 5;
/** Serialisation failure, deadlock, and a row that another instance made meanwhile: two count the same day. */
const CONFLICTS = ['40001', '40P01', '23505'];
/** disk_full, out_of_memory, too_many_connections, configuration_limit_exceeded. */
const FULL = ['53000', '53100', '53200', '53400'];
const MONTHS_BACK = 13;
const MONTHS_AHEAD = 2;

type Client = pg.Pool | pg.PoolClient;

/** Connects to PostgreSQL, or a database that speaks as it does, and makes what is missing of the schema. */
export async function openPostgres(
  url: string,
  options: { connections?: number; partitions?: boolean } = {},
): Promise<Database> {
  const pool = new pg.Pool({ connectionString: url, max: options.connections ?? CONNECTIONS });
  // A broken idle connection is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => undefined);
  await prepare(pool, options.partitions);
  return {
    dialect: 'postgres',
    forUpdate: ' FOR UPDATE',
    ...asSql(pool),
    transaction: (work) => inTransaction(pool, 'BEGIN', work),
    // Transactions run side by side here, and the database gathers their commits by itself.
    announce: (work) => work,
    snapshot: (work) => inTransaction(pool, 'BEGIN ISOLATION LEVEL REPEATABLE READ', work),
    close: () => pool.end(),
  };
}

/** Makes the partitions of the months around `now`. What lies outside goes to the default partition. */
export async function ensurePartitions(sql: Sql, now: Date): Promise<void> {
  for (const [name, table] of Object.entries<Table>(tables)) {
    if (!table.partitionBy || !(await isPartitioned(sql, name))) continue;
    for (let month = -MONTHS_BACK; month <= MONTHS_AHEAD; month++) {
      const moment = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + month, 1));
      const partition = partitionStatement(name, moment);
      const known = await sql.all('SELECT to_regclass(?) AS name', [partition.name]);
      if (known[0]?.name == null) await addPartition(sql, partition.statement);
    }
  }
}

/** Rows of that month in the default partition, or another instance doing the same, keep things as they are. */
async function addPartition(sql: Sql, statement: string): Promise<void> {
  try {
    await sql.run(statement);
  } catch (error) {
    const { code } = error as { code?: string };
    const harmless = ['23514', '42P07', '23505', '42P17'];
    if (!harmless.includes(code ?? '')) throw error;
  }
}

/** Two instances that start at once may both make a table; the loser finds it there and looks again. */
async function prepare(pool: pg.Pool, partitions?: boolean): Promise<void> {
  const sql = asSql(pool);
  const engine = { partitions: partitions ?? (await hasPartitions(sql)) };
  for (let attempt = 1; ; attempt++) {
    try {
      for (const statement of schemaStatements('postgres', engine)) await sql.run(statement);
      await ensurePartitions(sql, new Date());
      return;
    } catch (error) {
      const raced = ['23505', '42P07', '42710', 'XX000', ...CONFLICTS];
      if (attempt >= TRIES || !raced.includes((error as { code?: string }).code ?? '')) throw error;
    }
  }
}

/** CockroachDB speaks PostgreSQL's language, spreads tables by itself and has no partitions of this kind. */
async function hasPartitions(sql: Sql): Promise<boolean> {
  const [row] = await sql.all<{ version: string }>('SELECT version() AS version');
  return !/cockroach/i.test(row?.version ?? '');
}

/** True when the table is one that was made in partitions. */
async function isPartitioned(sql: Sql, table: string): Promise<boolean> {
  const rows = await sql.all("SELECT 1 AS found FROM pg_class WHERE relname = ? AND relkind = 'p'", [table]);
  return rows.length > 0;
}

async function inTransaction<T>(pool: pg.Pool, begin: string, work: (sql: Sql) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      await client.query(begin);
      const value = await work(asSql(client));
      await client.query('COMMIT');
      return value;
    } catch (error) {
      await client.query('ROLLBACK').catch((lost: Error) => {
        broken = lost;
      });
      if (attempt >= TRIES || !CONFLICTS.includes((error as { code?: string }).code ?? ''))
        throw named(error);
    } finally {
      client.release(broken);
    }
  }
}

function asSql(client: Client): Sql {
  const query = async (statement: string, values: readonly unknown[]) => {
    try {
      return await client.query<Row>(numbered(statement), [...values]);
    } catch (error) {
      throw named(error);
    }
  };
  return {
    all: async <R extends object>(statement: string, values: readonly Value[] = []) =>
      (await query(statement, values)).rows as unknown as R[],
    run: async (statement, values = []) => (await query(statement, values)).rowCount ?? 0,
    async insert(table, columns, rows) {
      if (rows.length === 0) return 0;
      const types: Table['columns'] = tables[table as keyof typeof tables].columns;
      // One array a column: a statement of one shape, whatever the number of rows.
      const arrays = columns.map((_, at) => rows.map((row) => row[at]));
      const lists = columns.map((column, at) => `$${at + 1}::${ARRAYS[types[column]!]}[]`);
      const result = await query(
        `INSERT INTO ${table} (${columns.join(', ')}) SELECT * FROM unnest(${lists.join(', ')}) ON CONFLICT DO NOTHING`,
        arrays,
      );
      return result.rowCount ?? 0;
    },
  };
}

const ARRAYS = { text: 'text', integer: 'bigint', bytes: 'bytea' } as const;
const numberedBefore = new Map<string, string>();

/** `?` becomes `$1`, `$2`… The statements hold no question mark otherwise. */
function numbered(statement: string): string {
  const known = numberedBefore.get(statement);
  if (known !== undefined) return known;
  let count = 0;
  const written = statement.replace(/\?/g, () => `$${++count}`);
  if (numberedBefore.size < 500) numberedBefore.set(statement, written);
  return written;
}

function named(error: unknown): unknown {
  const { code } = error as { code?: string };
  return code !== undefined && FULL.includes(code)
    ? new StorageFullError('the database is full', { cause: error })
    : error;
}
