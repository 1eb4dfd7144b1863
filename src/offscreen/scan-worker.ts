import { createEngine } from '../engine/engine.ts';
import type { EngineTables } from '../engine/tables.ts';
import { createBrowserImageReader } from '../inspection/browser-images.ts';
import { inspectFile } from '../inspection/inspect.ts';
import type { InspectionResult } from '../inspection/types.ts';
import { bundledTables } from '../rules/bundled.ts';

export interface ScanRequest {
  readonly file: File;
  /** The rules from this scan on; absent when they are those of the scan before, or the bundled ones. */
  readonly tables?: EngineTables;
}

export interface ScanAnswer {
  readonly scanned: InspectionResult;
}

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
