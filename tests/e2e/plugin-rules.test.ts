import { createHash } from 'node:crypto';
import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashKeyword } from '../../src/engine/keywords.ts';
import type { EngineTables } from '../../src/engine/tables.ts';
import { bundledTables } from '../../src/rules/bundled.ts';
import { sha256Hex } from '../../src/signing/bytes.ts';
import { makePackFile, makePen, makeRoot, type Pen, signRoot } from '../rules/pack/signer.ts';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { servePlugin } from '../support/plugin-files.ts';
import { type ReceivingServer, startReceivingServer } from '../support/receiving-server.ts';

const SALT = 'c3'.repeat(16);
const KEYWORD = 'Tiến độ dự án Sao Mai 27 quý I';
const MARKED = 'UBND HUYỆN AN PHÚ\nSố: 12/KH-UBND\nTUYỆT MẬT\nKẾ HOẠCH\nMã hồ sơ KPT4417.';
const HOST = 'eoffice.example.com';

let server: ReceivingServer;
let test: TestBrowser;
let pen: Pen;
let rootText: ReturnType<typeof signRoot>;
let fingerprint = '';
/** What the unit's folder of packs holds now. */
let published: { readonly version: number; readonly bytes: Uint8Array } | null = null;

beforeAll(async () => {
  pen = await makePen();
  rootText = signRoot(makeRoot({ root: [pen], pack: [pen] }), [pen]);
  fingerprint = await sha256Hex(rootText.signed);
  server = await startReceivingServer((_host, path) => {
    const [bare = ''] = path.split('?');
    const plugin = servePlugin(bare);
    if (plugin) return plugin;
    if (bare === '/goi/latest.json' && published)
      return { type: 'application/json', body: latestOf(published.version, published.bytes) };
    if (bare === '/goi/goi.json' && published)
      return { type: 'application/json', body: Buffer.from(published.bytes) };
    if (!bare.startsWith('/trang')) return { type: 'text/plain', body: '' };
    const tag = `<script src="/la-chan/la-chan.js" data-protect data-rules="https://${HOST}/goi" data-root="${fingerprint}"></script>`;
    return {
      type: 'text/html; charset=utf-8',
      body: `<!doctype html><html lang="vi"><meta charset="utf-8">${tag}<textarea id="t"></textarea>`,
    };
  });
  test = await launchBrowser({ port: server.port, extension: false });
});
afterAll(async () => {
  await test?.stop();
  await server?.stop();
});

function latestOf(version: number, bytes: Uint8Array): string {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const format = 'la-chan.latest/1';
  return JSON.stringify({ format, name: 'chung', version, file: 'goi.json', bytes: bytes.length, sha256 });
}

async function publish(version: number, word: string, pens: readonly Pen[] = [pen]): Promise<Uint8Array> {
  const tables: EngineTables = {
    ...bundledTables,
    pack: { name: 'chung', version: String(version) },
    keywords: {
      salt: SALT,
      rules: [{ ruleId: 'keyword.x', action: 'block', hashes: [hashKeyword(SALT, word)!] }],
    },
  };
  const bytes = await makePackFile({ roots: [rootText], pens, tables, statement: { version } });
  published = { version, bytes };
  return bytes;
}

/** Opens a page in the same browser profile and waits until its rules have been looked at. */
async function open(): Promise<{ page: Page; said: string[] }> {
  const page = await test.open(`https://${HOST}/bare`);
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  await page.goto(`https://${HOST}/trang`);
  return { page, said };
}

const judge = (page: Page, text: string) =>
  page.evaluate(async (words) => {
    const { LaChan } = window as unknown as { LaChan: { scan(item: string): Promise<{ action: string }> } };
    return (await LaChan.scan(words)).action;
  }, text);

/** The field's text after a real paste. */
async function paste(page: Page, text: string): Promise<string> {
  await test.copy({ text });
  await page.bringToFront();
  await page.click('#t');
  await page.keyboard.down('Control');
  await page.keyboard.press('v');
  await page.keyboard.up('Control');
  const value = await page.$eval('#t', (field) => (field as HTMLTextAreaElement).value);
  await page.keyboard.press('Escape');
  return value;
}

describe('the plug-in with a pack from the unit’s folder', () => {
  it('takes one that the root of trust signed, for text and in the guard', async () => {
    await publish(2, 'Sao Mai 27');
    const { page } = await open();
    await expect.poll(() => judge(page, KEYWORD), { timeout: 20_000 }).toBe('block');
    expect(await paste(page, KEYWORD)).toBe('');
    expect(await paste(page, 'Lịch trực tuần')).toBe('Lịch trực tuần');
    await page.close();
  });

  it.each([
    [
      'forged',
      async () => {
        const bytes = await publish(3, 'Sao Mai 27');
        const text = new TextDecoder().decode(bytes).replace('keyword.x', 'keyword.y');
        published = { version: 3, bytes: new TextEncoder().encode(text) };
      },
    ],
    ['signed by a stranger', async () => publish(3, 'Sao Mai 27', [await makePen()])],
    ['older than the one this browser had', async () => publish(1, 'Sao Mai 27')],
  ])('does not take one that is %s, and goes on guarding', async (_what, offer) => {
    await offer();
    const { page, said } = await open();
    await expect.poll(() => said.join(), { timeout: 20_000 }).toContain('was not taken');
    expect(await judge(page, KEYWORD)).toBe('allow');
    expect(await judge(page, MARKED)).toBe('block');
    expect(await paste(page, MARKED)).toBe('');
    await page.close();
  });
});
