import { createEngine } from '../engine/engine.ts';
import { createBrowserImageReader } from '../inspection/browser-images.ts';
import { inspectFile } from '../inspection/inspect.ts';
import type { ScanAnswer, ScanRequest } from '../inspection/scan-pool.ts';
import { bundledTables } from '../rules/bundled.ts';

import { checkRules } from './check-rules.ts';
import type { RulesAnswer, RulesQuestion } from './rules.ts';

let engine = createEngine(bundledTables);
const images = createBrowserImageReader(new URL('vision/', location.href).href);

// pdf.js talks through the same port in its own words.
addEventListener('message', async ({ data }: MessageEvent<Partial<ScanRequest & RulesQuestion>>) => {
  if (data?.rules) postMessage({ checked: await checkRules({ rules: data.rules }) } satisfies RulesAnswer);
  if (data?.tables) engine = createEngine(data.tables);
  if (!(data?.file instanceof File)) return;
  const { file } = data;
  const scanned = await inspectFile(file, engine, {
    name: file.name,
    readImage: (bytes, signal) => images.read(bytes, signal ? { signal } : {}),
  });
  postMessage({ scanned } satisfies ScanAnswer);
});
