import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyLog } from '../../src/incidents/verify.ts';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { type FaultRun, readWholeLog, runAttempts } from '../support/fault-run.ts';
import { type ReceivingServer, startReceivingServer } from '../support/receiving-server.ts';

const ATTEMPTS = Number(process.env.LACHAN_FAULT_ATTEMPTS ?? 200);
const TIME = 60_000 + ATTEMPTS * 200;
/** A long run has more of them under way at each kill: that is harder, and takes a fraction of the time. */
const LANES = ATTEMPTS > 1000 ? 16 : 4;

let server: ReceivingServer;
let profile: string;
let test: TestBrowser | null = null;
beforeAll(async () => {
  profile = mkdtempSync(join(tmpdir(), 'la-chan-faults-'));
  server = await startReceivingServer(() => ({ type: 'text/html', body: '<p>trang thử' }));
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

/** Every acknowledged attempt is in the log, none twice, and the chain is whole and signed to its end. */
async function expectNothingLost(running: TestBrowser, acknowledged: readonly string[]): Promise<void> {
  const page = await running.open(`chrome-extension://${running.extensionId}/src/popup/index.html`);
  const { records, checkpoints, tombstones, device } = await readWholeLog(page);
  await page.close();
  const ids = records.map(({ id }) => id);
  const kept = new Set(ids);
  expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
  expect(kept.size).toBe(ids.length);
  const { faults, signedThrough } = await verifyLog(records, checkpoints, tombstones, device);
  expect(faults).toEqual([]);
  expect(signedThrough).toBe(records.at(-1)?.sequence);
}

const all: string[] = [];

describe('a log whose writers are killed', () => {
  it(
    'loses no acknowledged incident and doubles none when the worker is killed at random',
    async () => {
      const running = await start();
      const run = await runAttempts(running, 'worker', ATTEMPTS, () => 30 + Math.random() * 400, LANES);
      console.log(describeRun('worker killed', run));
      all.push(...run.acknowledged);
      expect(run.acknowledged).toHaveLength(ATTEMPTS);
      expect(run.kills).toBeGreaterThan(3);
      expect(run.repeats).toBeGreaterThan(0);
      await expectNothingLost(running, all);
    },
    TIME,
  );

  it(
    'loses none when the browser is killed, three times, in the middle of writing',
    async () => {
      for (let round = 0; round < 3; round++) {
        const running = test?.browser.connected ? test : await start();
        const killer = setTimeout(() => running.browser.process()?.kill('SIGKILL'), 1500 + round * 700);
        const run = await runAttempts(running, `browser${round}`, 100_000, () => 5000);
        clearTimeout(killer);
        console.log(describeRun('browser killed', run));
        expect(run.acknowledged.length).toBeGreaterThan(0);
        all.push(...run.acknowledged);
        await expectNothingLost(await start(), all);
      }
    },
    TIME,
  );
});

function describeRun(name: string, { acknowledged, repeats, kills }: FaultRun): string {
  return `${name}: ${acknowledged.length} acknowledged, ${kills} worker kills, ${repeats} sent again`;
}
