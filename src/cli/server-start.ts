import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { ServerConfig } from '../server/config.ts';
import { openDatabase, startServer, writeSetupCode } from '../server/serve.ts';
import { EXIT } from './command.ts';
import type { Texts } from './texts.ts';

/** Runs the server until it is told to stop (SIGTERM, SIGINT). */
export async function start(config: ServerConfig, texts: Texts): Promise<number> {
  const stop = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  const running = await startServer(config, (line) => process.stdout.write(`${line}\n`));
  const store = running.db.dialect === 'postgres' ? 'PostgreSQL' : 'SQLite';
  process.stderr.write(`${texts('serverStarted', running.address, store)}\n`);
  if (running.setupFile !== null) await showCode(running.setupFile, running.address, texts);
  await stop;
  process.stderr.write(`${texts('serverStopping')}\n`);
  await running.stop();
  return EXIT.ok;
}

/** `la-chan server admin-code`: a way in for a first administrator, or one who forgot the password. */
export async function makeAdminCode(config: ServerConfig, texts: Texts): Promise<number> {
  const db = await openDatabase(config);
  try {
    await showCode(await writeSetupCode(db, config, new Date()), '', texts);
  } finally {
    await db.close();
  }
  return EXIT.ok;
}

/** On a terminal the code itself; elsewhere only where it lies, since standard error may end up in a log. */
async function showCode(file: string, address: string, texts: Texts): Promise<void> {
  const page = `${address}/login#setup`;
  const line = process.stderr.isTTY
    ? texts('serverAdminCode', (await readFile(file, 'utf8')).trim(), page)
    : texts('serverAdminCodeFile', file, page);
  process.stderr.write(`${line}\n`);
}
