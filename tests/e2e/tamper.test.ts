import type { Page } from 'puppeteer';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { type ContentWorld, openContentWorld } from '../support/content-world.ts';
import { type ReceivingServer, startReceivingServer } from '../support/receiving-server.ts';

let server: ReceivingServer;
let test: TestBrowser;
let world: ContentWorld;
let page: Page;
let count = 0;
beforeAll(async () => {
  server = await startReceivingServer(() => ({ type: 'text/html', body: '<p>trang thử' }));
  test = await launchBrowser({ port: server.port });
  world = await openContentWorld(await test.browser.newPage(), 'https://chat.zalo.me/', test.extensionId);
});
beforeEach(async () => {
  await page?.close();
  page = await test.open(`chrome-extension://${test.extensionId}/src/popup/index.html`);
  // A log of its own for every test: what was lost is noted, which is a fault of another test.
  await stopWorker();
  await page.evaluate(async () => {
    await chrome.storage.local.clear();
    await new Promise((resolve) => {
      indexedDB.deleteDatabase('incidents').onsuccess = resolve;
    });
  });
  for (let i = 0; i < 5; i++) await attempt();
});
afterAll(async () => {
  await test?.stop();
  await server?.stop();
});

async function attempt(): Promise<void> {
  count += 1;
  const id = `attempt-${String(count).padStart(8, '0')}`;
  const reply = await world.run<{ ok: boolean } | undefined>(
    `chrome.runtime.sendMessage({ name: 'attempt.text', request: { attemptId: '${id}', channel: 'paste', destination: { site: 'chat.zalo.me', frame: 'chat.zalo.me' },
      item: { kind: 'text', text: 'MẬT ${count}', verdict: { action: 'block', level: 'mat', findings: [], outcome: 'scanned' } } } })`,
  );
  expect(reply?.ok).toBe(true);
}

async function stopWorker(): Promise<void> {
  const session = await page.createCDPSession();
  await session.send('ServiceWorker.enable');
  await session.send('ServiceWorker.stopAllWorkers');
  await session.detach();
}

/** What a person with the browser's tools could do to the log: `change` gets its store of records. */
async function tamper(change: string): Promise<void> {
  await page.evaluate(`new Promise((resolve, reject) => {
    const opening = indexedDB.open('incidents');
    opening.onerror = reject;
    opening.onsuccess = () => {
      const writing = opening.result.transaction('records', 'readwrite');
      (${change})(writing.objectStore('records'));
      writing.oncomplete = () => { opening.result.close(); resolve(); };
      writing.onerror = reject;
    };
  })`);
}

/** The faults that the review page names, in words. */
async function check(): Promise<string> {
  const review = await test.open(`chrome-extension://${test.extensionId}/src/review/index.html`);
  await review.waitForSelector('.tools');
  const label = await review.evaluate(() => chrome.i18n.getMessage('review_verify'));
  await review.waitForFunction(
    (wanted) => {
      const button = [...document.querySelectorAll('button')].find(
        (each) => each.textContent?.trim() === wanted,
      );
      if (!button || button.disabled) return false;
      button.click();
      return true;
    },
    {},
    label,
  );
  await review.waitForSelector('[role=status] .panel.good, [role=status] .panel.bad');
  const words = await review.$eval('[role=status] .panel', (panel) => panel.textContent ?? '');
  await review.close();
  return words;
}

const fault = (name: string) => page.evaluate((key) => chrome.i18n.getMessage(key), `log_fault_${name}`);

describe('a log in the browser’s own database', () => {
  it('is whole when nobody touched it', async () => {
    expect(await check()).toContain(await page.evaluate(() => chrome.i18n.getMessage('review_check_whole')));
  });

  it.each([
    [
      'edited',
      `(store) => { store.get(3).onsuccess = (e) => store.put({ ...e.target.result, level: null }); }`,
    ],
    ['missing', '(store) => store.delete(2)'],
    ['truncated', '(store) => store.delete(IDBKeyRange.lowerBound(4))'],
  ])('shows when records are %s', async (name, change) => {
    await tamper(change);
    expect(await check()).toContain(await fault(name));
  });

  it('keeps the proof of a truncation when it goes on being written', async () => {
    await stopWorker();
    await tamper('(store) => store.delete(IDBKeyRange.lowerBound(4))');
    await attempt();
    await attempt();
    expect(await check()).toContain(await fault('log_lost'));
  });

  it('says when all of it was deleted, and goes on', async () => {
    await stopWorker();
    await page.evaluate(
      () =>
        new Promise((resolve) => {
          indexedDB.deleteDatabase('incidents').onsuccess = resolve;
        }),
    );
    await attempt();
    const words = await check();
    expect(words).toContain(await fault('log_lost'));
    expect(words).not.toContain(await fault('missing'));
  });

  it('cannot be signed by anybody who copies its keys: they do not leave the browser', async () => {
    const exported = await page.evaluate(
      () =>
        new Promise((resolve) => {
          const opening = indexedDB.open('incidents-keys');
          opening.onsuccess = () => {
            const reading = opening.result.transaction('keys').objectStore('keys').get('device');
            reading.onsuccess = async () => {
              const stolen = await crypto.subtle
                .exportKey('pkcs8', reading.result.privateKey)
                .catch(() => null);
              opening.result.close();
              resolve(stolen);
            };
          };
        }),
    );
    expect(exported).toBeNull();
  });
});
