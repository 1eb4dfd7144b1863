import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeDocx } from '../documents/writers/office.ts';
import { writePdf } from '../documents/writers/pdf.ts';
import { clean, marked } from '../documents/writers/words.ts';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { drivePrecheck, en, type PrecheckPage, vi } from '../support/precheck-page.ts';
import {
  html,
  type ReceivingServer,
  type Served,
  startReceivingServer,
} from '../support/receiving-server.ts';

const SITE = 'https://truong.example.edu.vn';
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const photo = readFileSync(join(import.meta.dirname, '../vision/fixtures/hoa-toc-scan.jpg'));

const post = `<!doctype html><title>Bài viết</title><h1>Thông báo</h1>
  <p id="chosen">Lịch nghỉ hè</p><div id="host"></div>
  <img src="/anh.jpg" alt="Ảnh sân trường">
  <a href="/tep/giay-moi.docx">Giấy mời</a> <a href="/tep/to-trinh.docx">Tờ trình</a> <a href="/mat-tep.pdf">Hỏng</a>
  <a href="https://noi-khac.example.com/khac.docx">Nơi khác</a>
  <iframe src="/khung.html"></iframe>
  <form><input id="title" value="Tiêu đề bài"><textarea id="body"></textarea><input type="file" id="file" multiple></form>
  <script>document.getElementById('host').attachShadow({ mode: 'closed' }).innerHTML =
    ${JSON.stringify(marked.map((line) => `<p>${line}</p>`).join(''))}</script>`;

const files: Readonly<Record<string, Served>> = {
  '/bai.html': { type: 'text/html; charset=utf-8', body: post },
  '/khung.html': { type: 'text/html; charset=utf-8', body: `<p>${marked.join('<p>')}` },
  '/anh.jpg': { type: 'image/jpeg', body: photo },
  '/tep/giay-moi.docx': { type: DOCX, body: Buffer.from(writeDocx(clean)) },
  '/tep/to-trinh.docx': { type: DOCX, body: Buffer.from(writeDocx(marked)) },
  '/to-trinh.pdf': { type: 'application/pdf', body: Buffer.from(writePdf([marked])) },
  '/kin.html': {
    type: 'text/html; charset=utf-8',
    body: '<a href="/tep/to-trinh.docx">Tờ trình</a>',
    headers: { 'content-security-policy': "default-src 'none'; sandbox" },
  },
  '/mat-tep.pdf': { type: 'text/plain', body: '', headers: { 'content-length': '999999999' } },
};

let server: ReceivingServer;
let test: TestBrowser;
let texts: typeof vi;
let page: Page;
const asked: string[] = [];
const say = (key: string) => texts[key]!.message;

beforeAll(async () => {
  server = await startReceivingServer((host, path) => {
    if (host !== 'truong.example.edu.vn') return null;
    asked.push(path);
    return files[path] ?? html('');
  });
  test = await launchBrowser({ port: server.port });
  page = await test.open(`${SITE}/bai.html`);
  const own = await test.open(`chrome-extension://${test.extensionId}/src/review/index.html`);
  texts = (await own.evaluate(() => chrome.i18n.getMessage('language_code'))) === 'en' ? en : vi;
  await own.close();
});
afterAll(async () => {
  await test?.stop();
  await server?.stop();
});

/** Does what a click in the browser's own menu does: tells the background's listener. */
async function pickFromMenu(menuItemId: string, frameId = 0): Promise<PrecheckPage> {
  const target = await test.browser.waitForTarget(
    (one) => one.type() === 'service_worker' && one.url().includes(test.extensionId),
  );
  const worker = await target.worker();
  await page.bringToFront();
  await worker!.evaluate(
    async (id, frame, url) => {
      const [tab] = await chrome.tabs.query({ url: `${url}/*` });
      const { onClicked } = chrome.contextMenus as unknown as {
        onClicked: { dispatch(...args: unknown[]): void };
      };
      onClicked.dispatch({ menuItemId: id, frameId: frame }, tab);
    },
    menuItemId,
    frameId,
    SITE,
  );
  return opened();
}

async function opened(): Promise<PrecheckPage> {
  const target = await test.browser.waitForTarget((one) => one.url().includes('src/precheck/index.html'));
  return drivePrecheck((await target.page())!, texts);
}

