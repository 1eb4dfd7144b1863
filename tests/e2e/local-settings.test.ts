import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { html, type ReceivingServer, startReceivingServer } from '../support/receiving-server.ts';

const LETTER = 'ỦY BAN NHÂN DÂN XÃ THỬ\nSố: 12/KH-UBND\n\nTUYỆT MẬT\n\nKẾ HOẠCH';

let server: ReceivingServer;
let chromium: TestBrowser;
let page: Page;

beforeAll(async () => {
  server = await startReceivingServer(() => html('<textarea></textarea>'));
  chromium = await launchBrowser({ port: server.port, language: 'vi' });
  page = await chromium.open(`chrome-extension://${chromium.extensionId}/src/options/index.html`);
  await page.waitForSelector('form');
});
afterAll(async () => {
  await chromium?.stop();
  await server?.stop();
});

const fill = (path: string, text: string) =>
  page.$eval(
    `[name="${path}"]`,
    (field, value) => {
      (field as HTMLInputElement).value = value;
    },
    text,
  );
const save = async (said: RegExp) => {
  await page.click('form [type=submit]');
  await page.waitForFunction(
    (wanted) => new RegExp(wanted).test(document.querySelector('form [role=status]')?.textContent ?? ''),
    {},
    said.source,
  );
};
const stored = () =>
  page.evaluate(async () => (await chrome.storage.local.get('policy.local'))['policy.local']);
const rowOf = (name: string) =>
  page.$eval(`th[title="${name}"]`, (head) => head.parentElement?.textContent?.replace(/\s+/g, ' ').trim());

describe('the settings of a machine without policy', () => {
  it('have a name and a hint for each field, also for who does not see the screen', async () => {
    const bare = await page.$$eval('form :is(input, select, textarea)', (fields) =>
      fields
        .filter((field) => {
          const hints = (field.getAttribute('aria-describedby') ?? '').split(' ');
          const named = (field as HTMLInputElement).labels?.[0]?.textContent?.trim();
          return !named || !hints.every((id) => document.getElementById(id)?.textContent?.trim());
        })
        .map((field) => field.getAttribute('name')),
    );
    expect(bare).toEqual([]);
  });

  it('with a mistake are not saved, and each mistake stands at its field, in words', async () => {
    await fill('sites.add', 'noibo.xa-thu.vn\nhttps://sai/duong dan');
    await fill('server', 'http://la-chan.donvi.vn');
    await fill('updates.root', 'abc');
    await save(/3/);
    const wrong = await page.$$eval('form .field', (fields) =>
      fields.flatMap((field) => {
        const words = field.querySelector('.wrong')?.textContent?.replace(/\s+/g, ' ').trim();
        return words ? [`${field.querySelector('[name]')?.getAttribute('name')}: ${words}`] : [];
      }),
    );
    expect(wrong).toEqual([
      'sites.add: Dòng 2: Chưa đúng tên trang. Viết như mail.example.vn hoặc *.example.vn, không có https:// và dấu /.',
      'server: Chưa đúng địa chỉ. Viết như https://la-chan.donvi.vn, không thêm gì sau tên máy chủ.',
      'updates.root: Phải đủ 64 chữ số và chữ thường a–f; hãy chép lại nguyên cả dòng.',
    ]);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('sites.add');
    expect(await page.$eval('[name="sites.add"]', (field) => (field as HTMLTextAreaElement).value)).toContain(
      'duong dan',
    );
    expect(await stored()).toBeUndefined();
  });

  it('come into force in pages that are open, and are named as this machine’s', async () => {
    const site = await chromium.open('https://noibo.xa-thu.vn/');
    await fill('sites.add', 'noibo.xa-thu.vn');
    await fill('server', '');
    await fill('updates.root', '');
    await fill('contact', 'Cô Hoa, văn thư, máy lẻ 12');
    await page.select('[name="foreign"]', 'block');
    await page.bringToFront();
    await save(/Đã lưu/);
    expect(await stored()).toEqual({
      sites: { add: ['noibo.xa-thu.vn'] },
      contact: 'Cô Hoa, văn thư, máy lẻ 12',
      foreign: 'block',
    });
    expect(await rowOf('sites')).toBe('Trang được bảo vệ Thêm: noibo.xa-thu.vn Máy này');
    expect(await rowOf('foreign')).toBe('Dấu mật nước ngoài Chặn Máy này');
    expect(await rowOf('markings')).toBe('Dấu chỉ độ mật Chặn Có sẵn');
    await chromium.copy({ text: LETTER });
    const paste = async () => {
      await site.bringToFront();
      await site.$eval('textarea', (field) => {
        field.value = '';
      });
      await site.focus('textarea');
      await site.keyboard.down('Control');
      await site.keyboard.press('v');
      await site.keyboard.up('Control');
      await new Promise((resolve) => setTimeout(resolve, 300));
      return site.$eval('textarea', (field) => field.value);
    };
    await expect.poll(paste, { timeout: 10_000 }).toBe('');
    await page.bringToFront();
  });

  it('are taken back as a whole', async () => {
    await page.click('form [type=reset]');
    await expect.poll(stored).toEqual({});
    await expect
      .poll(() => page.$eval('[name="contact"]', (field) => (field as HTMLInputElement).value))
      .toBe('');
    await expect.poll(() => rowOf('foreign')).toBe('Dấu mật nước ngoài Nhắc, hỏi lý do Có sẵn');
  });
});
