import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElementHandle, Page, Target } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MessageName, Reply, Request, Response } from '../../src/messages/messages.ts';
import type { Layer } from '../../src/policy/policy.ts';
import { bundledTables } from '../../src/rules/bundled.ts';
import type { Signed } from '../../src/rules/trust/documents.ts';
import { sha256Hex } from '../../src/signing/bytes.ts';
import { makePackFile, makePen, makeRoot, type PackWish, type Pen, signRoot } from '../rules/pack/signer.ts';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { type ManagedPolicies, managePolicies, whyNoPolicies } from '../support/managed-browser.ts';
import { html, type ReceivingServer, startReceivingServer } from '../support/receiving-server.ts';
import { openUnitOffice, PACKS, type UnitOffice } from '../support/unit-office.ts';

const CLEAN = 'Kính mời họp tổ chuyên môn';
const LETTER = 'ỦY BAN NHÂN DÂN XÃ THỬ\nSố: 12/KH-UBND\n\nTUYỆT MẬT\n\nKẾ HOẠCH';
/** Marked by a rule of the unit's own pack only. */
const UNIT_WORD = 'KÍN NHƯ BƯNG';
const UNIT_LETTER = LETTER.replace('TUYỆT MẬT', UNIT_WORD);

/** Gets its text in letters as numbers, where no script of the extension runs. */
const worker = {
  type: 'text/javascript',
  body: `onmessage = ({ data }) => fetch('/keep', { method: 'POST', body: String.fromCharCode(...data) })
    .then(() => postMessage('sent'), () => postMessage('refused'));`,
};

const impossible = whyNoPolicies();
if (impossible) console.log(`Installation by policy is not tested: ${impossible}`);

let office: UnitOffice;
let server: ReceivingServer;
let policies: ManagedPolicies;
let chromium: TestBrowser;
let settings: Page;
let chat: Page;
let rootPen: Pen;
let packPen: Pen;
let root: Signed;
let policy: Layer;
/** The chain of roots and the key after the rotation. */
let rotated: Pick<PackWish, 'roots' | 'pens'>;

beforeAll(async () => {
  if (impossible) return;
  [rootPen, packPen] = await Promise.all([makePen(), makePen('p256')]);
  root = signRoot(makeRoot({ root: [rootPen], pack: [packPen] }), [rootPen]);
  policy = {
    mode: 'watch',
    contact: 'Chị Lan, văn thư',
    updates: { sources: [PACKS], hours: 6, root: await sha256Hex(root.signed) },
  };
  office = await openUnitOffice();
  server = await startReceivingServer(
    (host, path) =>
      office.serve(host, path) ??
      (path === '/worker.js' ? worker : /^\/(keep|leak)/.test(path) ? null : html('<textarea></textarea>')),
  );
  policies = managePolicies();
  policies.write(office.policies(policy));
  chromium = await launchBrowser({ port: server.port, managed: true, executable: policies.executable });
  settings = await chromium.open(`chrome-extension://${office.id}/src/popup/index.html`);
});
afterAll(async () => {
  await chromium?.stop();
  await server?.stop();
  policies?.remove();
});

const pack = (version: number, wish: Partial<PackWish> = {}) => {
  const [first, ...others] = bundledTables.markings;
  const markings = [{ ...first!, phrases: [...first!.phrases, UNIT_WORD] }, ...others];
  return makePackFile({
    roots: [root],
    pens: [packPen],
    tables: { ...bundledTables, markings, pack: { name: 'chung', version: String(version) } },
    ...wish,
    statement: { version, ...wish.statement },
  });
};

/** Sends a message as one of the product's own pages does. */
async function ask<N extends MessageName>(name: N, request: Request<N>): Promise<Response<N>> {
  const reply: Reply<N> = await settings.evaluate((message) => chrome.runtime.sendMessage(message), {
    name,
    request,
  } as { name: string; request: object });
  if (!reply.ok) throw new Error(`${reply.error}: ${reply.detail}`);
  return reply.value;
}

const status = () => ask('status.read', { tabUrl: 'https://chat.zalo.me/' });

/** Publishes a file, has the browser look, and says what came of it. */
async function publish(bytes: Uint8Array): Promise<{ problem: string | undefined; version: string }> {
  office.publish(bytes);
  const { problem } = await ask('updates.look', {});
  return { problem: problem?.problem, version: (await status()).pack.version };
}

/** Pastes into the open chat as a person does; resolves to what the field then holds. */
async function paste(text: string): Promise<string> {
  await chromium.copy({ text });
  await chat.bringToFront();
  await chat.$eval('textarea', (field) => {
    field.value = '';
  });
  await chat.focus('textarea');
  await chat.keyboard.down('Control');
  await chat.keyboard.press('v');
  await chat.keyboard.up('Control');
  await new Promise((resolve) => setTimeout(resolve, 300));
  const held = await chat.$eval('textarea', (field) => field.value);
  await chat.keyboard.press('Escape');
  return held;
}

