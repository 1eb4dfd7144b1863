import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyChain } from '../../src/incidents/chain.ts';
import type { LogRecord } from '../../src/incidents/types.ts';
import type { MessageName, Reply } from '../../src/messages/messages.ts';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { type ContentWorld, openContentWorld } from '../support/content-world.ts';
import { type ReceivingServer, startReceivingServer } from '../support/receiving-server.ts';

const SECRET = `TUYỆT MẬT
ỦY BAN NHÂN DÂN XÃ THỬ
Số: 12/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

KẾ HOẠCH
đặt trạm zqxwvradar tại đồi Cây Đa
`;
const FILE_NAME = 'tram-zqxwvname.txt';

let server: ReceivingServer;
let chromium: TestBrowser;
let world: ContentWorld;
let pages: Page;

beforeAll(async () => {
  server = await startReceivingServer(() => ({ type: 'text/html', body: '<p>trang thử' }));
  chromium = await launchBrowser({ port: server.port });
  world = await openContentWorld(
    await chromium.browser.newPage(),
    'https://chat.zalo.me/',
    chromium.extensionId,
  );
  pages = await chromium.open(`chrome-extension://${chromium.extensionId}/src/popup/index.html`);
});
afterAll(async () => {
  await chromium?.stop();
  await server?.stop();
});

/** Expression that sends one message from a content script, and again when nobody answers, as the guard does. */
function sending(name: MessageName, request: string): string {
  return `(async () => {
    for (let tries = 0; tries < 20; tries++) {
      const reply = await chrome.runtime.sendMessage({ name: '${name}', request: ${request} }).catch(() => undefined);
      if (reply) return { ...reply, tries };
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })()`;
}

const textRequest = (attemptId: string) => `{
  attemptId: '${attemptId}', channel: 'paste', destination: { site: 'chat.zalo.me', frame: 'chat.zalo.me' },
  item: { kind: 'text', text: ${JSON.stringify(`${SECRET}${attemptId}`)}, verdict: { action: 'block', level: 'tuyet-mat', findings: [], outcome: 'scanned' } },
}`;
const filesRequest = (attemptId: string, file: string) => `{
  attemptId: '${attemptId}', channel: 'drop', destination: { site: 'chat.zalo.me', frame: 'chat.zalo.me' },
  files: [${file}],
}`;
const fileOf = (contents: string) => `new File([${contents}], '${FILE_NAME}')`;

async function ask<N extends MessageName>(name: N, request: object): Promise<Reply<N>> {
  return pages.evaluate((message) => chrome.runtime.sendMessage(message), { name, request });
}

async function readIncidents() {
  const reply = await ask('incidents.read', { limit: 1000 });
  if (!reply.ok) throw new Error(reply.detail);
  return reply.value;
}

/** Every record of the log, in order. */
async function readLog(): Promise<readonly LogRecord[]> {
  const reply = await ask('log.read', { limit: 5000 });
  if (!reply.ok) throw new Error(reply.detail);
  return reply.value.records;
}

async function stopWorker(): Promise<void> {
  const session = await pages.createCDPSession();
  await session.send('ServiceWorker.enable');
  await session.send('ServiceWorker.stopAllWorkers');
  await session.detach();
}

const workerRuns = () =>
  chromium.browser
    .targets()
    .some((t) => t.type() === 'service_worker' && t.url().includes(chromium.extensionId));

