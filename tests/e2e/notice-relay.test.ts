import type { Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EXTENSION, launchBrowser, type TestBrowser } from '../support/browser.ts';
import { html, type ReceivingServer, startReceivingServer } from '../support/receiving-server.ts';

const MARKED = 'UBND XÃ HÒA SƠN\nTUYỆT MẬT\nKế hoạch trồng cây ven đường, mã KPT4417.';
const HOST = 'chat.zalo.me';
const OTHER = 'khung.khac.example.net';
const pages: Record<string, string> = {
  '/quanh': `<input id="k"><iframe src="https://${OTHER}/trong" style="width:1px;height:1px;border:0"></iframe>`,
  '/trong': `<script>onmessage = () => fetch('/nhan', { method: 'POST', body: ${JSON.stringify(MARKED)} }).catch(() => {})</script>`,
  '/soan': `<iframe id="fr" width="720" height="145"></iframe>`,
  '/soan-khac': `<iframe src="https://${OTHER}/o" width="720" height="145"></iframe>`,
  '/o': '<textarea id="t"></textarea>',
};
let server: ReceivingServer;
let test: TestBrowser;
let page: Page;

/** The tags of what stands beside head and body: a notice's host is the only thing there. */
const hosts = (where: Pick<Page, 'evaluate'>) =>
  where.evaluate(() => [...document.documentElement.children].map((e) => e.tagName).slice(2).length);
const until = async (look: () => Promise<number>, wanted: number) => {
  const end = Date.now() + 4_000;
  while ((await look()) !== wanted && Date.now() < end) await new Promise((done) => setTimeout(done, 40));
  return look();
};
const paste = async () => {
  await test.copy({ text: MARKED });
  await page.bringToFront();
  await page.keyboard.down('Control');
  await page.keyboard.press('KeyV');
  await page.keyboard.up('Control');
};
const innerFrame = async () =>
  (await page.waitForFrame((frame) => frame !== page.mainFrame())) as never as Page;

beforeAll(async () => {
  const folder = process.env.LACHAN_OUT ?? EXTENSION;
  server = await startReceivingServer((_, path) =>
    pages[path] ? html(pages[path]) : path === '/clipboard' ? html('') : null,
  );
  test = await launchBrowser({ port: server.port, folder });
});
afterAll(async () => {
  await test?.stop();
  await server?.stop();
});
beforeEach(() => {
  server.received.length = 0;
});
afterEach(() => page?.close());

describe('the notice of a frame that nobody sees and that another host serves', () => {
  beforeEach(async () => {
    page = await test.open(`https://${HOST}/quanh`);
    await page.focus('#k');
    await innerFrame();
    await new Promise((done) => setTimeout(done, 300));
    await page.evaluate(() => document.querySelector('iframe')?.contentWindow?.postMessage(1, '*'));
  });

  it('stands in the page around it, and nothing has left', async () => {
    expect(await until(() => hosts(page), 1)).toBe(1);
    expect(server.received.filter((one) => one.url === '/nhan')).toEqual([]);
  });

  it('is closed by Escape and gives the focus back', async () => {
    await until(() => hosts(page), 1);
    await page.keyboard.press('Escape');
    expect(await until(() => hosts(page), 0)).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('k');
  });

  it('goes when its frame goes', async () => {
    await until(() => hosts(page), 1);
    await page.evaluate(() => document.querySelector('iframe')?.remove());
    expect(await until(() => hosts(page), 0)).toBe(0);
  });
});

describe('the notice of a frame too small to read it in', () => {
  it('stands in the page around it when that is of the same origin', async () => {
    page = await test.open(`https://${HOST}/soan`);
    const frame = await innerFrame();
    await frame.evaluate(() => {
      document.body.innerHTML = '<textarea id="t"></textarea>';
    });
    await frame.click('#t');
    await paste();
    expect(await until(() => hosts(page), 1)).toBe(1);
    expect(await hosts(frame)).toBe(0);
    await page.keyboard.press('Escape');
    expect(await until(() => hosts(page), 0)).toBe(0);
    expect(await frame.evaluate(() => document.hasFocus() && document.activeElement?.id)).toBe('t');
  });

  it('stays in the frame when the page around it is of another origin', async () => {
    page = await test.open(`https://${HOST}/soan-khac`);
    const frame = await innerFrame();
    await frame.waitForSelector('#t');
    await frame.click('#t');
    await paste();
    expect(await until(() => hosts(frame), 1)).toBe(1);
    expect(await hosts(page)).toBe(0);
  });
});
