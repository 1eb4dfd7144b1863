import { readFileSync } from 'node:fs';
import puppeteer, { type Browser, type Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  enrol,
  incidents,
  logInAs,
  makeDevice,
  PASSWORD,
  send,
  startTestServer,
  type TestServer,
} from './support.ts';

const shots = process.env.LACHAN_SHOTS;

describe('the server’s own pages in a browser', () => {
  let server: TestServer;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    server = await startTestServer('sqlite');
    browser = await puppeteer.launch({
      executablePath: process.env.LACHAN_BROWSER ?? '/usr/bin/chromium',
      headless: true,
      args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--lang=vi'],
      env: { ...process.env, LANGUAGE: 'vi' },
    });
    page = await browser.newPage();
    await page.setExtraHTTPHeaders({ 'accept-language': 'vi' });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.end();
  });

  const text = () => page.evaluate(() => document.body.innerText);
  const shoot = async (name: string) => {
    if (!shots) return;
    for (const [look, width] of [
      ['light', 1100],
      ['dark', 1100],
      ['narrow', 420],
    ] as const) {
      await page.emulateMediaFeatures([
        { name: 'prefers-color-scheme', value: look === 'dark' ? 'dark' : 'light' },
      ]);
      await page.setViewport({ width, height: 800 });
      await page.screenshot({ path: `${shots}/${name}-${look}.png` as `${string}.png`, fullPage: true });
    }
  };
  const submit = async (action: string, fields: Record<string, string>) => {
    for (const [name, value] of Object.entries(fields)) {
      const field = (await page.$(`form[action="${action}"] [name="${name}"]`))!;
      const tag = await field.evaluate((element) => element.tagName);
      if (tag === 'SELECT') await field.select(value);
      else {
        await field.evaluate((element) => {
          (element as HTMLInputElement).value = '';
        });
        await field.type(value);
      }
    }
    await Promise.all([page.waitForNavigation(), page.click(`form[action="${action}"] button`)]);
  };

  it('lead from the first code to enrolled machines, judged incidents and a report, without any script', async () => {
    await page.goto(server.address);
    expect(page.url()).toContain('/login');
    await shoot('login-first');
    await submit('/form/setup', { code: 'SAI', name: 'quantri', password: PASSWORD });
    expect(await text()).toContain('Mã không đúng');
    const code = readFileSync(server.setupFile!, 'utf8').trim();
    await submit('/form/setup', { code, name: 'quantri', password: PASSWORD });
    expect(page.url()).toContain('/machines');
    const device = makeDevice();
    await enrol(server, await logInAs(server.address, 'quantri'), device, { deviceName: 'may-van-thu' });
    await send(server.address, device, await incidents(60));
    await page.goto(`${server.address}/manage`);
    await submit('/form/code', { unit: 'Phòng Nội vụ', uses: '25' });
    expect(await text()).toMatch(/([A-Z2-9]{5}-){3}[A-Z2-9]{5}/);
    await submit('/form/user', { name: 'canbo', role: 'officer', unit: '', password: PASSWORD });
    await submit('/form/policy', { layer: '{ "markings": "sometimes" }' });
    expect(await text()).toContain('markings');
    await submit('/form/policy', { layer: '{ "contact": "Văn thư 12" }' });
    expect(await text()).toContain('Đã lưu chính sách');
    await shoot('manage');
    await page.goto(`${server.address}/machines`);
    expect(await text()).toContain('may-van-thu');
    await shoot('machines');
    await submit('/form/logout', {});
    expect(page.url()).toContain('/login');
    await shoot('login');
    await submit('/form/login', { name: 'canbo', password: 'sai mật khẩu' });
    expect(await text()).toContain('không đúng');
    await submit('/form/login', { name: 'canbo', password: PASSWORD });
    expect(page.url()).toContain('/incidents');
    await shoot('incidents');
    await Promise.all([page.waitForNavigation(), page.click('tbody a[href^="/incident?"]')]);
    await submit('/form/review', { state: 'near-miss', note: 'Đã nhắc' });
    expect(await text()).toContain('Đã nhắc');
    await shoot('incident');
    expect((await page.goto(`${server.address}/manage`))!.status()).toBe(403);
  });

  it('take no form that another site sends', async () => {
    const person = await logInAs(server.address, 'canbo');
    const body = new URLSearchParams({
      token: person.token,
      device: '0'.repeat(32),
      id: 'x',
      state: 'confirmed',
    });
    const call = (headers: Record<string, string>, sent = body) =>
      fetch(`${server.address}/form/review`, {
        method: 'POST',
        body: sent,
        headers: { cookie: person.cookie, ...headers },
      });
    expect((await call({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await call({ origin: 'https://example.com' })).status).toBe(403);
    expect((await call({}, new URLSearchParams({ state: 'confirmed' }))).status).toBe(403);
    expect((await call({})).status).toBe(404);
  });
});
