import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { unzipSync } from 'fflate';
import type { Page } from 'puppeteer';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { tryToSend } from '../../scripts/demo/attempt.ts';
import { makeSamples, type Sample } from '../../scripts/demo/samples.ts';
import { serveStandIns, standIns } from '../../scripts/demo/stand-ins.ts';
import { startPostgres } from '../../scripts/postgres.ts';
import { periodAround } from '../../src/incidents/period.ts';
import type { ReviewPage } from '../../src/incidents/review-source.ts';
import {
  addPerson,
  type Dialect,
  PASSWORD,
  setUpAdmin,
  startTestServer,
  type TestPerson,
  type TestServer,
} from '../server/support.ts';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { type ReceivingServer, startReceivingServer } from '../support/receiving-server.ts';

const postgres = await startPostgres();
if ('reason' in postgres) console.log(`extension and server: SQLite only (${postgres.reason})`);
else process.env.LACHAN_TEST_POSTGRES = postgres.url;
afterAll(() => ('reason' in postgres ? undefined : postgres.stop()));

const dialects: Dialect[] = 'reason' in postgres ? ['sqlite'] : ['sqlite', 'postgres'];
const YEAR = encodeURIComponent(JSON.stringify(periodAround('reporting-year', new Date())));

describe.each(dialects)('from a browser over the server to the report, on %s', (dialect) => {
  const folder = mkdtempSync(join(tmpdir(), 'la-chan-e2e-'));
  let sites: ReceivingServer;
  let server: TestServer;
  let test: TestBrowser;
  let admin: TestPerson;
  let officer: TestPerson;

  beforeAll(async () => {
    // The test's own calls meet the same self-signed certificate as the browser.
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const keys = await generate([{ name: 'commonName', value: '127.0.0.1' }]);
    const [tlsKey, tlsCert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    writeFileSync(tlsKey, keys.private);
    writeFileSync(tlsCert, keys.cert);
    server = await startTestServer(dialect, { tlsKey, tlsCert });
    admin = await setUpAdmin(server);
    officer = await addPerson(server, admin, { name: 'canbo', role: 'officer' });
    sites = await startReceivingServer(serveStandIns);
    test = await launchBrowser({ port: sites.port });
  });
  afterAll(async () => {
    await test?.stop();
    await sites?.stop();
    await server?.end();
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });

  it('brings every incident once, nothing of the documents, and the officer’s DOCX', async () => {
    const made = await admin.call('/v1/admin/codes', { body: { unit: 'Văn phòng', uses: 1, days: 7 } });
    const { code } = (await made.json()) as { code: string };
    const page = await test.open(`chrome-extension://${test.extensionId}/manifest.json`);
    const samples = await makeSamples(test.browser, folder);
    const marked = samples.filter((sample) => sample.marked && ['text', 'docx'].includes(sample.kind));
    // One attempt before the server is known: the log is older than the enrolment.
    await tryToSend(test, sites, standIns[0]!, marked[0]!);
    const layer = { server: server.address, enrolmentCode: code, deviceName: 'may-van-thu' };
    await page.evaluate((local) => chrome.storage.local.set({ 'policy.local': local }), layer);
    for (const sample of marked)
      expect(await tryToSend(test, sites, standIns[0]!, sample)).toMatchObject({ verdict: 'blocked' });
    const list = async () => {
      const answer = await officer.call(`/v1/review/incidents?filter=${YEAR}`);
      return ((await answer.json()) as ReviewPage).rows;
    };
    // The same document within minutes is a repetition of the first incident.
    await vi.waitFor(async () => expect((await list()).length).toBeGreaterThanOrEqual(marked.length), {
      timeout: 20_000,
      interval: 300,
    });
    const rows = await list();
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    expect(rows.every(({ disposition }) => disposition === 'blocked')).toBe(true);

    const coverage = await (await admin.call('/v1/coverage')).json();
    expect(coverage).toMatchObject({ machines: [{ name: 'may-van-thu', unit: 'Văn phòng', faults: [] }] });
    const [row] = rows;
    const key = { device: row!.device, id: row!.id };
    const judged = await officer.call('/v1/review/incident', {
      body: { ...key, state: 'near-miss', note: '' },
    });
    expect(judged.status).toBe(200);
    const verified = await (await officer.call('/v1/review/verify')).json();
    expect(verified).toMatchObject({ checks: [{ check: { faults: [] } }], intake: [] });

    const report = await officer.call(`/v1/review/report?filter=${YEAR}&preset=reporting-year`);
    const files = unzipSync(new Uint8Array(await report.arrayBuffer()));
    expect(new TextDecoder().decode(files['word/document.xml']!)).toContain('BÁO CÁO');

    await reviewOnTheServer(marked.find(({ kind }) => kind === 'docx')!, marked[0]!);

    const everything = JSON.stringify(await server.db.all('SELECT * FROM records')) + server.log.join('\n');
    for (const { path, text } of marked) {
      for (const line of text.split('\n').map((each) => each.trim()))
        if (line.length > 12) expect(everything).not.toContain(line);
      if (path) expect(everything).not.toContain(basename(path));
    }
  }, 150_000);

  /** The officer on the server's own page: finds the file, judges it a false alarm, lets it pass, makes the report. */
  async function reviewOnTheServer(docx: Sample, text: Sample): Promise<void> {
    const page = await logInOnPage();
    await page.$eval('[data-facet="channels"] input[value="file-picker"]', (box) =>
      (box as HTMLInputElement).click(),
    );
    await page.waitForFunction(
      () => document.querySelector('.scroll table')?.getAttribute('aria-rowcount') === '2',
    );
    await page.$eval('tbody button[data-index="0"]', (button) => (button as HTMLElement).click());
    await page.waitForSelector('dialog input[value="false-alarm"]');
    await page.$eval('dialog input[value="false-alarm"]', (radio) => (radio as HTMLInputElement).click());
    await page.$eval('dialog form.judge', (form) => (form as HTMLFormElement).requestSubmit());
    await page.waitForSelector('dialog form.allow');
    await page.$eval('dialog form.allow', (form) => (form as HTMLFormElement).requestSubmit());
    await page.waitForFunction(() => document.querySelectorAll('form.allow button').length === 2);
    await hearOfIt(text);
    expect(await tryToSend(test, sites, standIns[0]!, { ...docx, marked: false })).toMatchObject({
      verdict: 'passed',
    });
    await page.bringToFront();
    await page.$eval('form.allow button[type=button]', (button) => (button as HTMLElement).click());
    await page.waitForFunction(() => document.querySelectorAll('form.allow button').length === 1);
    await hearOfIt(text);
    expect(await tryToSend(test, sites, standIns[0]!, docx)).toMatchObject({ verdict: 'blocked' });
    await page.bringToFront();
    await page.$eval('dialog', (dialog) => (dialog as HTMLDialogElement).close());
    const downloads = join(folder, 'downloads');
    const session = await page.createCDPSession();
    await session.send('Page.setDownloadBehavior', { behavior: 'allow', downloadPath: downloads });
    await page.$eval('.tools button.main', (button) => (button as HTMLElement).click());
    await page.waitForSelector('dialog.report');
    await page.type('dialog input[name="name"]', 'Sở Nội vụ');
    await page.$eval('dialog.report form', (form) => (form as HTMLFormElement).requestSubmit());
    const made = () =>
      existsSync(downloads) ? readdirSync(downloads).filter((each) => each.endsWith('.docx')) : [];
    await vi.waitFor(() => expect(made()).toHaveLength(1), { timeout: 20_000, interval: 200 });
    const written = new TextDecoder().decode(
      unzipSync(new Uint8Array(readFileSync(join(downloads, made()[0]!))))['word/document.xml']!,
    );
    expect(written).toContain('SỞ NỘI VỤ');
    await page.close();
  }

  async function logInOnPage(): Promise<Page> {
    const page = await test.open(`${server.address}/login`);
    await page.type('form[action="/form/login"] [name="name"]', 'canbo');
    await page.type('form[action="/form/login"] [name="password"]', PASSWORD);
    await Promise.all([page.waitForNavigation(), page.click('form[action="/form/login"] button')]);
    await page.waitForSelector('.scroll tbody button');
    return page;
  }

  /** The machine reports an attempt, and hears what changed for it. */
  async function hearOfIt(text: Sample): Promise<void> {
    const list = async () =>
      JSON.stringify(
        await worker().then((each) => each.evaluate(() => chrome.storage.local.get('allowed.server'))),
      );
    const before = await list();
    expect(await tryToSend(test, sites, standIns[0]!, text)).toMatchObject({ verdict: 'blocked' });
    await vi.waitFor(async () => expect(await list()).not.toBe(before), { timeout: 20_000, interval: 200 });
  }

  async function worker() {
    const target = await test.browser.waitForTarget((each) => each.type() === 'service_worker');
    return (await target.worker())!;
  }
});
