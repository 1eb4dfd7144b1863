import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { installDebianPackages } from './install.ts';
import { findFreePort, startDaemon } from './processes.ts';

export interface Database {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Runs statements that answer nothing. */
  run(sql: string, database?: string): void;
  /** Rows of text columns; a null reads as an empty text. */
  read(database: string, columns: readonly string[], rest: string): string[][];
  stop(): Promise<void>;
}

/** Starts MariaDB with its data in `folder` and an account that the applications use. */
export async function startDatabase(folder: string): Promise<Database> {
  installDebianPackages(['mariadb-server', 'mariadb-client']);
  const data = join(folder, 'database');
  const socket = join(folder, 'database.sock');
  const [user, password] = ['ungdung', 'matkhau'];
  mkdirSync(data, { recursive: true });
  execFileSync(
    'mariadb-install-db',
    [
      '--no-defaults',
      '--user=root',
      `--datadir=${data}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
    ],
    { stdio: 'ignore' },
  );
  const port = await findFreePort();
  const daemon = await startDaemon({
    command: 'mariadbd',
    args: [
      '--no-defaults',
      '--user=root',
      `--datadir=${data}`,
      `--socket=${socket}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      '--skip-log-bin',
      '--innodb-flush-log-at-trx-commit=0',
      '--character-set-server=utf8mb4',
    ],
    folder,
    port,
  });
  const client = (sql: string, database = '') =>
    execFileSync(
      'mariadb',
      ['--no-defaults', '-u', 'root', '-S', socket, '-N', '-B', database, '-e', sql].filter(Boolean),
      {
        maxBuffer: 64_000_000,
      },
    ).toString();
  client(`CREATE USER '${user}'@'%' IDENTIFIED BY '${password}'; GRANT ALL ON *.* TO '${user}'@'%';`);
  client(
    `CREATE USER '${user}'@'localhost' IDENTIFIED BY '${password}'; GRANT ALL ON *.* TO '${user}'@'localhost';`,
  );
  return {
    port,
    user,
    password,
    run: (sql, database) => void client(sql, database),
    read(database, columns, rest) {
      const hex = columns.map((column) => `CONCAT('x', HEX(COALESCE(${column}, '')))`).join(', ');
      const rows = client(`SELECT ${hex} FROM ${rest}`, database).split('\n').filter(Boolean);
      return rows.map((row) => row.split('\t').map((cell) => Buffer.from(cell.slice(1), 'hex').toString()));
    },
    stop: () => daemon.stop(),
  };
}
