import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system of its own, small enough to be filled to the last byte. */
export interface SmallDisk {
  readonly folder: string;
  /** Fills what is left. */
  fill(): void;
  /** Removes what `fill` wrote. */
  free(): void;
  remove(): void;
}

/** Null where this process may not mount one (anywhere but on Linux as root). */
export function makeSmallDisk(megabytes: number): SmallDisk | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  const folder = mkdtempSync(join(tmpdir(), 'la-chan-disk-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
  if (status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    return null;
  }
  let ballast: string[] = [];
  return {
    folder,
    fill() {
      for (let size = 4 * 1024 * 1024; size >= 256; ) {
        const file = join(folder, `ballast-${ballast.length}`);
        ballast.push(file);
        try {
          writeFileSync(file, Buffer.alloc(size, 1));
        } catch {
          rmSync(file, { force: true });
          size = Math.floor(size / 2);
        }
      }
    },
    free() {
      for (const file of ballast) rmSync(file, { force: true });
      ballast = [];
    },
    remove() {
      spawnSync('umount', ['-l', folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
