import type { TestProject } from 'vitest/node';
import { startPostgres } from '../../scripts/postgres.ts';

/** Once for the suite: a PostgreSQL where one can be had. The run says which it was. */
export async function setup(_project: TestProject): Promise<() => void> {
  const postgres = await startPostgres();
  if ('reason' in postgres) {
    console.log(`server suite: SQLite only (${postgres.reason})`);
    return () => undefined;
  }
  console.log(`server suite: SQLite, and PostgreSQL (${postgres.source})`);
  process.env.LACHAN_TEST_POSTGRES = postgres.url;
  return () => postgres.stop();
}
