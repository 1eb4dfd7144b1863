import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { createEngine } from '../engine/engine.ts';
import { bundledTables } from '../rules/bundled.ts';
import { createApp } from './app.ts';
import { ConfigError, type ServerConfig } from './config.ts';
import { startHousekeeping } from './housekeeping.ts';
import type { ServerParts } from './http/context.ts';
import { createMetrics } from './http/metrics.ts';
import { createReadPool } from './intake/read-pool.ts';
import { scanLimits } from './scan-body.ts';
import type { Database } from './store/database.ts';
import { migrate } from './store/migrate.ts';
import { createSetupCode, hasSetupCode, hasUsers } from './store/people.ts';

export interface RunningServer {
  /** `https://host:port` as it listens. */
  readonly address: string;
  readonly db: Database;
  /** File with the first administrator's code; null when nobody needs one. */
  readonly setupFile: string | null;
  /** Takes no new connections, lets requests end, closes the database. */
  stop(): Promise<void>;
}

/** The head of a request may take so long; a slow one holds nobody up. Milliseconds. */
const HEAD_TIME = 30_000;
/** With its body: a little longer than the scan API waits for a large file, so that its own answer comes first. */
const REQUEST_TIME = scanLimits.time + 10_000;
const STOP_PATIENCE = 10_000;

/** Opens the database that the configuration names, and brings it to today's form. */
export async function openDatabase(config: ServerConfig): Promise<Database> {
  const db = await connect(config);
  await migrate(db);
  return db;
}

async function connect(config: ServerConfig): Promise<Database> {
  if (config.database !== undefined) {
    if (!/^postgres(ql)?:\/\//.test(config.database))
      throw new ConfigError('database', 'serverConfigDatabase');
    return (await import('./store/postgres.ts')).openPostgres(config.database);
  }
  await mkdir(config.data, { recursive: true, mode: 0o700 });
  return (await import('./store/sqlite.ts')).openSqlite(join(config.data, 'la-chan.db'));
}

/** Starts the server. `log` gets one line of JSON a request. */
export async function startServer(
  config: ServerConfig,
  log: (line: string) => void,
  now: () => Date = () => new Date(),
): Promise<RunningServer> {
  const db = await openDatabase(config);
  const stopping = new AbortController();
  const engine = createEngine(bundledTables);
  const parts: ServerParts = {
    db,
    config,
    metrics: createMetrics(),
    batches: createReadPool(),
    now,
    isMarked: (text) => engine.inspect(text).length > 0,
    stopping: stopping.signal,
  };
  const setupFile = await prepareFirstAdmin(db, config, now());
  const server = await listen(createApp(parts, log).fetch, config);
  startHousekeeping(parts, log);
  const { port } = server.address() as AddressInfo;
  const scheme = config.tlsKey === undefined ? 'http' : 'https';
  return {
    address: `${scheme}://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`,
    db,
    setupFile,
    async stop() {
      stopping.abort();
      await close(server);
      await parts.batches.close();
      await db.close();
    },
  };
}

async function listen(fetch: Parameters<typeof serve>[0]['fetch'], config: ServerConfig): Promise<Server> {
  const limits = { requestTimeout: REQUEST_TIME, headersTimeout: HEAD_TIME, keepAliveTimeout: 65_000 };
  const tls = config.tlsKey === undefined ? null : await readTls(config);
  return new Promise((resolve, reject) => {
    const options = {
      fetch,
      hostname: config.host,
      port: config.port,
      ...(tls
        ? {
            createServer: createHttpsServer,
            serverOptions: { ...limits, ...tls, minVersion: 'TLSv1.2' as const },
          }
        : { createServer: createHttpServer, serverOptions: limits }),
    };
    const server = serve(options, () => resolve(server)) as Server;
    server.once('error', reject);
  });
}

async function readTls({ tlsKey, tlsCert }: ServerConfig): Promise<{ key: Buffer; cert: Buffer }> {
  try {
    return { key: await readFile(tlsKey!), cert: await readFile(tlsCert!) };
  } catch {
    throw new ConfigError('tlsKey', 'serverConfigTlsUnreadable');
  }
}

/** Without anybody who may log in, a code that only the machine's owner can read makes the first administrator. */
async function prepareFirstAdmin(db: Database, config: ServerConfig, now: Date): Promise<string | null> {
  const file = join(config.data, 'admin-code.txt');
  if (await hasUsers(db)) {
    await rm(file, { force: true });
    return null;
  }
  if (existsSync(file) && (await hasSetupCode(db, now))) return file;
  await writeSetupCode(db, config, now);
  return file;
}

/** Makes a one-time administrator's code and writes it into a file of its own; answers the file's path. */
export async function writeSetupCode(db: Database, config: ServerConfig, now: Date): Promise<string> {
  const file = join(config.data, 'admin-code.txt');
  await mkdir(config.data, { recursive: true, mode: 0o700 });
  await rm(file, { force: true });
  await writeFile(file, `${await createSetupCode(db, now)}\n`, { mode: 0o600 });
  return file;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), STOP_PATIENCE);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    server.closeIdleConnections();
  });
}
