/**
 * What the guard adds to clean work: the same steps by turns in a browser with the extension and in one without, medians
 * and their difference in milliseconds. `node bench/guard.ts [pairs]`, after a build, on a quiet machine. What a page costs
 * that is only read is in `page-cost.ts`.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import type { CDPSession } from 'puppeteer';
import { launchBrowser, type TestBrowser } from '../tests/support/browser.ts';
import { html, startReceivingServer } from '../tests/support/receiving-server.ts';

const PAIRS = Number(process.argv[2] ?? 15);
const GUARDED = 'https://chat.zalo.me';
const LINE =
  'Kính gửi các thôn: đề nghị báo cáo số cây đã trồng trước ngày 15 tháng 3, bảo mật thông tin cá nhân.\n';

const pages: Record<string, string> = {
  '/dan': `<script>let start = 0; addEventListener('keydown', (e) => { if (e.key === 'v') start = e.timeStamp; }, true);</script>
    <textarea id="t" rows="8" cols="60"></textarea><script>t.oninput = () => { window.took = performance.now() - start; };</script>`,
  '/tep': `<input id="f" type="file"><script>f.onchange = async () => { const sent = f.files[0]; await fetch('/nhan', { method: 'POST', body: sent }); window.sent = sent.size; };</script>`,
};

const folder = mkdtempSync(join(tmpdir(), 'la-chan-bench-'));
const docx = join(folder, 'thong-bao.docx');
writeFileSync(docx, makeLargeDocx());
const server = await startReceivingServer((_, path) =>
  pages[path] ? html(pages[path]) : path === '/clipboard' ? html('') : null,
);
const guarded = await launchBrowser({ port: server.port });
const bare = await launchBrowser({ port: server.port, extension: false });

let workers: CDPSession | undefined;
const rows: Record<string, Record<string, string>> = {};
await measure('clean paste, 10 kB', (test) => paste(test, 10_000));
await measure('clean paste, 1 MB', (test) => paste(test, 1_000_000));
await measure('clean 1 MB DOCX, worker awake', (test) => upload(test, false));
await measure('clean 1 MB DOCX, worker asleep', (test) => upload(test, true));
console.table(rows);
console.log(`${PAIRS} pairs; load of the machine ${loadavg()[0]?.toFixed(1)}`);
await guarded.stop();
await bare.stop();
await server.stop();
rmSync(folder, { recursive: true, force: true });

/** Runs a step in both browsers by turns, once more than counted, since first times are slower. */
async function measure(name: string, step: (test: TestBrowser) => Promise<number>): Promise<void> {
  const times: { guarded: number[]; bare: number[] } = { guarded: [], bare: [] };
  for (let pair = 0; pair <= PAIRS; pair++) {
    const order = pair % 2 === 0 ? ([guarded, bare] as const) : ([bare, guarded] as const);
    for (const test of order) {
      const time = await step(test);
      if (pair > 0) times[test === guarded ? 'guarded' : 'bare'].push(time);
    }
  }
  const differences = times.guarded.map((time, i) => time - times.bare[i]!);
  rows[name] = {
    without: median(times.bare).toFixed(1),
    with: median(times.guarded).toFixed(1),
    'median difference': median(differences).toFixed(1),
    'difference of medians, %': ((median(times.guarded) / median(times.bare) - 1) * 100).toFixed(1),
  };
}

/** From the key to the field that holds the text, in the page's own time. */
async function paste(test: TestBrowser, length: number): Promise<number> {
  const page = await test.open(`${GUARDED}/dan`);
  await test.copy({ text: LINE.repeat(Math.ceil(length / LINE.length)).slice(0, length) });
  await page.bringToFront();
  await page.click('#t');
  await rest(400);
  await page.keyboard.down('Control');
  await page.keyboard.press('v');
  await page.keyboard.up('Control');
  const time = await (await page.waitForFunction('window.took')).jsonValue();
  await page.close();
  return time as number;
}

/** From the choice to the last byte at the server. */
async function upload(test: TestBrowser, asleep: boolean): Promise<number> {
  const page = await test.open(`${GUARDED}/tep`);
  const input = await page.waitForSelector('#f');
  await rest(300);
  if (asleep && test === guarded) await stopWorker();
  server.received.length = 0;
  const start = performance.now();
  await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(docx);
  await server.waitFor((all) => all.some((one) => one.url === '/nhan'), 10_000);
  const time = performance.now() - start;
  await page.close();
  return time;
}

async function stopWorker(): Promise<void> {
  if (!workers) {
    const own = await guarded.open(`chrome-extension://${guarded.extensionId}/src/popup/index.html`);
    workers = await own.createCDPSession();
    await workers.send('ServiceWorker.enable');
  }
  await workers.send('ServiceWorker.stopAllWorkers');
  await rest(300);
}

/** 1 MB, of which 100 kB are text; the rest is what cannot be packed, as pictures are. */
function makeLargeDocx(): Uint8Array {
  const words = Array.from({ length: 1000 }, (_, i) => `<w:p><w:r><w:t>${i}. ${LINE}</w:t></w:r></w:p>`).join(
    '',
  );
  const office = 'http://schemas.openxmlformats.org';
  return zipSync({
    '[Content_Types].xml': strToU8(
      `<?xml version="1.0"?><Types xmlns="${office}/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    ),
    '_rels/.rels': strToU8(
      `<?xml version="1.0"?><Relationships xmlns="${office}/package/2006/relationships"><Relationship Id="rId1" Type="${office}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
    ),
    'word/document.xml': strToU8(
      `<?xml version="1.0"?><w:document xmlns:w="${office}/wordprocessingml/2006/main"><w:body>${words}</w:body></w:document>`,
    ),
    'word/fonts/font1.odttf': [new Uint8Array(randomBytes(980_000)), { level: 0 }],
  });
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}

function rest(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}
