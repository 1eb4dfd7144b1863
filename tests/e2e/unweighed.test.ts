import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { openContentWorld } from '../support/content-world.ts';
import { countRecords } from '../support/count-records.ts';
import { html, type ReceivingServer, startReceivingServer } from '../support/receiving-server.ts';

let server: ReceivingServer;
let test: TestBrowser;

beforeAll(async () => {
  server = await startReceivingServer((_, path) => (path === '/trang' ? html('<p>Trang thử</p>') : null));
  test = await launchBrowser({ port: server.port });
});

afterAll(async () => {
  await test?.stop();
  await server?.stop();
});

it('lets nothing go that it fails to read, says why and writes it down once', async () => {
  const log = await test.open(`chrome-extension://${test.extensionId}/src/popup/index.html`);
  const page = await test.browser.newPage();
  const world = await openContentWorld(page, 'https://chat.zalo.me/trang', test.extensionId);
  const send = (body: string) =>
    page.evaluate(
      (text) =>
        fetch('/nhan', { method: 'POST', body: text }).then(
          () => 'sent',
          () => 'refused',
        ),
      body,
    );
  expect(await send('Báo cáo kết quả trồng cây')).toBe('sent');
  const before = await countRecords(log);
  // Stands for any fault of the guard's own while it reads what is to be sent.
  await world.run(`void (String.prototype.matchAll = () => { throw new Error('fault'); })`);
  expect(await send('Kính gửi các thôn, báo cáo số cây')).toBe('refused');
  expect(await send('Kính gửi các thôn, báo cáo lần hai')).toBe('refused');
  expect(server.received.filter(({ body }) => String(body).includes('các thôn'))).toEqual([]);
  await expect.poll(() => countRecords(log)).toBe(before + 1);
  const title = await page.evaluate(() => document.documentElement.lastElementChild?.nodeName);
  expect(title).not.toBe('BODY');
  await page.close();
});
