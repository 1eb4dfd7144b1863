import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElementHandle, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Status } from '../../src/messages/messages.ts';
import { PASSWORD, setUpAdmin } from '../server/support.ts';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { html, type ReceivingServer, startReceivingServer } from '../support/receiving-server.ts';
import { runCommands, startUnitServer, type UnitServer } from '../support/unit-server.ts';
import { readScreen } from './screens/read-screen.ts';

const KEYWORD = 'tiến độ Sao Mai 27';
const LATER_KEYWORD = 'họp về Hải Đăng 5';
const FALSE_ALARM = `Độ mật: MẬT\n${'Mẫu phiếu này in sẵn ô trên, không ghi gì. '.repeat(8)}\nHết.`;
const NEXT_YEAR = new Date().getFullYear() + 1;

const RULE_NAME = 'Tài liệu của dự án trọng điểm';
const KEYWORDS = (words: string) => `id: keyword.x
name: ${RULE_NAME}
action: block
words: [${words}]
source: Quyết định giao nhiệm vụ
examples:
  match: ["${KEYWORD}"]
  ignore: ["Trường mầm non Sao Mai tuyển sinh"]
`;

let folder: string;
let sites: ReceivingServer;
let server: UnitServer;
let chromium: TestBrowser;
let settings: Page;
let chat: Page;

const office = (script: string) =>
  runCommands(script, folder, {
    NODE_EXTRA_CA_CERTS: server?.certificate,
    NODE_TLS_REJECT_UNAUTHORIZED: '1',
  });

/** From an empty folder to a root of trust and a signed pack, by the commands of the guide. */
async function preparePack(): Promise<string> {
  const until = `${NEXT_YEAR}-06-30`;
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  await office('la-chan rules new don-vi --unit so-thu');
  write('don-vi/keywords/du-an.yaml', KEYWORDS('Sao Mai 27'));
  write(
    'don-vi/stages.yaml',
    '- rule: keyword.x\n  stage: report\n  sites:\n    - { host: "*.zalo.me", stage: block }\n',
  );
  write('bao-nham.txt', FALSE_ALARM);
  write('bieu-mau.txt', 'Độ mật: MẬT\n');
  write('password.txt', `${PASSWORD}\n`);
  const said = await office(`
    la-chan rules allow don-vi bao-nham.txt --text --until ${until} --reason "Báo nhầm"
    la-chan rules allow don-vi bieu-mau.txt --until ${until} --reason "Báo nhầm"
    la-chan rules keys new goc --no-passphrase
    la-chan rules keys new goi --no-passphrase
    la-chan rules root new roots.json --unit so-thu --expires ${until} \
      --root-key goc.pub.json --root-threshold 1 --pack-key goi.pub.json
    la-chan rules sign roots.json --key goc.key.pem
    la-chan rules root show roots.json | grep -o '[0-9a-f]\\{64\\}'`);
  return said.trim().split('\n').at(-1)!;
}

const publish = () =>
  office(`
    la-chan rules build don-vi --roots roots.json -o chung.json
    la-chan rules sign chung.json --key goi.key.pem
    la-chan rules publish chung.json --server ${server.address} --user quantri --password-file password.txt`);

const status = (): Promise<Status> =>
  settings.evaluate(async () => {
    const reply = await chrome.runtime.sendMessage({ name: 'status.read', request: { tabUrl: null } });
    return reply.value;
  });

beforeAll(async () => {
  // The test's own calls meet the same self-signed certificate as the browser.
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
  folder = mkdtempSync(join(tmpdir(), 'la-chan-unit-pack-'));
  const root = await preparePack();
  server = await startUnitServer(folder, root);
  const admin = await setUpAdmin(server);
  const made = await admin.call('/v1/admin/codes', { body: { unit: 'Văn phòng', uses: 1, days: 7 } });
  const { code } = (await made.json()) as { code: string };
  sites = await startReceivingServer((_host, path) =>
    path === '/keep' ? null : html('<textarea></textarea><input type="file" multiple>'),
  );
  chromium = await launchBrowser({ port: sites.port });
  settings = await chromium.open(`chrome-extension://${chromium.extensionId}/src/popup/index.html`);
  const layer = { server: server.address, enrolmentCode: code, updates: { root } };
  await settings.evaluate((local) => chrome.storage.local.set({ 'policy.local': local }), layer);
  await vi.waitFor(() => expect(server.listeners()).toBe(1), { timeout: 20_000 });
  chat = await openAt('chat.zalo.me');
});

afterAll(async () => {
  await chromium?.stop();
  await sites?.stop();
  await server?.stop();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

async function openAt(site: string): Promise<Page> {
  const page = await chromium.open(`https://${site}/`);
  await new Promise((resolve) => setTimeout(resolve, 800));
  return page;
}

/** Pastes as a person does; resolves to what the field then holds. A notice is closed unless it is to be read. */
async function paste(page: Page, text: string, close = true): Promise<string> {
  await chromium.copy({ text });
  await page.bringToFront();
  await page.focus('textarea');
  // By keys: a text that new rules find marked is shown to scripts as it was before.
  for (const key of ['a', 'v'] as const) {
    await page.keyboard.down('Control');
    await page.keyboard.press(key);
    await page.keyboard.up('Control');
    if (key === 'a') await page.keyboard.press('Delete');
  }
  await new Promise((resolve) => setTimeout(resolve, 400));
  const held = await page.$eval('textarea', (field) => field.value);
  if (close) await page.keyboard.press('Escape');
  return held;
}

/** Picks files; resolves to what asks for the names the page then has. */
async function pick(page: Page, ...names: string[]): Promise<() => Promise<string[]>> {
  const input = (await page.$('input[type=file]')) as ElementHandle<HTMLInputElement>;
  await input.uploadFile(...names.map((name) => join(folder, name)));
  return () => input.evaluate(({ files }) => Array.from(files ?? [], (file) => file.name));
}

/** Scanned pages without a marking, each of which has to be read letter by letter. */
async function drawPages(count: number): Promise<string[]> {
  const names = Array.from({ length: count }, (_, i) => `trang-${i}.png`);
  for (const name of names) {
    const picture = await settings.evaluate((title) => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 1240, height: 1754 });
      const pen = canvas.getContext('2d')!;
      pen.fillStyle = '#fff';
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.fillStyle = '#222';
      pen.font = '30px serif';
      for (let line = 0; line < 40; line++)
        pen.fillText(`${title}: biên bản họp tổ chuyên môn, dòng ${line}`, 120, 140 + 40 * line);
      return canvas.toDataURL('image/png');
    }, name);
    writeFileSync(join(folder, name), Buffer.from(picture.split(',')[1]!, 'base64'));
  }
  return names;
}

