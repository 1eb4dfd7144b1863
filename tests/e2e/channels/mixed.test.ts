import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EXTENSION, launchBrowser, type TestBrowser } from '../../support/browser.ts';
import { html, type ReceivingServer, startReceivingServer } from '../../support/receiving-server.ts';

const MARKED = 'UBND XÃ HÒA SƠN\r\nTỐI MẬT\r\nSố: 14/KH-UBND\r\nKẾ HOẠCH\r\nTrồng cây ven đường.';
const clean = (n: number) => `UBND XÃ HÒA SƠN\r\nSố: ${n}/KH-UBND\r\nKẾ HOẠCH\r\nTrồng ${n} cây ven đường.`;
const SEND = `for (const [path, f] of files) fetch('/nhan?' + encodeURIComponent(path), { method: 'POST', body: f });`;
const pages: Record<string, string> = {
  '/nhieu': `<input id="f" type="file" multiple><script>f.onchange = () => { const files = [...f.files].map((x) => [x.name, x]); ${SEND} }</script>`,
  '/thu-muc': `<input id="f" type="file" webkitdirectory><script>f.onchange = () => { const files = [...f.files].map((x) => [x.webkitRelativePath, x]); ${SEND} }</script>`,
  '/tha': `<div id="z" style="width:300px;height:200px;background:#eee"></div><script>
    z.ondragover = (e) => e.preventDefault();
    const read = (x, path) => new Promise((ok) => x.isFile ? x.file((f) => ok([[path + f.name, f]]), () => ok([])) : x.createReader().readEntries(async (l) => ok((await Promise.all(l.map((y) => read(y, path + x.name + '/')))).flat())));
    z.ondrop = async (e) => { e.preventDefault(); const files = (await Promise.all([...e.dataTransfer.items].map((i) => read(i.webkitGetAsEntry(), '')))).flat(); ${SEND} };
  </script>`,
};
const root = mkdtempSync(join(tmpdir(), 'la-chan-mixed-'));
const folder = join(root, 'ho-so');
let server: ReceivingServer;
let test: TestBrowser;
let page: Page;

/** Files of one folder: number 2 is marked, and so is number 7 where there are so many. */
function write(count: number): string[] {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'con'), { recursive: true });
  return Array.from({ length: count }, (_, i) => {
    const path = join(folder, i % 3 === 0 ? 'con' : '.', `tep-${i}.txt`);
    writeFileSync(path, i === 2 || i === 7 ? MARKED : clean(i));
    return path;
  });
}
const arrived = () =>
  server.received
    .filter((one) => one.url.startsWith('/nhan?'))
    .map((one) => [decodeURIComponent(one.url.slice('/nhan?'.length)), String(one.body)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
const notices = () => page.evaluate(() => document.documentElement.children.length - 2);
const incidents = async () => {
  const log = await test.open(`chrome-extension://${test.extensionId}/src/popup/index.html`);
  const reply = await log.evaluate(() =>
    chrome.runtime.sendMessage({ name: 'incidents.read', request: { limit: 1 } }),
  );
  await log.close();
  return reply.value.total as number;
};
const drop = async (paths: string[]) => {
  const session = await page.createCDPSession();
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', {
      type,
      x: 100,
      y: 100,
      data: { items: [], files: paths, dragOperationsMask: 1 },
    });
};
const pick = async (...paths: string[]) => {
  const input = await page.waitForSelector('#f');
  await (input as unknown as { uploadFile(...p: string[]): Promise<void> }).uploadFile(...paths);
};
/** Waits for so many clean files, then as long as one too many would need. */
const settle = async (count: number) => {
  await server.waitFor(() => arrived().length >= count, 10_000);
  await new Promise((done) => setTimeout(done, 400));
};

beforeAll(async () => {
  server = await startReceivingServer((_, path) => (pages[path] ? html(pages[path]) : null));
  test = await launchBrowser({ port: server.port, folder: process.env.LACHAN_OUT ?? EXTENSION });
});
afterAll(async () => {
  await test?.stop();
  await server?.stop();
  rmSync(root, { recursive: true, force: true });
});
let before: number;
beforeEach(async () => {
  server.received.length = 0;
  before = await incidents();
});
afterEach(() => page?.close());

/** One notice, one incident, and of the files all clean ones, each once and whole. */
async function expectCleanOnly(wanted: readonly (readonly [string, string])[]): Promise<void> {
  await settle(wanted.length);
  expect(arrived()).toEqual([...wanted].sort(([a], [b]) => (a < b ? -1 : 1)));
  expect(await notices()).toBe(1);
  expect(await incidents()).toBe(before + 1);
}

describe('clean and marked files chosen together', () => {
  it('are told apart in one notice: the clean ones go on', async () => {
    page = await test.open('https://mail.google.com/nhieu');
    await pick(...write(5));
    await expectCleanOnly([0, 1, 3, 4].map((i) => [`tep-${i}.txt`, clean(i)]));
  });

  it('are told apart among very many', async () => {
    page = await test.open('https://mail.google.com/nhieu');
    await pick(...write(150));
    const passing = Array.from({ length: 150 }, (_, i) => i).filter((i) => i !== 2 && i !== 7);
    await expectCleanOnly(passing.map((i) => [`tep-${i}.txt`, clean(i)]));
  });

  it('are told apart in a folder, whose paths stay', async () => {
    page = await test.open('https://mail.google.com/thu-muc');
    write(5);
    await pick(folder);
    await expectCleanOnly(
      [0, 1, 3, 4].map((i) => [`ho-so/${i % 3 === 0 ? 'con/' : ''}tep-${i}.txt`, clean(i)]),
    );
  });

  it('are told apart in a dropped folder beside a dropped file', async () => {
    page = await test.open('https://mail.google.com/tha');
    write(5);
    const beside = join(root, 'rieng.txt');
    writeFileSync(beside, clean(9));
    await drop([folder, beside]);
    await expectCleanOnly([
      ...[0, 1, 3, 4].map((i) => [`ho-so/${i % 3 === 0 ? 'con/' : ''}tep-${i}.txt`, clean(i)] as const),
      ['rieng.txt', clean(9)],
    ]);
  });
});
