import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { defaultLimits } from '../inspection/inspect.ts';
import type { FileBytes } from '../inspection/node/batch.ts';

/** A file over the limit is not read: inspection needs only its size to refuse it. */
export async function loadFile(path: string): Promise<FileBytes | File> {
  const { size } = await stat(path);
  const name = basename(path);
  if (size <= defaultLimits.fileBytes) return { bytes: new Uint8Array(await readFile(path)), name, size };
  const { openAsBlob } = await import('node:fs');
  return new File([await openAsBlob(path)], name);
}