describe.skipIf(impossible)('a unit that installs by policy', () => {
  it('has the extension in the browser without a person doing anything', async () => {
    await expect
      .poll(status, { timeout: 15_000 })
      .toMatchObject({ contact: 'Chị Lan, văn thư', mode: 'watch' });
    const { installType } = await settings.evaluate(() => chrome.management.getSelf());
    expect(installType).toBe('admin');
  });

  it('begins in watch mode: a marked paste goes in and is recorded', async () => {
    chat = await chromium.open('https://chat.zalo.me/');
    // Until policy arrives in the page the bundled one blocks there. Another letter, since like attempts are folded.
    const earlier = LETTER.replace('12/', '11/');
    await expect.poll(() => paste(earlier), { timeout: 20_000 }).toBe(earlier);
    expect(await paste(LETTER)).toBe(LETTER);
    await expect
      .poll(async () => (await ask('incidents.read', { limit: 1 })).incidents[0])
      .toMatchObject({ disposition: 'reported', channel: 'paste', level: 'tuyet-mat' });
  });

  it('goes from watching to blocking without a reload of any page', async () => {
    policies.write(office.policies({ ...policy, mode: 'block' }));
    await expect.poll(async () => (await status()).mode, { timeout: 30_000, interval: 500 }).toBe('block');
    await expect.poll(() => paste(LETTER), { timeout: 10_000 }).toBe('');
    expect(await paste(CLEAN)).toBe(CLEAN);
  });
});

describe.skipIf(impossible)('a rule pack', () => {
  it('that the unit publishes reaches the open page, which is not loaded again', async () => {
    await chat.evaluate(() => Object.assign(window, { untouched: true }));
    expect(await paste(UNIT_LETTER)).toBe(UNIT_LETTER);
    expect(await publish(await pack(2))).toEqual({ problem: undefined, version: '2' });
    await expect.poll(() => paste(UNIT_LETTER), { timeout: 10_000 }).toBe('');
    expect(await paste(CLEAN)).toBe(CLEAN);
    expect(await chat.evaluate(() => 'untouched' in window)).toBe(true);
  });

  it.each([
    ['of an older version', 'rollback', () => pack(1)],
    ['that was damaged on the way', 'malformed', async () => (await pack(3)).slice(0, -100)],
    ['that has expired', 'expired', () => pack(3, { statement: { expires: '2026-01-01T00:00:00Z' } })],
    ['signed with a key of nobody', 'signature', async () => pack(3, { pens: [await makePen()] })],
    ['for another unit', 'wrong-target', () => pack(3, { statement: { unit: 'khac' } })],
  ])('%s is refused and the one in force stays', async (_what, problem, make) => {
    expect(await publish(await make())).toEqual({ problem, version: '2' });
  });

  it('follows a rotation of keys, after which the old key is worth nothing', async () => {
    const newPen = await makePen();
    const second = signRoot(makeRoot({ version: 2, root: [rootPen], pack: [newPen] }), [rootPen]);
    const roots = [root, second];
    rotated = { roots, pens: [newPen] };
    expect(await publish(await pack(3, rotated))).toEqual({
      problem: undefined,
      version: '3',
    });
    expect((await publish(await pack(4, { roots }))).problem).toBe('signature');
    expect((await publish(await pack(4))).problem).toBe('rollback');
    expect((await status()).pack.version).toBe('3');
  });
});

describe.skipIf(impossible)('what a protected page sends where no guard stands', () => {
  const send = (text: string) =>
    chat.evaluate(
      (letters) =>
        new Promise<string>((resolve) => {
          const sender = new Worker('/worker.js');
          sender.onmessage = ({ data }) => resolve(data);
          sender.postMessage(letters);
        }),
      [...text].map((letter) => letter.charCodeAt(0)),
    );

  it('is judged before it leaves, because policy installed the extension', async () => {
    server.received.length = 0;
    expect(await send(CLEAN)).toBe('sent');
    expect(await send(LETTER)).toBe('refused');
    expect(server.received.map(({ body }) => body.toString())).toEqual([CLEAN]);
  });

  it('is judged in the addresses of an import and of a new window too, which nothing in the page can hook', async () => {
    server.received.length = 0;
    // As a text: the test's own compiler would rewrite the import.
    const load = (text: string) =>
      chat.evaluate(`import('/leak?q=${encodeURIComponent(text)}').then(() => null, () => null)`);
    await load(CLEAN);
    await load(LETTER);
    await chat.evaluate((query) => {
      // The first empty document of a window announces no navigation.
      const other = window.open('about:blank');
      if (!other) return;
      other.location.href = `/leak?q=${query}`;
      setTimeout(() => other.close(), 700);
    }, encodeURIComponent(LETTER));
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(server.received.map(({ url }) => new URL(url, 'https://x').searchParams.get('q'))).toEqual([
      CLEAN,
    ]);
  });
});