describe('from a page of the site', () => {
  it('all of it is checked: closed shadow roots, frames, attachments and pictures of the site itself', async () => {
    const driven = await pickFromMenu('page');
    await driven.page.waitForFunction(() => document.querySelector('.bad ul'));
    const results = await driven.results();
    expect(results).toMatchObject({
      [say('precheck_page_text')]: say('precheck_item_marked'),
      'giay-moi.docx': say('precheck_item_clean'),
      'to-trinh.docx': say('precheck_item_marked'),
      'anh.jpg': say('precheck_item_clean'),
    });
    const frames = Object.entries(results).filter(([name]) => /khung|frame/i.test(name));
    expect(frames.map(([, result]) => result)).toEqual([say('precheck_item_marked')]);
    expect(await driven.page.$$eval('.bad li', (items) => items.map((item) => item.textContent))).toEqual([
      'mat-tep.pdf',
    ]);
    expect(await driven.words()).toContain(`${SITE}/bai.html`);
    // What another site holds is not fetched, and nothing is told to anybody.
    expect(server.received).toEqual([]);
    await driven.page.close();
  });

  it('the selection alone is checked', async () => {
    await page.evaluate(() => getSelection()?.selectAllChildren(document.getElementById('chosen')!));
    const driven = await pickFromMenu('selection');
    expect(await driven.results()).toEqual({ [say('precheck_selection_text')]: say('precheck_item_clean') });
    await driven.page.close();
  });

  it('the form is checked before it is sent, with what is typed and picked, and stays as it is', async () => {
    await page.evaluate(
      (words, bytes) => {
        (document.getElementById('body') as HTMLTextAreaElement).value = words;
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(bytes)], 'phụ lục.docx'));
        (document.getElementById('file') as HTMLInputElement).files = data.files;
        document.getElementById('title')?.focus();
      },
      marked.join('\n'),
      [...writeDocx(clean)],
    );
    const driven = await pickFromMenu('form');
    await driven.page.waitForFunction(() => document.querySelectorAll('.items > li').length === 2);
    expect(await driven.results()).toEqual({
      [say('precheck_form_text')]: say('precheck_item_marked'),
      'phụ lục.docx': say('precheck_item_clean'),
    });
    await driven.page.close();
    expect(await page.$eval('#file', (input) => (input as HTMLInputElement).files?.length)).toBe(1);
  });

  it('is checked from the popup too', async () => {
    const popup = await test.browser.newPage();
    await popup.evaluateOnNewDocument((url) => {
      const query = chrome.tabs.query.bind(chrome.tabs);
      // A popup has no tab of its own; here it has one, and the site's tab plays the one behind it.
      chrome.tabs.query = (() => query({ url: `${url}/*` })) as typeof chrome.tabs.query;
    }, SITE);
    await popup.goto(`chrome-extension://${test.extensionId}/src/popup/index.html`);
    const button = await popup.waitForSelector(
      `::-p-xpath(//button[normalize-space()="${say('precheck_check_form')}"])`,
    );
    await button!.click();
    const driven = await opened();
    expect(await driven.results()).toMatchObject({
      [say('precheck_form_text')]: say('precheck_item_marked'),
    });
    await driven.page.close();
  });

  it('a PDF in a tab of its own is checked, and a page that forbids its scripts all connections', async () => {
    for (const [path, wanted] of [
      ['/to-trinh.pdf', 'to-trinh.pdf'],
      ['/kin.html', 'to-trinh.docx'],
    ] as const) {
      const other = await test.open(`${SITE}${path}`);
      const own = await test.open(`chrome-extension://${test.extensionId}/src/review/index.html`);
      const id = await own.evaluate(
        async (url) => (await chrome.tabs.query({ url }))[0]?.id,
        `${SITE}${path}`,
      );
      await own.close();
      const address = `chrome-extension://${test.extensionId}/src/precheck/index.html?tab=${id}&scope=page`;
      const driven = await drivePrecheck(await test.open(address), texts);
      await expect.poll(() => driven.words()).toContain(wanted);
      expect(await driven.results()).toMatchObject({ [wanted]: say('precheck_item_marked') });
      await driven.page.close();
      await other.close();
    }
  });

  it('that is closed meanwhile is told with what to do', async () => {
    const driven = await drivePrecheck(
      await test.open(`chrome-extension://${test.extensionId}/src/precheck/index.html?tab=999999&scope=page`),
      texts,
    );
    await expect.poll(() => driven.words()).toContain(say('precheck_trouble_gather'));
    await driven.page.close();
  });
});
