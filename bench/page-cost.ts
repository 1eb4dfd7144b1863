/**
 * What the extension costs a page that is only read, beside a browser without extensions and one with an extension whose
 * content script is empty: DOMContentLoaded and the CPU time of the page's process until it is loaded, the middle
 * half of rounds in turn. `node bench/page-cost.ts [rounds]`, after a build.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchBrowser, type TestBrowser } from '../tests/support/browser.ts';
import { html, startReceivingServer } from '../tests/support/receiving-server.ts';

const ROUNDS = Number(process.argv[2] ?? 15);
const GUARDED = 'https://chat.zalo.me';
const UNGUARDED = 'https://tin-tuc.example.com';
const LINE =
  'Kính gửi các thôn: đề nghị báo cáo số cây đã trồng trước ngày 15 tháng 3, bảo mật thông tin cá nhân.\n';

const paragraphs = Array.from({ length: 400 }, (_, i) => `<p>${i}. ${LINE}</p>`).join('');
const server = await startReceivingServer((_, path) =>
  path === '/tinh' ? html(`<link rel="icon" href="data:,"><h1>Thông báo</h1>${paragraphs}`) : null,
);
const folder = mkdtempSync(join(tmpdir(), 'la-chan-bench-'));
const ours = await launchBrowser({ port: server.port });
const browsers = {
  'no extension': [await launchBrowser({ port: server.port, extension: false }), GUARDED],
  'empty content script': [await launchBrowser({ port: server.port, folder: makeEmptyExtension() }), GUARDED],
  'Lá Chắn, page not guarded': [ours, UNGUARDED],
  'Lá Chắn, guarded page': [ours, GUARDED],
} satisfies Record<string, readonly [TestBrowser, string]>;

interface Cost {
  readonly ready: number;
  readonly cpu: number;
}
const costs: Record<string, Cost[]> = Object.fromEntries(Object.keys(browsers).map((name) => [name, []]));
for (let round = 0; round <= ROUNDS; round++) {
  for (const [name, [test, origin]] of Object.entries(browsers)) {
    const cost = await visit(test, origin);
    // First times are slower.
    if (round > 0) costs[name]!.push(cost);
  }
}
const empty = costs['empty content script']!;
console.table(
  Object.fromEntries(
    Object.entries(costs).map(([name, all]) => [
      name,
      {
        'DOMContentLoaded, ms': middle(all.map(({ ready }) => ready)).toFixed(1),
        'CPU, ms': middle(all.map(({ cpu }) => cpu)).toFixed(1),
        'CPU, of empty': (middle(all.map(({ cpu }) => cpu)) / middle(empty.map(({ cpu }) => cpu))).toFixed(2),
      },
    ]),
  ),
);
console.log(`${ROUNDS} rounds; load of the machine ${loadavg()[0]?.toFixed(1)}`);
for (const test of new Set(Object.values(browsers).map(([test]) => test))) await test.stop();
await server.stop();
rmSync(folder, { recursive: true, force: true });

async function visit(test: TestBrowser, origin: string): Promise<Cost> {
  const page = await test.open('about:blank');
  const session = await page.createCDPSession();
  await page.goto(`${origin}/tinh`);
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  const cpu = (metrics.find(({ name }) => name === 'ProcessTime')?.value ?? Number.NaN) * 1000;
  const ready = await page.evaluate(() => {
    const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    return entry!.domContentLoadedEventEnd - entry!.responseStart;
  });
  await page.close();
  return { ready, cpu };
}

/** An extension with as many content scripts in as many places, and nothing in them. */
function makeEmptyExtension(): string {
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  for (const name of ['own.js', 'page.js', 'worker.js']) writeFileSync(join(empty, name), '');
  const everywhere = {
    matches: ['<all_urls>'],
    run_at: 'document_start',
    all_frames: true,
    match_about_blank: true,
  };
  writeFileSync(
    join(empty, 'manifest.json'),
    JSON.stringify({
      manifest_version: 3,
      name: 'Empty',
      version: '1',
      background: { service_worker: 'worker.js' },
      content_scripts: [
        { ...everywhere, js: ['own.js'] },
        { ...everywhere, js: ['page.js'], world: 'MAIN' },
      ],
    }),
  );
  return empty;
}

/** The mean of the middle half: the browser tells processor time in steps of 10 ms, too coarse for a median. */
function middle(values: readonly number[]): number {
  const quarter = values.length >> 2;
  const half = values.toSorted((a, b) => a - b).slice(quarter, values.length - quarter);
  return half.reduce((sum, value) => sum + value, 0) / half.length;
}
