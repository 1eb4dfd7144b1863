import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where applications that Debian does not package are kept between runs. */
export const CACHE = process.env.LACHAN_REAL_APPS ?? join(homedir(), '.cache', 'la-chan', 'real-apps');

const POLICY = '/usr/sbin/policy-rc.d';

/** Installs the Debian packages that are missing, without starting a service of theirs or asking anything. */
export function installDebianPackages(names: readonly string[], answers: readonly string[] = []): void {
  const missing = names.filter((name) => !isInstalled(name));
  if (!missing.length) return;
  if (process.getuid?.() !== 0) throw new Error(`Install these first, or run as root: ${missing.join(' ')}`);
  const run = (command: string, args: string[], input?: string) =>
    execFileSync(command, args, {
      input,
      stdio: ['pipe', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  const hadPolicy = existsSync(POLICY);
  if (!hadPolicy) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    run('apt-get', ['update', '-qq']);
    if (answers.length) run('debconf-set-selections', [], `${answers.join('\n')}\n`);
    run('apt-get', ['install', '-qq', '-y', '--no-install-recommends', ...missing]);
  } finally {
    if (!hadPolicy) rmSync(POLICY);
  }
}

/** Installs an npm package into the cache and returns the folder of its installation. */
export function installNpmPackage(
  name: string,
  version: string,
  overrides: Readonly<Record<string, string>> = {},
): string {
  const folder = join(CACHE, `${name}-${version}`);
  if (existsSync(join(folder, 'node_modules', name, 'package.json'))) return folder;
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ private: true, dependencies: { [name]: version }, overrides }),
  );
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return folder;
}

function isInstalled(name: string): boolean {
  try {
    const status = execFileSync('dpkg', ['-s', name], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return /^Status: .* installed$/m.test(status.toString());
  } catch {
    return false;
  }
}
