import type { ColumnType, Table } from './tables.ts';
import { tables } from './tables.ts';

type Dialect = 'sqlite' | 'postgres';

/** Types by database; PostgreSQL compares text byte by byte, as SQLite does, whatever the locale of the cluster. */
const TYPES: Readonly<Record<Dialect, Readonly<Record<ColumnType, string>>>> = {
  sqlite: { text: 'TEXT', integer: 'INTEGER', bytes: 'BLOB' },
  postgres: { text: 'TEXT COLLATE "C"', integer: 'BIGINT', bytes: 'BYTEA' },
};

/** What an engine that speaks PostgreSQL's language lacks of it. */
export interface Engine {
  /** False where one table spreads over machines by itself and knows no partitions by month. */
  readonly partitions: boolean;
}

/** Statements that make what is missing of the schema; harmless to repeat. */
export function schemaStatements(
  dialect: Dialect,
  engine: Engine = { partitions: dialect === 'postgres' },
): string[] {
  return Object.entries<Table>(tables).flatMap(([name, table]) => [
    createTable(name, table, dialect, engine),
    ...(table.partitionBy && engine.partitions
      ? [`CREATE TABLE IF NOT EXISTS ${name}_other PARTITION OF ${name} DEFAULT`]
      : []),
    ...Object.entries(table.indexes ?? {}).map(
      ([index, { columns, where }]) =>
        `CREATE INDEX IF NOT EXISTS ${index} ON ${name} (${columns})${where ? ` WHERE ${where}` : ''}`,
    ),
  ]);
}

/** Engines of their own compare text byte by byte as it is, and may not know the collation by name. */
function typeOf(dialect: Dialect, type: ColumnType, isPostgres: boolean): string {
  return dialect === 'postgres' && type === 'text' && !isPostgres ? 'TEXT' : TYPES[dialect][type];
}

function createTable(name: string, table: Table, dialect: Dialect, { partitions }: Engine): string {
  const columns = Object.entries(table.columns).map(
    ([column, type]) =>
      `${column} ${typeOf(dialect, type, partitions)}${table.nullable?.includes(column) ? '' : ' NOT NULL'}`,
  );
  const body = [...columns, `PRIMARY KEY (${table.key.join(', ')})`].join(', ');
  const partition = table.partitionBy && partitions ? ` PARTITION BY RANGE (${table.partitionBy})` : '';
  const tail = dialect === 'postgres' ? partition : ' WITHOUT ROWID';
  // Rows of a table without row ids live in the key's own tree, which large values would bloat.
  return `CREATE TABLE IF NOT EXISTS ${name} (${body})${dialect === 'sqlite' && table.large ? '' : tail}`;
}

/** PostgreSQL: the statement for the partition of `table` that holds the month of `moment`. */
export function partitionStatement(table: string, moment: Date): { name: string; statement: string } {
  const first = new Date(Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth(), 1));
  const next = new Date(Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth() + 1, 1));
  const name = `${table}_${first.toISOString().slice(0, 7).replace('-', '_')}`;
  return {
    name,
    statement: `CREATE TABLE IF NOT EXISTS ${name} PARTITION OF ${table} FOR VALUES FROM ('${first.toISOString()}') TO ('${next.toISOString()}')`,
  };
}
