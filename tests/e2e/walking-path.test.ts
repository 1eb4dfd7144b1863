import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tryToSend } from '../../scripts/demo/attempt.ts';
import { makeSamples, type Sample } from '../../scripts/demo/samples.ts';
import { serveStandIns, standIns } from '../../scripts/demo/stand-ins.ts';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { type ReceivingServer, startReceivingServer } from '../support/receiving-server.ts';

let server: ReceivingServer;
let test: TestBrowser;
let samples: Sample[];
const folder = mkdtempSync(join(tmpdir(), 'la-chan-samples-'));

beforeAll(async () => {
  server = await startReceivingServer(serveStandIns);
  test = await launchBrowser({ port: server.port });
  samples = await makeSamples(test.browser, folder);
});

afterAll(async () => {
  await test?.stop();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe.each(standIns)('$name', (site) => {
  it.each(['text', 'docx', 'pdf'] as const)('never receives a marked %s', async (kind) => {
    const sample = samples.find((s) => s.kind === kind && s.marked)!;
    expect(await tryToSend(test, server, site, sample)).toMatchObject({ verdict: 'blocked' });
  });

  it.each(['text', 'docx', 'pdf'] as const)('receives a clean %s once and whole', async (kind) => {
    const sample = samples.find((s) => s.kind === kind && !s.marked)!;
    expect(await tryToSend(test, server, site, sample)).toMatchObject({ verdict: 'passed' });
  });
});

describe('the log', () => {
  it('holds one incident for every marked attempt and none for a clean one', async () => {
    const page = await test.open(`chrome-extension://${test.extensionId}/src/review/index.html`);
    const reply = await page.evaluate(() =>
      chrome.runtime.sendMessage({ name: 'incidents.read', request: { limit: 100 } }),
    );
    expect(reply.ok).toBe(true);
    expect(reply.value.total).toBe(standIns.length * 3);
  });
});