describe('the background', () => {
  it('can be stopped by these tests at all', async () => {
    await ask('status.read', { tabUrl: null });
    expect(workerRuns()).toBe(true);
    await stopWorker();
    await expect.poll(workerRuns).toBe(false);
  });

  it('wakes up for a message and answers it', async () => {
    const reply = await ask('status.read', { tabUrl: 'https://chat.zalo.me/x' });
    expect(reply).toMatchObject({ ok: true, value: { site: 'chat.zalo.me', guarded: true } });
  });

  it('refuses a content script what only pages may ask, and pages what only content scripts may say', async () => {
    const asked = await world.run(
      `chrome.runtime.sendMessage({ name: 'incidents.read', request: { limit: 1 } })`,
    );
    expect(asked).toMatchObject({ ok: false, error: 'refused' });
    expect(await ask('guard.read', { destination: { site: 'a', frame: 'a' } })).toMatchObject({
      ok: false,
      error: 'refused',
    });
  });

  it('leaves the message for the scan host unanswered when a content script sends it', async () => {
    const reply = await world.run<{ ok: boolean } | null | undefined>(
      `chrome.runtime.sendMessage({ name: 'scan.file', request: { file: new File(['x'], 'x.txt') } }).catch(() => null)`,
    );
    expect(reply?.ok ?? false).toBe(false);
  });

  it('gets the bytes of a file, not an empty object, and has them scanned', async () => {
    const marked = await world.run(
      sending('attempt.files', filesRequest('files-marked-00001', fileOf(JSON.stringify(SECRET)))),
    );
    expect(marked).toMatchObject({
      ok: true,
      value: { verdicts: [{ verdict: { action: 'block' }, result: { mediaType: 'text/plain' } }] },
    });
    const clean = await world.run(
      sending('attempt.files', filesRequest('files-clean-000001', fileOf('"mời họp lớp"'))),
    );
    expect(clean).toMatchObject({
      ok: true,
      value: { incidentId: null, verdicts: [{ verdict: { action: 'allow', outcome: 'scanned' } }] },
    });
  });

  it('records an attempt exactly once when its worker is stopped at any moment', async () => {
    const before = (await readIncidents()).total;
    const attempts = 30;
    let repeats = 0;
    for (let i = 0; i < attempts; i++) {
      const id = `killed-${String(i).padStart(12, '0')}`;
      const reply = world.run<{ ok: boolean; tries: number }>(sending('attempt.text', textRequest(id)));
      await new Promise((resolve) => setTimeout(resolve, i));
      await stopWorker();
      const answer = await reply;
      expect(answer, `stopped after ${i} ms`).toMatchObject({ ok: true, value: { incidentId: id } });
      repeats += answer.tries;
    }
    // Or else the worker was never stopped in the middle.
    expect(repeats).toBeGreaterThan(0);
    const { total, incidents } = await readIncidents();
    expect(total).toBe(before + attempts);
    expect(new Set(incidents.map(({ id }) => id)).size).toBe(total);
  });

  it('records a held file exactly once when its worker is stopped during the scan', async () => {
    const contents = `'Lớp học chiều thứ năm.\\n'.repeat(5e5), ${JSON.stringify(`\n\n${SECRET}`)}`;
    await world.run(`globalThis.big = ${fileOf(contents)}; 0`);
    let repeats = 0;
    for (const [i, delay] of [5, 30, 80, 160, 320].entries()) {
      const id = `killed-scan-${String(i).padStart(8, '0')}`;
      const reply = world.run<{ ok: boolean; tries: number }>(
        sending('attempt.files', filesRequest(id, 'globalThis.big')),
      );
      await new Promise((resolve) => setTimeout(resolve, delay));
      await stopWorker();
      const answer = await reply;
      // The same file again is the same incident.
      const first = { ok: true, value: { incidentId: 'killed-scan-00000000' } };
      expect(answer, `stopped after ${delay} ms`).toMatchObject(first);
      repeats += answer.tries;
    }
    expect(repeats).toBeGreaterThan(0);
    const recorded = (await readLog()).filter(({ id }) => id.startsWith('killed-scan'));
    expect(recorded.map(({ id }) => id.at(-1))).toEqual(['0', '1', '2', '3', '4']);
  });

  it('starts the scan host again when that dies during the scan', async () => {
    const reply = world.run<object>(
      sending('attempt.files', filesRequest('host-dies-00000001', 'globalThis.big')),
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    const host = chromium.browser
      .targets()
      .find((target) => target.url().endsWith('/src/offscreen/index.html'));
    if (!host) throw new Error('the scan host is not there');
    await (await host.createCDPSession()).send('Page.close');
    await expect.poll(() => chromium.browser.targets().includes(host)).toBe(false);
    expect(await reply).toMatchObject({ value: { verdicts: [{ verdict: { action: 'block' } }] } });
  });

  it('keeps one whole chain through all of this, answers among incidents', async () => {
    const attemptId = 'killed-000000000003';
    for (const answer of ['false-alarm', 'cancelled'])
      await world.run(sending('attempt.answer', `{ attemptId: '${attemptId}', answer: '${answer}' }`));
    const { answers } = await readIncidents();
    expect(answers.map(({ answer }) => answer)).toEqual(['false-alarm', 'cancelled']);
    const records = await readLog();
    expect(await verifyChain(records)).toEqual([]);
  });

  it('shows the count of today on the toolbar button', async () => {
    const { total } = await readIncidents();
    await expect.poll(() => pages.evaluate(() => chrome.action.getBadgeText({}))).toBe(String(total));
  });

  it('has written neither text nor file name to the disk', async () => {
    const profile = chromium.browser
      .process()
      ?.spawnargs.find((arg) => arg.startsWith('--user-data-dir='))
      ?.slice('--user-data-dir='.length);
    const stored = filesUnder(join(profile ?? '', 'Default'))
      .filter((path) => path.includes(chromium.extensionId))
      .map((path) => readFileSync(path));
    const onDisk = (word: string) =>
      stored.some((bytes) => bytes.includes(word, 0, 'utf8') || bytes.includes(word, 0, 'utf16le'));
    // The ids of the incidents are there: the search would find what was written.
    expect(onDisk('files-marked-00001')).toBe(true);
    expect(['zqxwvradar', 'zqxwvname', 'TUYỆT'].filter(onDisk)).toEqual([]);
  });
});

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
