import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { html, type ReceivingServer, startReceivingServer } from '../support/receiving-server.ts';
import { readScreen } from './screens/read-screen.ts';

const MARKED =
  'ỦY BAN NHÂN DÂN XÃ THỬ NGHIỆM\nSố: 07/BC-UBND\n\nTỐI MẬT\n\nBÁO CÁO\nVề việc thử phần mềm trong phòng họp';

let server: ReceivingServer;
let test: TestBrowser;
beforeAll(async () => {
  server = await startReceivingServer(() => html('<textarea id="field" cols="60" rows="8"></textarea>'));
  test = await launchBrowser({ port: server.port });
});
afterAll(async () => {
  await test?.stop();
  await server?.stop();
});

const openOwn = (path: string) => test.open(`chrome-extension://${test.extensionId}/src/${path}/index.html`);

/** A text of the language the browser speaks. */
async function text(key: string, ...substitutions: string[]): Promise<string> {
  const page = await openOwn('review');
  const words = await page.evaluate((k, s) => chrome.i18n.getMessage(k, s), key, substitutions);
  await page.close();
  return words;
}

/** The page's words, once it has drawn something. */
async function wordsOf(page: Page): Promise<string> {
  await page.waitForSelector('h2, table');
  return page.$eval('body', (body) => body.textContent ?? '');
}

/** Opens one of the product's pages with a background that only ever fails. */
async function openFailing(path: string): Promise<Page> {
  const page = await test.browser.newPage();
  await page.evaluateOnNewDocument(() => {
    chrome.runtime.sendMessage = () => Promise.reject(new Error('nobody there'));
  });
  await page.goto(`chrome-extension://${test.extensionId}/src/${path}/index.html`);
  return page;
}

describe('before anything was stopped', () => {
  it('the log says that it is empty', async () => {
    const page = await openOwn('review');
    expect(await wordsOf(page)).toContain(await text('log_empty'));
    await page.close();
  });

  it('the popup says that nothing was stopped and names the rule pack', async () => {
    const page = await openOwn('popup');
    const words = await wordsOf(page);
    expect(words).toContain(await text('popup_latest_empty'));
    expect(words).toContain(await text('popup_pack'));
    await page.close();
  });
});

describe('after a marked paste', () => {
  it('the notice stands over the page and the field is empty', async () => {
    await test.copy({ text: MARKED });
    const page = await test.open('https://chat.zalo.me/');
    await page.focus('#field');
    await page.keyboard.down('Control');
    await page.keyboard.press('v');
    await page.keyboard.up('Control');
    await expect
      .poll(() => readScreen(page), { timeout: 10_000 })
      .toContain(`alertdialog: ${await text('notice_title_blocked')}`);
    expect(await page.$eval('#field', (field) => (field as HTMLTextAreaElement).value)).toBe('');
    await page.close();
  });

  it('the popup lists it', async () => {
    const page = await openOwn('popup');
    const words = await wordsOf(page);
    expect(words).toContain('chat.zalo.me');
    expect(words).toContain(await text('action_block'));
    await page.close();
  });

  it('the log lists it, and its details open by keyboard and hold no content', async () => {
    const page = await openOwn('review');
    await page.waitForSelector('tbody tr');
    await page.focus('tbody button');
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog[open] .item');
    const words = await wordsOf(page);
    expect(await page.$eval('tbody button', (button) => button.getAttribute('aria-expanded'))).toBe('true');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.$('dialog')).toBeNull();
    expect(await page.evaluate(() => document.activeElement?.matches('tbody button'))).toBe(true);
    expect(words).toContain('chat.zalo.me');
    expect(words).toContain(await text('level_toi_mat'));
    expect(words).toContain(await text('disposition_blocked'));
    expect(words).not.toMatch(/UBND|THỬ NGHIỆM|phòng họp/);
    await page.close();
  });

  it('every control of the log has a name', async () => {
    const page = await openOwn('review');
    await page.waitForSelector('tbody tr');
    const controls = (await readScreen(page)).filter((line) =>
      /^(button|link|columnheader|region|table|combobox|toolbar|form):/.test(line),
    );
    expect(controls.length).toBeGreaterThan(8);
    expect(controls.filter((line) => /^(?!table).*: $/.test(line))).toEqual([]);
    await page.close();
  });
});

describe('when the background does not answer', () => {
  it.each(['popup', 'review'])('the %s says what to do and tries again on request', async (path) => {
    const page = await openFailing(path);
    expect(await wordsOf(page)).toContain(await text('error_unreachable'));
    const retry = await text('button_retry');
    expect(await readScreen(page)).toContain(`button: ${retry}`);
    await page.close();
  });
});
