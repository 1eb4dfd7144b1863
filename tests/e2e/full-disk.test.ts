import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tryToSend } from '../../scripts/demo/attempt.ts';
import { makeSamples, type Sample } from '../../scripts/demo/samples.ts';
import { serveStandIns, standIns } from '../../scripts/demo/stand-ins.ts';
import { verifyLog } from '../../src/incidents/verify.ts';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { readWholeLog } from '../support/fault-run.ts';
import { type ReceivingServer, startReceivingServer } from '../support/receiving-server.ts';
import { makeSmallDisk, type SmallDisk } from '../support/small-disk.ts';

describe('a profile on a disk without room', () => {
  const folder = mkdtempSync(join(tmpdir(), 'la-chan-full-'));
  let disk: SmallDisk | null;
  let sites: ReceivingServer;
  let test: TestBrowser;
  let marked: Sample[];
  beforeAll(async () => {
    disk = makeSmallDisk(300);
    if (!disk) return;
    sites = await startReceivingServer(serveStandIns);
    test = await launchBrowser({ port: sites.port, profile: disk.folder });
    marked = (await makeSamples(test.browser, folder)).filter(({ marked, kind }) => marked && kind !== 'pdf');
  });
  afterAll(async () => {
    await test?.stop();
    await sites?.stop();
    disk?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const reserved = async () => {
    const target = await test.browser.waitForTarget((each) => each.type() === 'service_worker');
    const worker = (await target.worker())!;
    return worker.evaluate(async () => {
      const file = await (await navigator.storage.getDirectory()).getFileHandle('reserve').catch(() => null);
      return (await file?.getFile())?.size ?? 0;
    });
  };
  const readLog = async () => {
    const page = await test.open(`chrome-extension://${test.extensionId}/src/popup/index.html`);
    const log = await readWholeLog(page);
    await page.close();
    return log;
  };
  const kinds = async () =>
    (await readLog()).records.flatMap((record) =>
      'items' in record ? record.items.map(({ kind }) => kind) : [],
    );

  it('still stops and logs a text and a held file, from the room that was kept, and loses nothing', async ({
    skip,
  }) => {
    if (!disk) return skip('this process may not mount a small disk');
    await expect.poll(reserved, { timeout: 20_000 }).toBeGreaterThan(1_000_000);
    const [text, docx] = [
      marked.find(({ kind }) => kind === 'text')!,
      marked.find(({ kind }) => kind === 'docx')!,
    ];
    expect(await tryToSend(test, sites, standIns[0]!, text)).toMatchObject({ verdict: 'blocked' });
    await expect.poll(kinds, { timeout: 20_000 }).toEqual(['text']);
    disk.fill();
    expect(await tryToSend(test, sites, standIns[0]!, docx)).toMatchObject({ verdict: 'blocked' });
    expect(await tryToSend(test, sites, standIns[1]!, text)).toMatchObject({ verdict: 'blocked' });
    await expect.poll(kinds, { timeout: 30_000 }).toEqual(['text', 'file', 'text']);
    disk.free();
    const { records, checkpoints, tombstones, device } = await readLog();
    expect((await verifyLog(records, checkpoints, tombstones, device)).faults).toEqual([]);
  }, 120_000);
});
