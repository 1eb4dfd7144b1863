import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/server/config.ts';
import { copyFromGuide } from '../real-apps/guide.ts';
import { startTestServer, type TestServer } from './support.ts';

const FIXTURES = join(import.meta.dirname, '../documents/fixtures/docx');
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hasCurl = spawnSync('curl', ['--version']).status === 0;

describe('the integrator’s guide', () => {
  let folder: string;
  let server: TestServer;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'la-chan-guide-'));
    const config = copyFromGuide("The unit's server", 'json', {
      "<sha256 of the backend's key>": sha256('khoa-quet'),
      '<sha256 of data-site-key>': sha256('khoa-trang'),
    });
    writeFileSync(join(folder, 'may-chu.json'), config);
    const { scanKeys = [], sites = [] } = await readConfig({ config: join(folder, 'may-chu.json') }, {});
    server = await startTestServer('sqlite', { scanKeys, sites });
  });
  afterAll(async () => {
    await server?.end();
    rmSync(folder, { recursive: true, force: true });
  });

  const callAsTheGuideSays = async (key: string) => {
    const command = copyFromGuide('The scan API', 'sh', { 'https://lachan.anphu.gov.vn': server.address });
    const called = promisify(execFile)('sh', ['-c', command], {
      cwd: folder,
      env: { ...process.env, KEY: key, no_proxy: '*' },
    });
    return called.then(
      ({ stdout }) => ({ failed: false, answer: JSON.parse(stdout) }),
      ({ stdout }) => ({ failed: true, answer: JSON.parse(stdout) }),
    );
  };

  it.skipIf(!hasCurl)('has a configuration and a command that work as they stand', async () => {
    copyFileSync(join(FIXTURES, 'blocked.docx'), join(folder, 'ke-hoach.docx'));
    expect(await callAsTheGuideSays('khoa-quet')).toMatchObject({
      failed: false,
      answer: { action: 'block' },
    });
    copyFileSync(join(FIXTURES, 'ok.docx'), join(folder, 'ke-hoach.docx'));
    expect(await callAsTheGuideSays('khoa-quet')).toMatchObject({
      failed: false,
      answer: { action: 'allow' },
    });
    expect((await callAsTheGuideSays('sai')).failed).toBe(true);
  });

  it('takes incidents from pages with the key and the hosts of its configuration', async () => {
    const send = (siteKey: string, origin: string) =>
      fetch(`${server.address}/v1/plugin/incidents`, {
        method: 'POST',
        headers: { 'content-type': 'text/plain;charset=utf-8', origin },
        body: JSON.stringify({ siteKey, records: [] }),
      });
    const ours = await send('khoa-trang', 'https://eoffice.anphu.gov.vn');
    expect([401, 403]).not.toContain(ours.status);
    expect([401, 403]).toContain((await send('sai', 'https://eoffice.anphu.gov.vn')).status);
    expect([401, 403]).toContain((await send('khoa-trang', 'https://khac.example.com')).status);
  });
});
