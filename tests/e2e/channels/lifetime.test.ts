import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page, Target } from 'puppeteer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EXTENSION, launchBrowser, type TestBrowser } from '../../support/browser.ts';
import { makePayload, type Payload } from '../../support/channel-payload.ts';
import { findLeak } from '../../support/leak-search.ts';
import { html, type ReceivingServer, startReceivingServer } from '../../support/receiving-server.ts';

const FOLDER = process.env.LACHAN_OUT ?? EXTENSION;
const PAGE = html(`<textarea id="t"></textarea><button id="go">Gửi</button><input id="f" type="file"><script>
  document.getElementById('go').onclick = () => fetch('/nhan', { method: 'POST', body: document.getElementById('t').value });
  document.getElementById('f').onchange = (e) => fetch('/tep', { method: 'POST', body: e.target.files[0] });
</script>`);
const ADDRESS = 'https://chat.zalo.me/';
const folder = mkdtempSync(join(tmpdir(), 'la-chan-lifetime-'));
let server: ReceivingServer;
let test: TestBrowser;

beforeEach(async () => {
  server = await startReceivingServer((_, path) => (path === '/' || path === '/clipboard' ? PAGE : null));
});

afterEach(async () => {
  await test?.stop();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

async function paste(page: Page, text: string): Promise<void> {
  await test.copy({ text });
  await page.bringToFront();
  await page.click('#t');
  await page.keyboard.down('Control');
  await page.keyboard.press('KeyV');
  await page.keyboard.up('Control');
  await page.click('#go');
}

async function pick(page: Page, payload: Payload): Promise<void> {
  const input = await page.$('#f');
  await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(payload.files[0]!.path);
}

const arrived = (payload: Payload, milliseconds: number) =>
  server.waitFor((received) => findLeak(received, payload) !== null, milliseconds);

/** Returns what stops the background at once. Closing its target would only ask for it: one that is starting lives on. */
async function findStop(): Promise<() => Promise<void>> {
  const page = await test.browser.newPage();
  await page.goto(`chrome-extension://${test.extensionId}/icons/16.png`);
  const session = await page.createCDPSession();
  await session.send('ServiceWorker.enable');
  const isBackground = (t: Target) => t.type() === 'service_worker' && t.url().includes(test.extensionId);
  return async () => {
    const before = test.browser.targets().filter(isBackground);
    await expect
      .poll(async () => {
        await session.send('ServiceWorker.stopAllWorkers');
        return test.browser.targets().filter((t) => before.includes(t));
      })
      .toEqual([]);
  };
}

const stopWorker = async () => (await findStop())();

const uploads = () => server.received.filter((r) => r.url === '/tep');
const marked = () => makePayload('lifetime', true, ['docx'], folder);
const clean = () => makePayload('lifetime', false, ['docx'], folder);

describe('a tab that was open before the extension was installed', () => {
  it('is guarded without being loaded again', async () => {
    test = await launchBrowser({ port: server.port, extension: false, installable: true });
    const page = await test.open(ADDRESS);
    await paste(page, clean().text);
    expect(await arrived(clean(), 4000)).toBe(true);
    await test.browser.installExtension(FOLDER);
    await pause(1500);
    await paste(page, marked().text);
    expect(await arrived(marked(), 800)).toBe(false);
    await pick(page, marked());
    expect(await arrived(marked(), 1500)).toBe(false);
  });
});

describe('a background that is stopped', () => {
  beforeEach(async () => {
    test = await launchBrowser({ port: server.port, folder: FOLDER });
  });

  it('does not matter to a marked text', async () => {
    const page = await test.open(ADDRESS);
    await stopWorker();
    await paste(page, marked().text);
    expect(await arrived(marked(), 800)).toBe(false);
  });

  it('wakes up to record the attempt', async () => {
    const page = await test.open(ADDRESS);
    await stopWorker();
    await paste(page, marked().text);
    await pause(1500);
    const log = await test.open(`chrome-extension://${test.extensionId}/src/popup/index.html`);
    const reply = await log.evaluate(() =>
      chrome.runtime.sendMessage({ name: 'incidents.read', request: { limit: 10 } }),
    );
    expect(reply.value.total).toBe(1);
  });

  it('wakes up to scan a clean file, which then arrives once', async () => {
    const page = await test.open(ADDRESS);
    await stopWorker();
    await pick(page, clean());
    await server.waitFor(() => uploads().length > 0, 8000);
    await pause(400);
    expect(uploads().map((r) => r.body.equals(clean().files[0]!.bytes))).toEqual([true]);
  });

  it('stops no clean file and lets no marked one go when it dies during the scan', async () => {
    const stop = await findStop();
    const page = await test.open(ADDRESS);
    await pick(page, marked());
    await stop();
    expect(await arrived(marked(), 2500)).toBe(false);
    const other = await test.open(ADDRESS);
    await pick(other, clean());
    await stop();
    await server.waitFor(() => uploads().length > 0, 10_000);
    expect(uploads().map((r) => r.body.equals(clean().files[0]!.bytes))).toEqual([true]);
  });
});

describe('an extension that was updated while a page is open', () => {
  it('leaves no page whose marked text can go', async () => {
    test = await launchBrowser({ port: server.port, folder: FOLDER });
    const page = await test.open(ADDRESS);
    const options = await test.open(`chrome-extension://${test.extensionId}/src/popup/index.html`);
    await options.evaluate(() => chrome.runtime.reload()).catch(() => {});
    await pause(2000);
    await paste(page, marked().text);
    expect(await arrived(marked(), 800)).toBe(false);
    await pick(page, marked());
    expect(await arrived(marked(), 1500)).toBe(false);
  });
});
