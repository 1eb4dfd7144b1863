import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** A PostgreSQL for tests and measurements. */
export interface TestPostgres {
  /** A database whose owner may make others. */
  readonly url: string;
  /** Where it came from, for the run to say. */
  readonly source: string;
  /** Process of the private cluster; null when it is somebody else's. */
  readonly folder: string | null;
  /** Stops and starts a private cluster, so that it holds nothing in memory; does nothing to another. */
  restart(): void;
  stop(): void;
}

const BASES = ['/usr/lib/postgresql', '/opt/homebrew/opt', '/usr/local/opt'];

/**
 * `DATABASE_URL` when it is set; else a private cluster in a temporary folder, run by an unprivileged user, where
 * PostgreSQL is installed (Debian as root: it is installed first). Null, with the reason, where neither can be.
 */
export async function startPostgres(): Promise<TestPostgres | { readonly reason: string }> {
  const given = process.env.DATABASE_URL;
  if (given)
    return {
      url: given,
      source: 'DATABASE_URL',
      folder: null,
      restart: () => undefined,
      stop: () => undefined,
    };
  let programs = findPrograms();
  if (!programs && mayInstall()) {
    install();
    programs = findPrograms();
  }
  if (!programs)
    return { reason: 'PostgreSQL is not installed; set DATABASE_URL, or install it (Debian: postgresql)' };
  return startCluster(programs);
}

/** The folder with `initdb` and `postgres`, newest version first. */
function findPrograms(): string | null {
  for (const base of BASES) {
    if (!existsSync(base)) continue;
    const versions = readdirSync(base).sort((a, b) => Number.parseFloat(b) - Number.parseFloat(a));
    const found = versions
      .map((each) => join(base, each, 'bin'))
      .find((bin) => existsSync(join(bin, 'initdb')));
    if (found) return found;
  }
  return null;
}

function mayInstall(): boolean {
  return (
    process.getuid?.() === 0 &&
    existsSync('/etc/os-release') &&
    /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'))
  );
}

function install(): void {
  console.error('Đang cài PostgreSQL từ kho Debian… / Installing PostgreSQL from Debian…');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 'ignore', 'inherit'], env });
  // Only the programs: no cluster of the system is made or started.
  const folder = '/etc/postgresql-common';
  const settings = existsSync(folder) ? [] : ['-o', 'DPkg::Options::=--force-confold'];
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...settings, 'postgresql'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env,
  });
}

async function startCluster(programs: string): Promise<TestPostgres | { readonly reason: string }> {
  const folder = mkdtempSync('/tmp/la-chan-pg-');
  const user = unprivilegedUser();
  if (user) chownSync(folder, user.uid, user.gid);
  const as = user ? { uid: user.uid, gid: user.gid } : {};
  const run = (program: string, ...args: string[]) =>
    execFileSync(join(programs, program), args, { ...as, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const data = join(folder, 'data');
  const port = await freePort();
  const options = `-c listen_addresses=127.0.0.1 -p ${port} -k ${folder} -c max_connections=60 -c shared_buffers=256MB -c max_wal_size=4GB`;
  const start = () => run('pg_ctl', '-D', data, '-w', '-l', join(folder, 'log'), '-o', options, 'start');
  try {
    run('initdb', '-D', data, '-U', 'lachan', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync');
    start();
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    return { reason: `a private PostgreSQL did not start: ${(error as Error).message.split('\n')[0]}` };
  }
  const version = /\d+(\.\d+)?/.exec(run('postgres', '--version').toString())?.[0] ?? '';
  return {
    url: `postgres://lachan@127.0.0.1:${port}/postgres`,
    source: `a private cluster, version ${version}`,
    folder,
    restart() {
      run('pg_ctl', '-D', data, '-w', '-m', 'fast', 'stop');
      start();
    },
    stop() {
      run('pg_ctl', '-D', data, '-m', 'immediate', 'stop');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root. */
function unprivilegedUser(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const found = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  return { uid: Number(found![2]), gid: Number(found![3]) };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
