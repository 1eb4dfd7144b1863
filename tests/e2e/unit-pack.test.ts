import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElementHandle, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashKeyword } from '../../src/engine/keywords.ts';
import type { EngineTables } from '../../src/engine/tables.ts';
import { hashFile, hashText } from '../../src/rules/allowlist.ts';
import { bundledTables } from '../../src/rules/bundled.ts';
import { sha256Hex } from '../../src/signing/bytes.ts';
import { makePackFile, makePen, makeRoot, signRoot } from '../rules/pack/signer.ts';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { html, type ReceivingServer, startReceivingServer } from '../support/receiving-server.ts';

const SALT = 'c3'.repeat(16);
const KEYWORD = 'tiến độ Sao Mai 27';
const FALSE_ALARM = `Độ mật: MẬT\n${'Mẫu phiếu này in sẵn ô trên, không ghi gì. '.repeat(8)}\nHết.`;

let folder: string;
let server: ReceivingServer;
let chromium: TestBrowser;
let settings: Page;

/** Keywords on trial, a text and a file that were found to be false alarms. */
async function makeTables(): Promise<EngineTables> {
  const until = '2999-12-31';
  return {
    ...bundledTables,
    pack: { name: 'chung', version: '7' },
    keywords: {
      salt: SALT,
      rules: [{ ruleId: 'keyword.x', action: 'block', hashes: [hashKeyword(SALT, 'Sao Mai 27')!] }],
    },
    stages: [{ ruleId: 'keyword.x', stage: 'report', sites: [{ host: '*.zalo.me', stage: 'block' }] }],
    allowlist: {
      salt: SALT,
      entries: [
        { kind: 'text', hash: hashText(SALT, FALSE_ALARM)!, until },
        { kind: 'file', hash: await hashFile(SALT, new TextEncoder().encode('Độ mật: MẬT\n')), until },
      ],
    },
  };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'la-chan-unit-pack-'));
  const pen = await makePen();
  const root = signRoot(makeRoot({ root: [pen], pack: [pen] }), [pen]);
  const pack = await makePackFile({ roots: [root], pens: [pen], tables: await makeTables() });
  server = await startReceivingServer((_host, path) =>
    path === '/keep' ? null : html('<textarea></textarea><input type="file">'),
  );
  chromium = await launchBrowser({ port: server.port });
  settings = await chromium.open(`chrome-extension://${chromium.extensionId}/src/popup/index.html`);
  const updates = { sources: [], hours: 6, root: await sha256Hex(root.signed) };
  await settings.evaluate((layer) => chrome.storage.local.set({ 'policy.local': layer }), { updates });
  const reply = await settings.evaluate(
    (text) =>
      chrome.runtime.sendMessage({ name: 'updates.file', request: { file: new File([text], 'goi.json') } }),
    new TextDecoder().decode(pack),
  );
  expect(reply).toEqual({ ok: true, value: { kind: 'taken' } });
});

afterAll(async () => {
  await chromium?.stop();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens a page whose guard has the unit's pack. */
async function openAt(site: string): Promise<Page> {
  const page = await chromium.open(`https://${site}/`);
  await new Promise((resolve) => setTimeout(resolve, 800));
  return page;
}

/** Pastes as a person does; resolves to what the field then holds. */
async function paste(page: Page, text: string): Promise<string> {
  await chromium.copy({ text });
  await page.bringToFront();
  await page.$eval('textarea', (field) => {
    field.value = '';
  });
  await page.focus('textarea');
  await page.keyboard.down('Control');
  await page.keyboard.press('v');
  await page.keyboard.up('Control');
  await new Promise((resolve) => setTimeout(resolve, 400));
  const held = await page.$eval('textarea', (field) => field.value);
  await page.keyboard.press('Escape');
  return held;
}

/** Picks a file with this content; resolves to the names the page then has. */
async function pick(page: Page, content: string): Promise<() => Promise<string[]>> {
  const path = join(folder, 'bieu-mau.txt');
  writeFileSync(path, content);
  const input = (await page.$('input[type=file]')) as ElementHandle<HTMLInputElement>;
  await input.uploadFile(path);
  return () => input.evaluate(({ files }) => Array.from(files ?? [], (file) => file.name));
}

const lastIncident = () =>
  settings.evaluate(async () => {
    const reply = await chrome.runtime.sendMessage({ name: 'incidents.read', request: { limit: 1 } });
    return reply.value.incidents[0];
  });

describe('a unit’s own pack', () => {
  it('stops its keyword where the stage is block', async () => {
    const chat = await openAt('chat.zalo.me');
    expect(await paste(chat, KEYWORD)).toBe('');
    expect(await paste(chat, 'tiến độ Sao Mai 28')).toBe('tiến độ Sao Mai 28');
  });

  it('only records it where the stage is report, without the word', async () => {
    const mail = await openAt('mail.google.com');
    expect(await paste(mail, KEYWORD)).toBe(KEYWORD);
    await expect.poll(lastIncident).toMatchObject({ disposition: 'reported' });
    const incident = JSON.stringify(await lastIncident());
    expect(incident).toContain('keyword.x');
    expect(incident.toLowerCase()).not.toContain('sao mai');
  });

  it('lets exactly the text pass that was found to be a false alarm', async () => {
    const chat = await openAt('chat.zalo.me');
    expect(await paste(chat, FALSE_ALARM)).toBe(FALSE_ALARM);
    expect(await paste(chat, FALSE_ALARM.replace('Hết', 'Xong'))).toBe('');
  });

  it('lets exactly the file pass that was found to be a false alarm', async () => {
    const names = await pick(await openAt('chat.zalo.me'), 'Độ mật: MẬT\n');
    await expect.poll(names, { timeout: 20_000 }).toEqual(['bieu-mau.txt']);
    const others = await pick(await openAt('chat.zalo.me'), 'Độ mật: MẬT\n\n');
    await new Promise((resolve) => setTimeout(resolve, 2000));
    expect(await others()).toEqual([]);
  });
});
