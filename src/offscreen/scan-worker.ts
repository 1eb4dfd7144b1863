import { createEngine } from '../engine/engine.ts';
import { createBrowserImageReader } from '../inspection/browser-images.ts';
import { inspectFile } from '../inspection/inspect.ts';
import type { ScanAnswer, ScanRequest } from '../inspection/scan-pool.ts';
import { bundledTables } from '../rules/bundled.ts';

let engine = createEngine(bundledTables);
const images = createBrowserImageReader(new URL('/vision/', location.origin).href);

// pdf.js talks through the same port in its own words.
addEventListener('message', async ({ data }: MessageEvent<Partial<ScanRequest>>) => {
  if (!(data?.file instanceof File)) return;
  const { file, tables } = data;
  if (tables) engine = createEngine(tables);
  const scanned = await inspectFile(file, engine, {
    name: file.name,
    readImage: (bytes, signal) => images.read(bytes, signal ? { signal } : {}),
  });
  postMessage({ scanned } satisfies ScanAnswer);
});
