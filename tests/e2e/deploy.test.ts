import type { Page } from 'puppeteer';
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
    (host, path) => office.serve(host, path) ?? (path === '/keep' ? null : html('<textarea></textarea>')),
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
    const { contact, mode } = await status();
    expect({ contact, mode }).toEqual({ contact: 'Chị Lan, văn thư', mode: 'watch' });
    const { installType } = await settings.evaluate(() => chrome.management.getSelf());
    expect(installType).toBe('admin');
  });

  it('begins in watch mode: a marked paste goes in and is recorded', async () => {
    chat = await chromium.open('https://chat.zalo.me/');
    await new Promise((resolve) => setTimeout(resolve, 500));
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
    expect(await publish(await pack(3, { roots, pens: [newPen] }))).toEqual({
      problem: undefined,
      version: '3',
    });
    expect((await publish(await pack(4, { roots }))).problem).toBe('signature');
    expect((await publish(await pack(4))).problem).toBe('rollback');
    expect((await status()).pack.version).toBe('3');
  });
});
