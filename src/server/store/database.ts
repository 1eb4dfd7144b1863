/** What a statement may carry. Times are ISO 8601 texts, so that both databases order them alike. */
export type Value = string | number | Uint8Array | null;

export type Row = Readonly<Record<string, Value>>;

/** Statements with `?` for each value, in the SQL that both databases understand. */
export interface Sql {
  /** Rows of a query. */
  all<R extends object = Row>(statement: string, values?: readonly Value[]): Promise<R[]>;
  /** Number of rows changed. */
  run(statement: string, values?: readonly Value[]): Promise<number>;
  /** Adds rows to a table of the schema, one list a row in the order of `columns`; rows whose key is there stay as they are. */
  insert(table: string, columns: readonly string[], rows: readonly (readonly Value[])[]): Promise<number>;
}

/** One of the two databases. Outside a transaction every statement stands for itself. */
export interface Database extends Sql {
  readonly dialect: 'sqlite' | 'postgres';
  /**
   * Everything or nothing; on the disk when it resolves. `work` may run again after a conflict with another instance, so
   * it must change nothing but the database.
   */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /**
   * Says that a transaction follows as soon as `work` is done, so that a commit can wait for it and serve both: one write
   * to the disk costs more than many rows. Answers what `work` answers.
   */
  announce<T>(work: Promise<T>): Promise<T>;
  /** Reads that all see one moment of the database. */
  snapshot<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /** Locks a row until the transaction ends, where the database needs it said (`FOR UPDATE`). */
  readonly forUpdate: string;
  close(): Promise<void>;
}

/** The statement failed because the disk is full or the database refuses to grow. */
export class StorageFullError extends Error {}
