import { parentPort } from 'node:worker_threads';
import { createEngine } from '../../engine/engine.ts';
import { bundledTables } from '../../rules/bundled.ts';
import { inspectFile } from '../inspect.ts';
import type { ScanAnswer, ScanRequest } from '../scan-pool.ts';
import { openImageReader } from './image-reader.ts';

const engine = createEngine(bundledTables);
const images = openImageReader();

// pdf.js talks through the same port in its own words.
parentPort?.on('message', async ({ file }: Partial<ScanRequest>) => {
  if (!(file instanceof File)) return;
  const scanned = await inspectFile(file, engine, {
    name: file.name,
    ...(images && { readImage: (bytes, signal) => images.read(bytes, signal ? { signal } : {}) }),
  });
  parentPort?.postMessage({ scanned } satisfies ScanAnswer);
});
