/**
 * What the pre-check page costs with many files: seconds to check them as a ratio to reading and hashing the same files in
 * one page, the longest time the page did not answer, and its memory. `node bench/precheck.ts [files]`, after a build.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeDocx } from '../tests/documents/writers/office.ts';
import { writePdf } from '../tests/documents/writers/pdf.ts';
import { clean, marked } from '../tests/documents/writers/words.ts';
import { launchBrowser } from '../tests/support/browser.ts';
import { drivePrecheck, vi } from '../tests/support/precheck-page.ts';
import { startReceivingServer } from '../tests/support/receiving-server.ts';

const COUNT = Number(process.argv[2] ?? 3000);
const folder = mkdtempSync(join(tmpdir(), 'la-chan-bench-'));
const server = await startReceivingServer(() => null);
const chromium = await launchBrowser({ port: server.port });
try {
  writeFiles();
  const page = await chromium.open(`chrome-extension://${chromium.extensionId}/src/precheck/index.html`);
  const driven = await drivePrecheck(page, vi);
  await page.evaluate(() => {
    const watch = { longest: 0, last: performance.now() };
    Object.assign(globalThis, { watch });
    // A page that answers has its turn every few milliseconds.
    setInterval(() => {
      const now = performance.now();
      watch.longest = Math.max(watch.longest, now - watch.last - 10);
      watch.last = now;
    }, 10);
  });
  const start = performance.now();
  await driven.drop([join(folder, 'files')]);
  await page.waitForFunction(
    (count) =>
      document.querySelector('.filters .count')?.textContent?.replace(/\D/g, '') === String(count) &&
      !document.querySelector('progress'),
    { timeout: 600_000, polling: 100 },
    COUNT,
  );
  const checked = performance.now() - start;
  const longest = await page.evaluate(
    () => (globalThis as unknown as { watch: { longest: number } }).watch.longest,
  );
  const rows = await page.$$eval('.items > li', (items) => items.length);
  const { JSHeapUsedSize: heap = 0 } = await page.metrics();
  const hashed = await hashAlone();
  console.table({
    files: { value: COUNT },
    'files a second': { value: Math.round((COUNT / checked) * 1000) },
    'checking ÷ reading and hashing': { value: (checked / hashed).toFixed(1) },
    'longest silence of the page, ms': { value: Math.round(longest) },
    'heap of the page, MB': { value: (heap / 2 ** 20).toFixed(1) },
    'rows drawn': { value: rows },
  });
} finally {
  await chromium.stop();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

function writeFiles(): void {
  mkdirSync(join(folder, 'files'));
  const body = (i: number) => [
    ...(i % 100 === 7 ? marked : clean),
    `Mục ${i}`,
    ...Array<string>(60).fill('Lớp học tổ chức trồng cây.'),
  ];
  for (let i = 0; i < COUNT; i++) {
    const lines = body(i);
    const [ending, bytes] =
      i % 3 === 0
        ? ['docx', writeDocx(lines)]
        : i % 3 === 1
          ? ['pdf', writePdf([lines])]
          : ['txt', lines.join('\n')];
    writeFileSync(join(folder, 'files', `${i}.${ending}`), bytes);
  }
}

/** Milliseconds to walk the same folder, read and hash each file in a page, one after the other. */
async function hashAlone(): Promise<number> {
  const page = await chromium.open(`chrome-extension://${chromium.extensionId}/src/log/index.html`);
  await page.evaluate(() => {
    document.body.innerHTML = '<input type="file" webkitdirectory id="folder">';
  });
  await (await page.$('input'))!.uploadFile(join(folder, 'files'));
  await page.waitForFunction((count) => document.querySelector('input')!.files!.length === count, {}, COUNT);
  return page.evaluate(async () => {
    const start = performance.now();
    for (const file of document.querySelector('input')!.files!)
      await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
    return performance.now() - start;
  });
}
