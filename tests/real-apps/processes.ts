import { type ChildProcess, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';

export interface Daemon {
  stop(): Promise<void>;
}

export interface DaemonOptions {
  readonly command: string;
  readonly args: readonly string[];
  /** Where its log goes. */
  readonly folder: string;
  /** The daemon is up once this port of the loopback answers. */
  readonly port: number;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Process groups that still run; none outlives this process. */
const running = new Set<number>();
process.on('exit', () => {
  for (const group of running) signal(group, 'SIGKILL');
});
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => process.exit(1));

/** Starts a server in the foreground of its own process group; rejects with its log's path when it ends or stays silent. */
export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  const { command, args, folder, port, cwd = folder, env = {} } = options;
  const logFile = join(folder, `${command.replace(/.*\//, '')}-${port}.log`);
  const log = openSync(logFile, 'a');
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', log, log],
    detached: true,
  });
  if (child.pid !== undefined) running.add(child.pid);
  const daemon = { stop: () => end(child) };
  try {
    await waitForPort(child, port);
  } catch (cause) {
    await daemon.stop();
    throw new Error(`${command} did not start; see ${logFile}`, { cause });
  }
  return daemon;
}

/** A port of the loopback that nothing listens on now. */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (address === null || typeof address === 'string') throw new Error('No free port.');
  return address.port;
}

export const wait = (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds));

async function waitForPort(child: ChildProcess, port: number): Promise<void> {
  for (let tries = 0; tries < 150; tries++) {
    if (child.exitCode !== null) throw new Error(`It ended with code ${child.exitCode}.`);
    if (await answers(port)) return;
    await wait(200);
  }
  throw new Error('Nothing answered within 30 seconds.');
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

async function end(child: ChildProcess): Promise<void> {
  const group = child.pid;
  if (group === undefined) return;
  for (const name of ['SIGTERM', 'SIGKILL'] as const) {
    if (!signal(group, name)) break;
    for (let tries = 0; tries < 25 && signal(group, 0); tries++) await wait(200);
  }
  running.delete(group);
}

/** False when nothing of the group is left. */
function signal(group: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, name);
  } catch {
    return false;
  }
}
