import type { Page } from 'puppeteer';
import type { LogRecord } from '../src/incidents/types.ts';
import { launchBrowser } from '../tests/support/browser.ts';
import { chainOf, madeIncident } from '../tests/support/made-log.ts';
import { startReceivingServer } from '../tests/support/receiving-server.ts';

// The review page over this browser's log with 1,000 and with 100,000 incidents, in one run: what must not grow with the log
// (a frame of scrolling) and what may (reading, filtering, checking). Times are medians in milliseconds.

const SIZES = [1_000, 100_000];
const SITES = ['chat.zalo.me', 'mail.google.com', 'www.facebook.com', 'eoffice.example.gov.vn'];
const BATCH = 5_000;

const server = await startReceivingServer(() => ({ type: 'text/html', body: '' }));
const results: Record<string, number>[] = [];
try {
  for (const size of SIZES) results.push(await measure(size));
} finally {
  await server.stop();
}
const [small, large] = results;
console.log(
  `| ms | ${SIZES.map((size) => size.toLocaleString('en')).join(' | ')} | ratio |\n|---|---:|---:|---:|`,
);
for (const name of Object.keys(small ?? {})) {
  const [a = 0, b = 0] = [small?.[name], large?.[name]];
  console.log(`| ${name} | ${a.toFixed(1)} | ${b.toFixed(1)} | ${(b / Math.max(a, 0.1)).toFixed(1)} |`);
}

async function measure(size: number): Promise<Record<string, number>> {
  const test = await launchBrowser({ port: server.port });
  const root = `chrome-extension://${test.extensionId}/src`;
  try {
    const filler = await test.open(`${root}/popup/index.html`);
    await filler.evaluate(() =>
      chrome.runtime.sendMessage({ name: 'incidents.read', request: { limit: 1 } }),
    );
    await fill(filler, size);
    await filler.close();
    const page = await test.browser.newPage();
    const start = performance.now();
    await page.goto(`${root}/review/index.html`);
    await page.waitForSelector('tbody button');
    const firstRows = performance.now() - start;
    await page.waitForFunction(
      (rows) => document.querySelector('.scroll table')?.getAttribute('aria-rowcount') === String(rows + 1),
      { timeout: 120_000 },
      size,
    );
    const all = performance.now() - start;
    return {
      'first rows on the screen': firstRows,
      'all incidents read': all,
      'filter by site, to the new table': await median(9, (i) => filter(page, SITES[i % SITES.length] ?? '')),
      'a frame of scrolling': await scroll(page),
      'row buttons in the document': await page.$$eval('tbody button', (buttons) => buttons.length),
      'check of the whole chain': await check(page),
    };
  } finally {
    await test.stop();
  }
}

/** Puts chained records into the log's database, as the background would have done one by one. */
async function fill(page: Page, size: number): Promise<void> {
  let tail: LogRecord | undefined;
  const now = Date.now();
  for (let from = 0; from < size; from += BATCH) {
    const incidents = Array.from({ length: Math.min(BATCH, size - from) }, (_, i) => {
      const site = SITES[(from + i) % SITES.length] ?? '';
      const time = new Date(now - (size - from - i) * 1000).toISOString();
      return madeIncident(from + i + 1, { time, destination: { site, frame: site } });
    });
    const records = await chainOf(incidents, tail);
    tail = records.at(-1);
    await page.evaluate(
      (batch) =>
        new Promise<void>((resolve, reject) => {
          const opening = indexedDB.open('incidents');
          opening.onsuccess = () => {
            const writing = opening.result.transaction('records', 'readwrite');
            for (const record of batch) writing.objectStore('records').add(record);
            writing.oncomplete = () => {
              opening.result.close();
              resolve();
            };
            writing.onerror = () => reject(writing.error);
          };
        }),
      records,
    );
  }
}

function filter(page: Page, site: string): Promise<number> {
  return page.evaluate(async (chosen) => {
    const select = [...document.querySelectorAll('select')].find((each) =>
      [...each.options].some(({ value }) => value === chosen),
    );
    if (!select) throw new Error('no such filter');
    const start = performance.now();
    select.value = chosen;
    select.dispatchEvent(new Event('change', { bubbles: true }));
    while (document.querySelector('td.site')?.textContent !== chosen)
      await new Promise((resolve) => requestAnimationFrame(resolve));
    return performance.now() - start;
  }, site);
}

/** Scrolls through the table in 60 jumps and gives the median time of script and layout of one. */
async function scroll(page: Page): Promise<number> {
  const times = await page.evaluate(async () => {
    const box = document.querySelector('.scroll');
    if (!box) throw new Error('no table');
    const taken: number[] = [];
    for (let i = 1; i <= 60; i++) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const start = performance.now();
      box.scrollTop = (box.scrollHeight * i) / 61;
      box.dispatchEvent(new Event('scroll'));
      box.getBoundingClientRect();
      taken.push(performance.now() - start);
    }
    return taken;
  });
  return middle(times);
}

function check(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const label = chrome.i18n.getMessage('review_verify');
    const button = [...document.querySelectorAll('button')].find(
      (each) => each.textContent?.trim() === label,
    );
    const start = performance.now();
    button?.click();
    while (!document.querySelector('[role=status] .panel'))
      await new Promise((resolve) => requestAnimationFrame(resolve));
    return performance.now() - start;
  });
}

async function median(times: number, work: (i: number) => Promise<number>): Promise<number> {
  const taken: number[] = [];
  for (let i = 0; i < times; i++) taken.push(await work(i));
  return middle(taken);
}

function middle(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
}
