import { createEngine } from '../engine/engine.ts';
import { createBrowserImageReader } from '../inspection/browser-images.ts';
import { drawRegion } from '../inspection/region-picture.ts';
import type { ScanAnswer, ScanRequest } from '../inspection/scan-pool.ts';
import { bundledTables } from '../rules/bundled.ts';
import { type Checked, type CheckTools, checkFile } from './check.ts';

// The page gives its worker the folder of the recogniser's files as a name: workers of web pages and of extensions lie
// at different depths.
const images = createBrowserImageReader(self.name);
let engine = createEngine(bundledTables);
let { allowlist } = bundledTables;
const tools: Omit<CheckTools, 'engine' | 'allowlist'> = {
  readImage: (bytes, signal) => images.read(bytes, signal ? { signal } : {}),
  drawRegion: ({ bytes, region }) => drawRegion(bytes, region),
};

// pdf.js talks through the same port in its own words.
addEventListener('message', async ({ data }: MessageEvent<Partial<ScanRequest>>) => {
  if (!(data?.file instanceof File)) return;
  if (data.tables) {
    engine = createEngine(data.tables);
    ({ allowlist } = data.tables);
  }
  postMessage({
    scanned: await checkFile(data.file, { ...tools, engine, allowlist }),
  } satisfies ScanAnswer<Checked>);
});
