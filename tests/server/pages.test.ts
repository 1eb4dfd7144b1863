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
      ['light', 1300],
      ['dark', 1300],
      ['narrow', 420],
    ] as const) {
      await page.emulateMediaFeatures([
        { name: 'prefers-color-scheme', value: look === 'dark' ? 'dark' : 'light' },
      ]);
      await page.setViewport({ width, height: 900 });
      await page.screenshot({ path: `${shots}/${name}-${look}.png` as `${string}.png`, fullPage: true });
    }
    await page.setViewport({ width: 1300, height: 900 });
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

  it('lead from the first code to enrolled machines, the way into the review, without any script', async () => {
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
    expect((await page.goto(`${server.address}/manage`))!.status()).toBe(403);
  });

  it('show the officer the review of all machines, and write down every look', async () => {
    page = await browser.newPage();
    await page.setExtraHTTPHeaders({ 'accept-language': 'vi' });
    const { cookie } = await logInAs(server.address, 'canbo');
    const [name, value] = cookie.split('=') as [string, string];
    await browser.setCookie({ name, value, domain: '127.0.0.1' });
    const problems: string[] = [];
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(String(error)));
    await page.setViewport({ width: 1300, height: 900 });
    await page.goto(`${server.address}/incidents`);
    await page.waitForSelector('tbody button');
    expect(await text()).toContain('may-van-thu');
    expect(await page.$eval('.scroll table', (table) => table.getAttribute('aria-rowcount'))).toBe('61');
    await shoot('review');
    const choose = (facet: string, value: string) =>
      page.$eval(`[data-facet="${facet}"] input[value="${value}"]`, (box) =>
        (box as HTMLInputElement).click(),
      );
    const count = () => page.$eval('.scroll table', (table) => table.getAttribute('aria-rowcount'));
    await choose('sites', 'mail.google.com');
    await expect.poll(count).toBe('16');
    await choose('sites', 'facebook.com');
    await expect.poll(count).toBe('31');
    await page.click('[data-facet="sites"] summary');
    await shoot('review-filter');
    await page.click('tbody button');
    await page.waitForSelector('dialog form.judge');
    await page.click('dialog input[value="near-miss"]');
    await page.type('dialog textarea', 'Đã nhắc nhở');
    await page.click('dialog form.judge button');
    await expect.poll(text).toContain('Đã nhắc nhở');
    await shoot('review-detail');
    await page.keyboard.press('Escape');
    await page.reload();
    await page.waitForSelector('tbody button');
    expect(await text()).toContain('Suýt vi phạm');
    await page.evaluate(() =>
      [...document.querySelectorAll('button')]
        .find((each) => each.textContent === 'Kiểm tra nhật ký')
        ?.click(),
    );
    await page.waitForSelector('.panel.bad, .panel.good');
    await shoot('review-checked');
    expect(problems).toEqual([]);
    const trail = await server.db.all<{ action: string }>(
      "SELECT action FROM trail WHERE user_name = 'canbo' ORDER BY sequence",
    );
    expect(new Set(trail.map(({ action }) => action))).toEqual(
      new Set(['login', 'list', 'counts', 'incident', 'review', 'verify']),
    );
  });

  it('take no form that another site sends', async () => {
    const person = await logInAs(server.address, 'canbo');
    const body = new URLSearchParams({ token: person.token });
    const call = (headers: Record<string, string>, sent = body) =>
      fetch(`${server.address}/form/logout`, {
        method: 'POST',
        body: sent,
        redirect: 'manual',
        headers: { cookie: person.cookie, ...headers },
      });
    expect((await call({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await call({ origin: 'https://example.com' })).status).toBe(403);
    expect((await call({}, new URLSearchParams({ token: 'x' }))).status).toBe(403);
    expect((await call({})).status).toBe(302);
  });
});
