import { readFile, stat } from 'node:fs/promises';
import { defaultLimits } from '../inspection/inspect.ts';

export { openImageReader } from '../inspection/node/image-reader.ts';

/** A file over the limit is not read: inspection needs only its size to refuse it. */
export async function loadFile(file: string): Promise<Uint8Array<ArrayBuffer> | Blob> {
  const { size } = await stat(file);
  if (size <= defaultLimits.fileBytes) return new Uint8Array(await readFile(file));
  const { openAsBlob } = await import('node:fs');
  return openAsBlob(file);
}
