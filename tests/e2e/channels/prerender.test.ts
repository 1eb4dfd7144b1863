import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EXTENSION } from '../../support/browser.ts';
import { html, type ReceivingServer, startReceivingServer } from '../../support/receiving-server.ts';

// The tools that drive browsers switch prerendering off, so this browser runs by itself: the pages do what is tried.
const FOLDER = process.env.LACHAN_OUT ?? EXTENSION;
const HOST = 'thcs-hoason.edu.vn';
const MARKED = 'UBND XÃ HÒA SƠN\nTUYỆT MẬT\nKế hoạch trồng cây, mã KPT4417.';
const pages: Record<string, string> = {
  '/': `<script type="speculationrules">{"prerender":[{"urls":["sau"],"eagerness":"immediate"}]}</script>
    <script>setTimeout(() => { location.href = 'sau' }, 3000)</script>`,
  '/sau': `<script>
    const send = (path, body) => fetch(path, { method: 'POST', body }).catch(() => {});
    const early = document.prerendering;
    send('/co?' + early, 'x'); send('/nhan', ${JSON.stringify(MARKED)}); send('/sach', 'Kế hoạch trồng cây');
    document.addEventListener('prerenderingchange', () => { send('/nhan-sau', ${JSON.stringify(MARKED)}); send('/sach-sau', 'x'); });
  </script>`,
};
let server: ReceivingServer;
let stop: () => Promise<void>;

beforeEach(async () => {
  server = await startReceivingServer((_, path) => (pages[path] ? html(pages[path]) : null));
});
afterEach(async () => {
  await stop?.();
  await server.stop();
});

function browse(extension: boolean): void {
  const profile = mkdtempSync(join(tmpdir(), 'la-chan-prerender-'));
  const child = spawn(
    process.env.LACHAN_BROWSER ?? '/usr/bin/chromium',
    [
      '--headless=new',
      // Without a port it would end when the page is loaded; nobody connects.
      '--remote-debugging-port=0',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--no-first-run',
      '--ignore-certificate-errors',
      '--disable-features=DisableLoadExtensionCommandLineSwitch',
      ...(extension ? [`--load-extension=${FOLDER}`] : []),
      `--user-data-dir=${profile}`,
      `--host-resolver-rules=MAP ${HOST}:443 127.0.0.1:${server.port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`,
      `https://${HOST}/`,
    ],
    { stdio: 'ignore' },
  );
  const ended = new Promise((done) => child.once('exit', done));
  stop = async () => {
    child.kill();
    await ended;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
}

const urls = () =>
  server.received.filter((one) => one.host === HOST && one.method === 'POST').map((one) => one.url);
const until = (url: string) => server.waitFor(() => urls().includes(url), 15_000);

describe('a page that the browser renders ahead', () => {
  it('sends what it likes in a bare browser, before it is shown and after', async () => {
    browse(false);
    expect(await until('/sach-sau')).toBe(true);
    await server.waitFor(() => urls().includes('/nhan-sau'), 2_000);
    expect(urls()).toEqual(expect.arrayContaining(['/co?true', '/nhan', '/nhan-sau']));
  });

  it('sends nothing marked, before it is shown or after, and all that is clean', async () => {
    browse(true);
    expect(await until('/sach-sau')).toBe(true);
    await server.waitFor(() => false, 800);
    expect(urls().sort()).toEqual(['/co?true', '/sach', '/sach-sau']);
  });
});
