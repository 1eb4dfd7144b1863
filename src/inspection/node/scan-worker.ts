import { parentPort } from 'node:worker_threads';
import { createEngine } from '../../engine/engine.ts';
import { bundledTables } from '../../rules/bundled.ts';
import type { ScanAnswer, ScanRequest } from '../scan-pool.ts';
import { type Batch, type BatchResult, type ItemResult, inspectItem } from './batch.ts';
import { openImageReader } from './image-reader.ts';

let engine = createEngine(bundledTables);
let { allowlist } = bundledTables;
const images = openImageReader();

// pdf.js talks through the same port in its own words.
parentPort?.on('message', async ({ file, tables }: Partial<ScanRequest<Batch>>) => {
  if (!file?.files) return;
  if (tables) {
    engine = createEngine(tables);
    ({ allowlist } = tables);
  }
  const each: ItemResult[] = [];
  for (const one of file.files) each.push(await inspectItem(one, { engine, images, allowlist }));
  parentPort?.postMessage({ scanned: { each } } satisfies ScanAnswer<BatchResult>);
});
