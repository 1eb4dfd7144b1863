import { parentPort } from 'node:worker_threads';
import { unzipText } from '../http/body.ts';
import { readBatch } from './read-batch.ts';
import type { ReadAnswer, ReadRequest } from './read-pool.ts';

/** A batch as text is far smaller; one incident of thousands of files may not be. */
const BATCH_TEXT = 32 * 1024 * 1024;

// One after the other: what waits is gzipped still.
let last: Promise<unknown> = Promise.resolve();
parentPort!.on('message', (request: ReadRequest) => {
  last = last.then(async () => parentPort!.postMessage(await answer(request)));
});

async function answer({ id, bytes, device }: ReadRequest): Promise<ReadAnswer> {
  const text = await unzipText(bytes, BATCH_TEXT);
  return { id, batch: text === null ? null : await readBatch(text, device) };
}
