import type { Page } from 'puppeteer';
import type { LogPiece, Reply } from '../../src/messages/messages.ts';
import type { TestBrowser } from './browser.ts';
import { openContentWorld } from './content-world.ts';

/** What a run of attempts came to: the ids that the background acknowledged, and how often it was killed. */
export interface FaultRun {
  readonly acknowledged: readonly string[];
  readonly repeats: number;
  readonly kills: number;
}

/**
 * Sends attempts as guards do, `lanes` at a time, each again until it is answered, while the worker is killed every so
 * often. Ends early, with what was acknowledged, when the browser dies.
 */
export async function runAttempts(
  test: TestBrowser,
  prefix: string,
  attempts: number,
  killEvery: () => number,
  lanes = 4,
): Promise<FaultRun> {
  const acknowledged: string[] = [];
  let repeats = 0;
  let kills = 0;
  let running = true;
  const page = await test.browser.newPage();
  const world = await openContentWorld(page, 'https://chat.zalo.me/', test.extensionId);
  const session = await page.createCDPSession();
  await session.send('ServiceWorker.enable');

  const left = Array.from(
    { length: attempts },
    (_, i) => `${prefix}-${String(i).padStart(12, '0')}`,
  ).values();
  const lane = async () => {
    for (const id of left) {
      const tries = await world.run<number>(attempt(id));
      if (tries < 0) continue;
      acknowledged.push(id);
      repeats += tries;
    }
  };
  const killing = (async () => {
    while (running) {
      await new Promise((resolve) => setTimeout(resolve, killEvery()));
      await session.send('ServiceWorker.stopAllWorkers');
      kills += 1;
    }
  })().catch(() => undefined);
  await Promise.all(Array.from({ length: lanes }, lane)).catch(() => undefined);
  running = false;
  await killing;
  await page.close().catch(() => undefined);
  return { acknowledged, repeats, kills };
}

/** The whole log, as the review page reads it. */
export async function readWholeLog(page: Page): Promise<LogPiece> {
  const read = (before?: number): Promise<Reply<'log.read'>> =>
    page.evaluate(
      (request) => chrome.runtime.sendMessage({ name: 'log.read', request }),
      before === undefined ? { limit: 5000 } : { limit: 5000, before },
    );
  const newest = await read();
  if (!newest.ok) throw new Error(newest.detail);
  const records = [...newest.value.records];
  while ((records[0]?.sequence ?? 1) > 1) {
    const piece = await read(records[0]?.sequence);
    if (!piece.ok || piece.value.records.length === 0) break;
    records.unshift(...piece.value.records);
  }
  return { ...newest.value, records };
}

/** Expression: how often an attempt had to be sent before its incident was acknowledged; -1 when it never was. */
function attempt(id: string): string {
  // Every seventh text is an old one again: repetitions are part of life.
  const text = Number(id.slice(-12)) % 7 === 6 ? 'MẬT cũ' : `MẬT ${id}`;
  return `(async () => {
    const request = { attemptId: '${id}', channel: 'paste', destination: { site: 'chat.zalo.me', frame: 'chat.zalo.me' },
      item: { kind: 'text', text: '${text}', verdict: { action: 'block', level: 'mat', findings: [], outcome: 'scanned' } } };
    for (let tries = 0; tries < 100; tries++) {
      const reply = await chrome.runtime.sendMessage({ name: 'attempt.text', request }).catch(() => undefined);
      if (reply?.ok) return tries;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return -1;
  })()`;
}