const lastIncident = () =>
  settings.evaluate(async () => {
    const reply = await chrome.runtime.sendMessage({ name: 'incidents.read', request: { limit: 1 } });
    return reply.value.incidents[0];
  });

describe('a pack that is published at the unit’s server', () => {
  it('is in force in an open page within a minute, without a reload, while files are being read', async () => {
    await chat.evaluate(() => Object.assign(window, { untouched: true }));
    expect(await paste(chat, KEYWORD)).toBe(KEYWORD);
    expect((await status()).pack.expires).toBe(null);
    const names = await drawPages(12);
    await publish();
    const arrived = await pick(chat, ...names);
    await expect.poll(async () => (await status()).pack.expires, { timeout: 60_000 }).not.toBe(null);
    // On most machines no file has arrived by now; on a busy one the last may be through already, which changes nothing.
    await expect.poll(() => paste(chat, KEYWORD), { timeout: 20_000 }).toBe('');
    await expect.poll(arrived, { timeout: 60_000 }).toEqual(names);
    expect(await chat.evaluate(() => 'untouched' in window)).toBe(true);
  });

  it('is asked for every minute where the line for news is cut', async () => {
    server.cutNews();
    await expect.poll(() => server.listeners()).toBe(0);
    writeFileSync(join(folder, 'don-vi/keywords/du-an.yaml'), KEYWORDS('Sao Mai 27, Hải Đăng 5'));
    await office("sed -i 's/^version: 1/version: 2/' don-vi/pack.yaml");
    await publish();
    // As when the minute has passed; once more where a look was under way just then.
    const pasteLater = async () => {
      await settings.evaluate(async () => {
        const { 'updates.looked': record } = await chrome.storage.local.get('updates.looked');
        const next = new Date().toISOString();
        await chrome.storage.local.set({ 'updates.looked': { ...(record as object), next } });
        await chrome.alarms.create('look-for-pack', { when: Date.now() });
      });
      return paste(chat, LATER_KEYWORD);
    };
    await expect.poll(pasteLater, { timeout: 40_000, interval: 1_500 }).toBe('');
    const { updates } = await status();
    expect(updates.problem).toBe(null);
    expect(Date.parse(updates.next!) - Date.now()).toBeLessThan(67_000);
    expect(server.listeners()).toBe(0);
  });
});

describe('a unit’s own pack', () => {
  it('stops its keyword where the stage is block, and calls the rule by the name that the unit gave it', async () => {
    expect(await paste(chat, `${KEYWORD}, quý II`, false)).toBe('');
    await expect.poll(async () => (await readScreen(chat)).join('\n')).toContain(RULE_NAME);
    await chat.keyboard.press('Escape');
    expect(await paste(chat, 'tiến độ Sao Mai 28')).toBe('tiến độ Sao Mai 28');
  });

  it('only records it where the stage is report, without the word', async () => {
    const mail = await openAt('mail.google.com');
    const held = new Set<string>();
    // The page gets the unit's pack a moment after it was opened.
    const record = async () => {
      held.add(await paste(mail, KEYWORD));
      return lastIncident();
    };
    await expect.poll(record, { timeout: 20_000 }).toMatchObject({ disposition: 'reported' });
    expect([...held]).toEqual([KEYWORD]);
    await settings.reload();
    await settings.bringToFront();
    await settings.waitForSelector('.latest li');
    expect(await settings.$eval('.latest', (list) => list.textContent)).toContain(RULE_NAME);
    const incident = JSON.stringify(await lastIncident());
    expect(incident).not.toContain(RULE_NAME);
    expect(incident).toContain('keyword.x');
    expect(incident.toLowerCase()).not.toContain('sao mai');
  });

  it('lets exactly the text pass that was found to be a false alarm', async () => {
    expect(await paste(chat, FALSE_ALARM)).toBe(FALSE_ALARM);
    expect(await paste(chat, FALSE_ALARM.replace('Hết', 'Xong'))).toBe('');
  });

  it('lets exactly the file pass that was found to be a false alarm', async () => {
    const allowed = await pick(await openAt('chat.zalo.me'), 'bieu-mau.txt');
    await expect.poll(allowed, { timeout: 20_000 }).toEqual(['bieu-mau.txt']);
    writeFileSync(join(folder, 'khac.txt'), 'Độ mật: MẬT\n\n');
    const other = await openAt('chat.zalo.me');
    const refused = await pick(other, 'khac.txt');
    await expect.poll(lastIncident, { timeout: 20_000 }).toMatchObject({ channel: 'file-picker' });
    expect(await refused()).toEqual([]);
  });
});
