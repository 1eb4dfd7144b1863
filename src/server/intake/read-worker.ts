import { parentPort } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import { readBatch } from './read-batch.ts';
import type { ReadAnswer, ReadRequest } from './read-pool.ts';

/** A batch as text is far smaller; one incident of thousands of files may not be. */
const BATCH_TEXT = 32 * 1024 * 1024;
const PIECE = 256 * 1024;

// One after the other: what waits is gzipped still.
let last: Promise<unknown> = Promise.resolve();
parentPort!.on('message', (request: ReadRequest) => {
  last = last.then(async () => parentPort!.postMessage(await answer(request)));
});

async function answer({ id, bytes, device }: ReadRequest): Promise<ReadAnswer> {
  const text = unzipText(bytes);
  return { id, batch: text === null ? null : await readBatch(text, device) };
}

/** The text of gzipped bytes; null when it is none, or too long: a bomb is not unpacked. */
function unzipText(bytes: Uint8Array): string | null {
  try {
    const unzipped = gunzipSync(bytes, { maxOutputLength: BATCH_TEXT, chunkSize: PIECE });
    return new TextDecoder('utf-8', { fatal: true }).decode(unzipped);
  } catch {
    return null;
  }
}
