import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashKeyword } from '../../src/engine/keywords.ts';
import type { EngineTables } from '../../src/engine/tables.ts';
import { bundledTables } from '../../src/rules/bundled.ts';
import { sha256Hex } from '../../src/signing/bytes.ts';
import { ROOT } from '../architecture/source.ts';
import { writeDocx } from '../documents/writers/office.ts';
import { writePdf } from '../documents/writers/pdf.ts';
import { clean, marked } from '../documents/writers/words.ts';
import { makePackFile, makePen, makeRoot, signRoot } from '../rules/pack/signer.ts';
import { addPerson, PASSWORD, setUpAdmin, startTestServer, type TestServer } from '../server/support.ts';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { startSite } from '../support/nasty-site.ts';
import { drivePrecheck, type PrecheckPage, vi } from '../support/precheck-page.ts';
import { type ReceivingServer, startReceivingServer } from '../support/receiving-server.ts';

const SALT = 'c3'.repeat(16);
const say = (key: string) => vi[key]!.message;
const la = join(import.meta.dirname, '../../src/cli/la-chan.ts');

/** The unit's real server, a browser without the extension, and every other host of the world. */
describe('the pre-check page of the unit’s server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'la-chan-precheck-server-'));
  const at = (name: string) => join(folder, name);
  let unit: TestServer;
  let world: ReceivingServer;
  let test: TestBrowser;

  beforeAll(async () => {
    mkdirSync(at('bai'));
    writeFileSync(at('bai/thong-bao.docx'), writeDocx(clean));
    writeFileSync(at('bai/to-trinh.pdf'), writePdf([marked]));
    writeFileSync(at('bai/tien-do.txt'), 'Tiến độ dự án Sao Mai 27 quý I');
    copyFileSync(join(ROOT, 'tests/vision/fixtures/toi-mat-scan.jpg'), at('bai/anh-quet.jpg'));
    const pen = await makePen();
    const root = signRoot(makeRoot({ root: [pen], pack: [pen] }), [pen]);
    unit = await startTestServer('sqlite', { packRoot: await sha256Hex(root.signed) });
    const admin = await setUpAdmin(unit);
    const tables: EngineTables = {
      ...bundledTables,
      pack: { name: 'chung', version: '7' },
      keywords: {
        salt: SALT,
        rules: [{ ruleId: 'keyword.x', action: 'warn', hashes: [hashKeyword(SALT, 'Sao Mai 27')!] }],
      },
    };
    const body = await makePackFile({ roots: [root], pens: [pen], tables, statement: { version: 7 } });
    const taken = await admin.call('/v1/admin/pack', { method: 'PUT', body });
    expect(taken.status).toBe(200);
    const layer = { outcomes: { encrypted: 'allow' } };
    const set = await admin.call('/v1/admin/policy', { method: 'PUT', body: { unit: '*', layer } });
    expect(set.status).toBeLessThan(300);
    copyFileSync(join(ROOT, 'tests/documents/fixtures/docx/encrypted.docx'), at('bai/khoa.docx'));
    world = await startReceivingServer(() => null);
    await addPerson(unit, admin, { name: 'web', role: 'webmaster' });
    test = await launchBrowser({ port: world.port, extension: false });
    const page = await test.open(`${unit.address}/login`);
    await page.type('form[action="/form/login"] [name="name"]', 'web');
    await page.type('form[action="/form/login"] [name="password"]', PASSWORD);
    await Promise.all([page.waitForNavigation(), page.click('form[action="/form/login"] button')]);
    await page.close();
  });
  afterAll(async () => {
    await test?.stop();
    await world?.stop();
    await unit?.end();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = async (): Promise<PrecheckPage> =>
    drivePrecheck(await test.open(`${unit.address}/precheck/?lang=vi`), vi);
  /** The command on its own, so that the sites of this process can answer it. */
  const run = async (...args: string[]) => {
    const env = { ...process.env, LANG: 'vi_VN.UTF-8', LC_ALL: '', XDG_CONFIG_HOME: at('home') };
    const child = spawn(process.execPath, [la, ...args], { cwd: folder, env, stdio: 'ignore' });
    const [status] = (await once(child, 'exit')) as [number];
    return status;
  };

  it('reads documents and scans by the unit’s pack, and asks for nothing but its own files', async () => {
    const from = unit.log.length;
    const driven = await open();
    await driven.choose(
      say('precheck_pick_files'),
      ['thong-bao.docx', 'to-trinh.pdf', 'tien-do.txt', 'anh-quet.jpg'].map((name) => at(`bai/${name}`)),
    );
    expect(await driven.results()).toEqual({
      'thong-bao.docx': say('precheck_item_clean'),
      'to-trinh.pdf': say('precheck_item_marked'),
      'tien-do.txt': say('precheck_item_review'),
      'anh-quet.jpg': say('precheck_item_marked'),
    });
    // The server's own record of the visit, and that of every other host.
    const asked = unit.log.slice(from).map((line) => JSON.parse(line) as { method: string; route: string });
    expect(asked.length).toBeGreaterThan(4);
    expect([...new Set(asked.map(({ method }) => method))]).toEqual(['GET']);
    expect(asked.filter(({ route }) => !route.startsWith('/precheck/'))).toEqual([]);
    expect(world.received).toEqual([]);
    await driven.page.close();
  });

  it('tells beside each finding what the unit’s policy would do', async () => {
    const driven = await open();
    const files = { 'to-trinh.pdf': 'block', 'tien-do.txt': 'warn', 'khoa.docx': 'allow' };
    await driven.choose(
      say('precheck_pick_files'),
      Object.keys(files).map((name) => at(`bai/${name}`)),
    );
    await driven.results();
    const items = await driven.page.$$eval('.items > li', (list) =>
      list.map((item) => item.textContent ?? ''),
    );
    for (const [name, action] of Object.entries(files))
      expect([name, items.find((item) => item.includes(name))]).toEqual([
        name,
        expect.stringContaining(say(`precheck_policy_${action}`)),
      ]);
    await driven.page.close();
  });

  it('can reach no other address of the server itself, and no other host', async () => {
    const driven = await open();
    const from = unit.log.length;
    const tried = await driven.page.evaluate(async () => {
      const send = (address: string) =>
        fetch(address, { method: 'POST', body: 'x', mode: 'no-cors' }).then(
          () => 'sent',
          () => 'refused',
        );
      const form = document.createElement('form');
      form.method = 'post';
      form.action = '/v1/scan';
      document.body.append(form);
      form.submit();
      new Image().src = 'https://elsewhere.example.com/x.png';
      return [
        await send('/v1/scan'),
        await send('https://elsewhere.example.com/'),
        navigator.sendBeacon('/v1/plugin/incidents', 'x') && 'beacon',
      ];
    });
    expect(tried.slice(0, 2)).toEqual(['refused', 'refused']);
    await driven.page.close();
    const stranger = await fetch(`${unit.address}/precheck/rules.json`);
    expect(stranger.status).toBe(401);
    expect(unit.log.slice(from).filter((line) => !line.includes('"route":"/precheck/'))).toEqual([]);
    expect(world.received).toEqual([]);
  });

  it('carries a webmaster from the check over the certificate to the published page, and the sweep agrees', async () => {
    const driven = await open();
    await driven.drop([at('bai/thong-bao.docx')]);
    await driven.results();
    await driven.press(say('precheck_issue_certificate'));
    const certificate = await driven.certificate(folder);
    await driven.page.close();
    expect(certificate.statement.checker.pack).toMatchObject({ name: 'chung', version: '7' });
    writeFileSync(at('giay.json'), JSON.stringify(certificate));
    const { keyId } = certificate.signature;
    // The editor in chief, who was told the key by telephone.
    expect(
      await run('precheck', 'verify', 'giay.json', 'bai/thong-bao.docx', '--trust', keyId, '--pack', '7'),
    ).toBe(0);
    expect(await run('precheck', 'verify', 'giay.json', 'bai/to-trinh.pdf', '--trust', keyId)).toBe(2);
    expect(await run('precheck', 'verify', 'giay.json', 'bai/thong-bao.docx')).toBe(1);

    const www = at('www');
    mkdirSync(www, { recursive: true });
    cpSync(at('bai/thong-bao.docx'), join(www, 'thong-bao.docx'));
    const site = await startSite((path) =>
      path === '/'
        ? { body: '<!doctype html><html lang="vi"><body><a href="/thong-bao.docx">Thông báo</a>' }
        : path === '/thong-bao.docx'
          ? { type: 'application/octet-stream', body: readFileSync(join(www, 'thong-bao.docx')) }
          : null,
    );
    try {
      const sweep = () =>
        run('sweep', `${site.address}/`, '--out', 'quet', '--rate', '0', '--format', 'json');
      expect(await sweep()).toBe(0);
      // Somebody puts another file in its place without a check.
      writeFileSync(join(www, 'thong-bao.docx'), writeDocx(marked));
      expect(await sweep()).toBe(2);
      const report = JSON.parse(readFileSync(at('quet/report.json'), 'utf8'));
      expect(report.items[0]).toMatchObject({ place: `${site.address}/thong-bao.docx`, change: 'changed' });
    } finally {
      await site.stop();
    }
  });
});
