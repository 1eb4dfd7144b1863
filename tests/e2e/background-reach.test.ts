import type { Frame, Page } from 'puppeteer';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EXTENSION, launchBrowser, type TestBrowser } from '../support/browser.ts';
import { type ReceivingServer, startReceivingServer } from '../support/receiving-server.ts';

const MARKED = 'TUYỆT MẬT';
const CLEAN = 'Kính mời họp tổ chuyên môn';
const OFFICE = 'https://vanban.unit.example/';

/** A page that sends its field on every change by itself, and `fetch`es what it is told to. */
const page = (frame: string) =>
  `<!doctype html><textarea></textarea>${frame}
   <script>
     const field = document.querySelector('textarea');
     field.addEventListener('input', () => navigator.sendBeacon('/keep', field.value));
   </script>`;

let server: ReceivingServer;
let chromium: TestBrowser;
let settings: Page;

beforeAll(async () => {
  server = await startReceivingServer((host, path) => {
    if (path === '/keep') return null;
    const frame =
      host === 'vanban.unit.example' ? '<iframe src="https://editor.vendor.example/"></iframe>' : '';
    return { type: 'text/html', body: page(frame) };
  });
  chromium = await launchBrowser({ port: server.port });
  settings = await chromium.open(`chrome-extension://${chromium.extensionId}/src/popup/index.html`);
});
afterAll(async () => {
  await chromium?.stop();
  await server?.stop();
});
beforeEach(() => {
  server.received.length = 0;
});

/** Sets the policy of this machine and waits until the background has followed it. */
async function setPolicy(sites: { add?: string[]; remove?: string[] }): Promise<void> {
  await settings.evaluate((layer) => chrome.storage.local.set({ 'policy.local': layer }), { sites });
  const matches = (sites.add ?? []).map((host) => `*://${host}/*`);
  await expect
    .poll(() =>
      settings.evaluate(async () => {
        const scripts = await chrome.scripting.getRegisteredContentScripts({ ids: ['arm'] });
        return scripts.flatMap((script) => script.matches ?? []);
      }),
    )
    .toEqual(matches);
}

/** Presses Ctrl+V with `text` on the clipboard; resolves to what the field holds and what the server got. */
async function paste(into: Page | Frame, text: string): Promise<{ field: string; received: string }> {
  const tab = 'mainFrame' in into ? into : into.page();
  await chromium.copy({ text });
  await tab.bringToFront();
  await into.focus('textarea');
  await tab.keyboard.down('Control');
  await tab.keyboard.press('KeyV');
  await tab.keyboard.up('Control');
  await server.waitFor((received) => received.length > 0, 700);
  return {
    field: await into.$eval('textarea', (field) => field.value),
    received: server.received.map(({ body }) => body.toString()).join('\n'),
  };
}

async function incidents(): Promise<number> {
  const reply = await settings.evaluate(() =>
    chrome.runtime.sendMessage({ name: 'incidents.read', request: { limit: 1 } }),
  );
  return reply.value.total;
}

describe('a host that policy adds', () => {
  let office: Page;
  beforeAll(async () => {
    office = await chromium.open(OFFICE);
  });

  it('is left alone before', async () => {
    expect(await paste(office, MARKED)).toEqual({ field: MARKED, received: MARKED });
    expect(await incidents()).toBe(0);
  });

  it('is guarded at once in a page that is open', async () => {
    await setPolicy({ add: ['*.unit.example'] });
    // The scripts reach the open page a moment after the policy: each try starts from an empty field and an empty record.
    const tryAgain = async () => {
      server.received.length = 0;
      await office.$eval('textarea', (field) => {
        field.value = '';
      });
      return paste(office, MARKED);
    };
    await expect.poll(tryAgain, { timeout: 10_000 }).toEqual({ field: '', received: '' });
    await expect.poll(incidents).toBeGreaterThan(0);
  });

  it('is guarded from the first script in later pages, also when the page itself sends', async () => {
    await office.reload();
    expect(await paste(office, MARKED)).toEqual({ field: '', received: '' });
    const sent = await office.evaluate(
      (text) =>
        fetch('/keep', { method: 'POST', body: text }).then(
          () => true,
          () => false,
        ),
      MARKED,
    );
    expect(sent).toBe(false);
    expect(server.received).toEqual([]);
  });

  it('passes clean text as before', async () => {
    await office.reload();
    expect(await paste(office, CLEAN)).toEqual({ field: CLEAN, received: CLEAN });
  });

  it('is guarded in frames of other sites too', async () => {
    await office.reload();
    const frame = await office.waitForFrame((f) => f.url().includes('editor.vendor.example'));
    await frame.waitForSelector('textarea');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await paste(frame, MARKED)).toEqual({ field: '', received: '' });
  });

  it('lends nothing to that other site on its own', async () => {
    const vendor = await chromium.open('https://editor.vendor.example/');
    expect(await paste(vendor, MARKED)).toEqual({ field: MARKED, received: MARKED });
    await vendor.close();
  });

  it('is left alone again when policy drops it', async () => {
    await setPolicy({});
    await office.reload();
    expect(await paste(office, MARKED)).toEqual({ field: MARKED, received: MARKED });
    await office.close();
  });
});

describe('a bundled host that policy removes', () => {
  it('is left alone', async () => {
    await setPolicy({ remove: ['tracuu.bo.gov.vn'] });
    const open = await chromium.open('https://tracuu.bo.gov.vn/');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await paste(open, MARKED)).toEqual({ field: MARKED, received: MARKED });
    server.received.length = 0;
    const other = await chromium.open('https://mail.bo.gov.vn/');
    expect(await paste(other, MARKED)).toEqual({ field: '', received: '' });
    await open.close();
    await other.close();
    await setPolicy({});
  });
});

describe('a page that was open before the extension came', () => {
  let fresh: Page;
  let cutOff: Page;
  beforeAll(async () => {
    // Opened with the extension, then cut off from it, as by an update.
    cutOff = await chromium.open('https://mail.so.gov.vn/');
    await chromium.browser.uninstallExtension(chromium.extensionId);
    fresh = await chromium.open('https://mail.huyen.gov.vn/');
    await chromium.browser.installExtension(EXTENSION);
    settings = await chromium.open(`chrome-extension://${chromium.extensionId}/src/popup/index.html`);
  });

  it('is guarded without being loaded again, and its attempts are recorded', async () => {
    // The badge comes last of what the background does when it is installed.
    await expect
      .poll(() => settings.evaluate(() => chrome.action.getBadgeBackgroundColor({})), { timeout: 10_000 })
      .not.toEqual([0, 0, 0, 0]);
    expect(await paste(fresh, MARKED)).toEqual({ field: '', received: '' });
    await expect.poll(incidents, { timeout: 5_000 }).toBe(1);
    await fresh.keyboard.press('Escape');
    expect(await paste(fresh, CLEAN)).toEqual({ field: CLEAN, received: CLEAN });
  });

  // The old guard is cut off from the background: it has to stand down, or it would hide the event from the new one.
  it('is guarded by the new guard alone when an old one was in it', async () => {
    const before = await incidents();
    expect(await paste(cutOff, MARKED)).toEqual({ field: '', received: '' });
    await expect.poll(incidents, { timeout: 5_000 }).toBe(before + 1);
    await cutOff.keyboard.press('Escape');
    expect(await paste(cutOff, CLEAN)).toEqual({ field: CLEAN, received: CLEAN });
  });
});
