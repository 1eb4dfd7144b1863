import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyLog } from '../../src/incidents/verify.ts';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { type FaultRun, readWholeLog, runAttempts, WRITING_PAGE } from '../support/fault-run.ts';
import { type ReceivingServer, startReceivingServer } from '../support/receiving-server.ts';

const ATTEMPTS = Number(process.env.LACHAN_FAULT_ATTEMPTS ?? 200);
const TIME = 120_000 + ATTEMPTS * 400;
const LANES = 4;
/** Attempts between two kills of the worker, at random up to this. */
const CALM = 40;

let server: ReceivingServer;
let profile: string;
let test: TestBrowser | null = null;
beforeAll(async () => {
  profile = mkdtempSync(join(tmpdir(), 'la-chan-faults-'));
  server = await startReceivingServer((_host, path) =>
    path === '/' ? { type: 'text/html', body: WRITING_PAGE } : null,
  );
});
afterAll(async () => {
  await test?.stop();
  await server?.stop();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

const start = async () => {
  test = await launchBrowser({ port: server.port, profile });
  return test;
};

/**
 * Every acknowledged attempt is in the log, none twice, nothing else is, the chain is whole and signed to its end, and no
 * marked text went out.
 */
async function expectNothingLost(running: TestBrowser): Promise<void> {
  const page = await running.open(`chrome-extension://${running.extensionId}/src/popup/index.html`);
  const { records, checkpoints, tombstones, device } = await readWholeLog(page);
  await page.close();
  const ids = records.map(({ id }) => id);
  const kept = new Set(ids);
  expect([...acknowledged].filter((id) => !kept.has(id))).toEqual([]);
  expect(kept.size).toBe(ids.length);
  expect(ids.filter((id) => !sent.has(id))).toEqual([]);
  const { faults, signedThrough } = await verifyLog(records, checkpoints, tombstones, device);
  expect(faults).toEqual([]);
  expect(signedThrough).toBe(records.at(-1)?.sequence);
  expect(server.received.filter(({ body }) => body.includes('MẬT'))).toEqual([]);
}

const sent = new Set<string>();
const acknowledged = new Set<string>();

function take(name: string, run: FaultRun): void {
  for (const id of run.sent) sent.add(id);
  for (const id of run.acknowledged) acknowledged.add(id);
  console.log(
    `${name}: ${run.sent.size} attempts, ${run.acknowledged.size} acknowledged, ${run.kills} worker kills, ${run.again} sent again`,
  );
}

describe('a log whose writers are killed', () => {
  it(
    'loses no acknowledged incident and doubles none when the worker is killed at random',
    async () => {
      const running = await start();
      const run = await runAttempts(running, {
        attempts: ATTEMPTS,
        lanes: LANES,
        killAfter: () => Math.random() * CALM,
        onAcknowledged: (count) => {
          if (count % 1000 === 0) console.log(`${count} of ${ATTEMPTS} acknowledged`);
        },
      });
      take('worker killed', run);
      expect(run.sent.size).toBeGreaterThanOrEqual(ATTEMPTS);
      // The guard tries four times; an attempt whose every try met a kill was never acknowledged.
      expect(run.acknowledged.size).toBeGreaterThan(ATTEMPTS * 0.5);
      expect(run.kills).toBeGreaterThan(1);
      await expectNothingLost(running);
    },
    TIME,
  );

  it(
    'loses none when the browser is killed, three times, in the middle of writing',
    async () => {
      for (let round = 0; round < 3; round++) {
        const running = test?.browser.connected ? test : await start();
        const before = acknowledged.size;
        const run = runAttempts(running, {
          attempts: Number.POSITIVE_INFINITY,
          lanes: LANES,
          killAfter: () => null,
          onAcknowledged: (count) => {
            if (count === 20 + round * 15) running.browser.process()?.kill('SIGKILL');
          },
        });
        take('browser killed', await run);
        expect(acknowledged.size).toBeGreaterThanOrEqual(before + 20);
        await expectNothingLost(await start());
      }
    },
    TIME,
  );
});
