/**
 * What the extension costs a page that is only read, beside a browser without extensions and one with an extension whose
 * content script is empty: DOMContentLoaded and the CPU time of the page's process until it is loaded, the middle
 * half of rounds in turn. Two pages: 400 paragraphs that are there at once, and a page of an office as it comes over a
 * network, 60 kB with style sheets, pictures and a script, each after 30 ms. `node bench/page-cost.ts [rounds]`, after a
 * build.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchBrowser, type TestBrowser } from '../tests/support/browser.ts';
import { html, type Served, startReceivingServer } from '../tests/support/receiving-server.ts';

const ROUNDS = Number(process.argv[2] ?? 15);
const GUARDED = 'https://chat.zalo.me';
const UNGUARDED = 'https://tin-tuc.example.com';
const LINE =
  'Kính gửi các thôn: đề nghị báo cáo số cây đã trồng trước ngày 15 tháng 3, bảo mật thông tin cá nhân.\n';

const paragraphs = Array.from({ length: 400 }, (_, i) => `<p>${i}. ${LINE}</p>`).join('');
const pages: Record<string, string> = {
  'static page, at once': '/tinh',
  'page of an office, 30 ms a file': '/co-quan',
};
const ICON = '<link rel="icon" href="data:,">';
const files: Record<string, Served> = {
  '/tinh': html(`${ICON}<h1>Thông báo</h1>${paragraphs}`),
  ...makeOfficePage(),
};
const server = await startReceivingServer((_, path) => files[path] ?? null, {
  delay: (path) => (path === '/tinh' ? 0 : 30),
});
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
for (const [name, path] of Object.entries(pages)) {
  console.log(name);
  console.table(await measure(path));
}
console.log(`${ROUNDS} rounds; load of the machine ${loadavg()[0]?.toFixed(1)}`);
for (const test of new Set(Object.values(browsers).map(([test]) => test))) await test.stop();
await server.stop();
rmSync(folder, { recursive: true, force: true });

async function measure(path: string): Promise<Record<string, Record<string, string>>> {
  const costs: Record<string, Cost[]> = Object.fromEntries(Object.keys(browsers).map((name) => [name, []]));
  for (let round = 0; round <= ROUNDS; round++) {
    const cases = Object.entries(browsers);
    for (const [name, [test, origin]] of round % 2 === 0 ? cases : cases.toReversed()) {
      const cost = await visit(test, origin + path);
      // First times are slower.
      if (round > 0) costs[name]!.push(cost);
    }
  }
  const readyOf = (name: string) => middle(costs[name]!.map(({ ready }) => ready));
  const cpuOf = (name: string) => middle(costs[name]!.map(({ cpu }) => cpu));
  const ratio = (of: (name: string) => number, name: string, base: string) =>
    (of(name) / of(base)).toFixed(2);
  return Object.fromEntries(
    Object.keys(costs).map((name) => [
      name,
      {
        'DOMContentLoaded, ms': readyOf(name).toFixed(1),
        'of no extension': ratio(readyOf, name, 'no extension'),
        'of empty': ratio(readyOf, name, 'empty content script'),
        'CPU, ms': cpuOf(name).toFixed(1),
        'CPU, of empty': ratio(cpuOf, name, 'empty content script'),
      },
    ]),
  );
}

/** From the first byte of the answer until the page's own listeners of DOMContentLoaded were told. */
async function visit(test: TestBrowser, url: string): Promise<Cost> {
  const page = await test.open('about:blank');
  const session = await page.createCDPSession();
  await page.goto(url);
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

/** Two style sheets and three pictures, a table of documents to 60 kB, and a script that lists the newest at the end. */
function makeOfficePage(): Record<string, Served> {
  const rule = (i: number) =>
    `.o${i} td { padding: ${i % 9}px; border-bottom: 1px solid #ccd; color: #${(100 + i).toString()} }\n`;
  const style = Array.from({ length: 150 }, (_, i) => rule(i)).join('');
  const rows = Array.from(
    { length: 250 },
    (_, i) =>
      `<tr class="o${i % 150}"><td>${i}</td><td><a href="/van-ban/${i}">${i}/KH-UBND</a></td><td>${LINE}</td></tr>`,
  );
  const picture =
    '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="60"><rect width="120" height="60"/></svg>';
  const links = ['/chung.css', '/bang.css'].map((href) => `<link rel="stylesheet" href="${href}">`).join('');
  const pictures = [1, 2, 3].map((i) => `<img src="/anh-${i}.svg" width="120" height="60" alt="">`).join('');
  const script = `for (const row of [...document.querySelectorAll('tr')].slice(0, 5)) {
    const item = document.createElement('li'); item.textContent = row.cells[1].textContent; moi.append(item); }`;
  return {
    '/co-quan': html(
      `${ICON}${links}<header>${pictures}<h1>Văn bản</h1><ul id="moi"></ul></header><table>${rows.join('')}</table><script src="/moi.js"></script>`,
    ),
    '/chung.css': { type: 'text/css', body: style },
    '/bang.css': { type: 'text/css', body: style.replaceAll('.o', '.b') },
    '/moi.js': { type: 'text/javascript', body: script },
    ...Object.fromEntries([1, 2, 3].map((i) => [`/anh-${i}.svg`, { type: 'image/svg+xml', body: picture }])),
  };
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