describe.skipIf(impossible)('the self-test page', () => {
  let page: Page;

  it('finds a healthy installation healthy, by trying it', async () => {
    page = await chromium.open(`chrome-extension://${office.id}/src/options/index.html#test`);
    await page.waitForFunction(
      () =>
        document.querySelectorAll('.checks li').length === 13 && !document.querySelector('.main:disabled'),
      { timeout: 60_000 },
    );
    const states = await page.$$eval('.checks li', (items) => items.map((item) => item.className));
    const words = await page.$$eval('.checks li', (items) => items.map((item) => item.textContent));
    expect(
      states.map((state, i) => [state, i === 6 ? '' : words[i]]).filter(([state]) => state === 'bad'),
    ).toEqual(
      // The last pack published above was refused, and the page says so.
      [['bad', '']],
    );
    expect(states.filter((state) => state === 'unknown')).toEqual([]);
    expect(states.slice(0, 5)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
  });

  it('leaves nothing of its samples in the log', async () => {
    const before = (await ask('incidents.read', { limit: 1 })).total;
    await page.click('.main');
    await page.waitForFunction(() => document.querySelectorAll('.checks li').length === 13, {
      timeout: 60_000,
    });
    expect((await ask('incidents.read', { limit: 1 })).total).toBe(before);
  });

  it('takes a pack from a file, and says why it takes none', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'la-chan-offline-'));
    const input = await page.waitForSelector('input[type=file]');
    const give = async (name: string, bytes: Uint8Array) => {
      writeFileSync(join(folder, name), bytes);
      await (input as ElementHandle<HTMLInputElement>).uploadFile(join(folder, name));
      await page.waitForFunction(() => document.querySelector('.drop [role=status]')?.textContent?.trim());
    };
    await give('old.json', await pack(1));
    expect((await status()).pack.version).toBe('3');
    await give('new.json', await pack(9, rotated));
    await expect.poll(async () => (await status()).pack.version).toBe('9');
    rmSync(folder, { recursive: true });
  });

  it('says which settings of the administrator have mistakes', async () => {
    policies.write(office.policies({ ...policy, mode: 'blok' as 'block', contact: 'Anh Ba' }));
    await expect
      .poll(async () => (await status()).contact, { timeout: 30_000, interval: 500 })
      .toBe('Anh Ba');
    await page.reload();
    await page.waitForSelector('.panel.bad li');
    expect(await page.$eval('.panel.bad', (panel) => panel.textContent)).toContain('mode');
  });
});

describe.skipIf(impossible)('a new version of the product', () => {
  const NEW = '0.999.0';
  const isWorker = (target: Target) => target.type() === 'service_worker' && target.url().includes(office.id);

  it('that the unit publishes beside its policy comes into force under the open page, which stays guarded', async () => {
    const before = (await ask('incidents.read', { limit: 1 })).total;
    await office.release(NEW);
    for (const page of await chromium.browser.pages())
      if (page.url().startsWith('chrome-extension:')) await page.close();
    const old = await chromium.browser.waitForTarget(isWorker);
    const answer = await (await old.worker())?.evaluate(() => chrome.runtime.requestUpdateCheck());
    expect(answer).toMatchObject({ status: 'update_available', version: NEW });
    // Less than a minute after the last attempt, the product leaves the person that minute.
    await chromium.browser.waitForTarget((target) => isWorker(target) && target !== old, {
      timeout: 100_000,
    });

    settings = await chromium.open(`chrome-extension://${office.id}/src/popup/index.html`);
    expect(await status()).toMatchObject({ pack: { version: '9' }, contact: 'Anh Ba' });
    expect((await ask('incidents.read', { limit: 1 })).total).toBe(before);
    expect(await chat.evaluate(() => 'untouched' in window)).toBe(true);
    // Like attempts are folded into one record: another letter.
    expect(await paste(UNIT_LETTER.replace('12/', '13/'))).toBe('');
    expect(await paste(CLEAN)).toBe(CLEAN);
    await expect.poll(async () => (await ask('incidents.read', { limit: 1 })).total).toBe(before + 1);
    const log = await ask('incidents.read', { limit: 1 });
    expect(log.incidents[0]).toMatchObject({ disposition: 'blocked', productVersion: NEW });
  }, 150_000);
});
