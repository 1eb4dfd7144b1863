import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { unzipSync } from 'fflate';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { tryToSend } from '../../scripts/demo/attempt.ts';
import { makeSamples } from '../../scripts/demo/samples.ts';
import { serveStandIns, standIns } from '../../scripts/demo/stand-ins.ts';
import { startPostgres } from '../../scripts/postgres.ts';
import { periodAround } from '../../src/incidents/period.ts';
import type { ReviewPage } from '../../src/incidents/review-source.ts';
import {
  addPerson,
  type Dialect,
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

    const everything = JSON.stringify(await server.db.all('SELECT * FROM records')) + server.log.join('\n');
    for (const { path, text } of marked) {
      for (const line of text.split('\n').map((each) => each.trim()))
        if (line.length > 12) expect(everything).not.toContain(line);
      if (path) expect(everything).not.toContain(basename(path));
    }
  });
});
