import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FOLDER = '/etc/chromium/policies';

/** The system's policy folder as one browser sees it. */
export interface ManagedPolicies {
  /** Give it to the launch of a browser: it starts the system's Chromium with these policies. */
  readonly executable: string;
  /** Writes the administrator's file; the browser notices by itself. */
  write(policies: object): void;
  remove(): void;
}

/** Why policies cannot be tested here, in words; null when they can. */
export function whyNoPolicies(): string | null {
  if (process.platform !== 'linux') return 'policies are tested on Linux only';
  if (process.getuid?.() !== 0) return `not root: ${FOLDER} cannot be laid over. Run as root: sudo npm test`;
  const tried = spawnSync('unshare', ['-m', 'sh', '-c', 'mount -t tmpfs none /mnt'], { stdio: 'ignore' });
  return tried.status === 0 ? null : 'this machine gives no mount namespace (unshare -m)';
}

/**
 * Lays a folder of our own over the system's policy folder, for one browser only: other browsers on this machine see
 * nothing of it, and nothing is left behind when the browser ends.
 */
export function managePolicies(browser = process.env.LACHAN_BROWSER ?? '/usr/bin/chromium'): ManagedPolicies {
  const folder = mkdtempSync(join(tmpdir(), 'la-chan-policies-'));
  const managed = join(folder, 'policies', 'managed');
  mkdirSync(managed, { recursive: true });
  chmodSync(folder, 0o755);
  const executable = join(folder, 'chromium');
  writeFileSync(
    executable,
    `#!/bin/sh
mkdir -p ${FOLDER}
exec unshare -m sh -c 'mount --bind "$0" ${FOLDER} && exec "$@"' ${join(folder, 'policies')} ${browser} "$@"
`,
  );
  chmodSync(executable, 0o755);
  return {
    executable,
    write(policies) {
      const draft = join(folder, 'draft.json');
      writeFileSync(draft, JSON.stringify(policies));
      renameSync(draft, join(managed, 'la-chan.json'));
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
