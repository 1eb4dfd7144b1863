import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import puppeteer, { type Browser } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { zipFolder } from '../../scripts/deploy/crx.ts';
import { firefoxPolicies } from '../../scripts/deploy/samples.ts';
import { whyNoPolicies } from '../support/managed-browser.ts';

const FIREFOX = process.env.LACHAN_FIREFOX ?? '/usr/bin/firefox-esr';
const BUILD = resolve(import.meta.dirname, '../../dist/firefox');
const MARKED = 'ỦY BAN NHÂN DÂN XÃ THỬ\nSố: 12/KH-UBND\n\nTUYỆT MẬT\n\nKẾ HOẠCH';
const CLEAN = 'Kính mời họp tổ chuyên môn';

/** Debian, Mozilla: where Firefox looks for policies of the whole system. */
const FOLDERS = ['/etc/firefox/policies', '/etc/firefox-esr/policies'];

function whyNoFirefox(): string | null {
  if (!existsSync(FIREFOX)) return `no ${FIREFOX}`;
  const { stdout = '' } = spawnSync(FIREFOX, ['--version'], { encoding: 'utf8' });
  // Other editions install signed packages only.
  return stdout.includes('esr') ? whyNoPolicies() : `not an ESR: ${stdout.trim()}`;
}

const impossible = whyNoFirefox();
if (impossible) console.log(`Firefox by policy is not tested: ${impossible}`);

let folder: string;
let server: Server;
let firefox: Browser;
const received: string[] = [];

/** A command that starts Firefox with policies of our own, which no other Firefox on this machine sees. */
function writeStarter(policies: object): string {
  mkdirSync(join(folder, 'policies'));
  writeFileSync(join(folder, 'policies/policies.json'), JSON.stringify(policies));
  const mounts = FOLDERS.map((place) => `mount --bind ${join(folder, 'policies')} ${place}`).join(' && ');
  const starter = join(folder, 'firefox');
  writeFileSync(
    starter,
    `#!/bin/sh\nmkdir -p ${FOLDERS.join(' ')}\nexec unshare -m sh -c '${mounts} && exec "$0" "$@"' ${FIREFOX} "$@"\n`,
  );
  chmodSync(starter, 0o755);
  return starter;
}

beforeAll(async () => {
  if (impossible) return;
  folder = mkdtempSync(join(tmpdir(), 'la-chan-firefox-'));
  chmodSync(folder, 0o755);
  const xpi = join(folder, 'la-chan.xpi');
  writeFileSync(xpi, await zipFolder(BUILD));
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (piece: Buffer) => {
      body += piece;
    });
    request.on('end', () => {
      if (request.method === 'POST') received.push(body);
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end('<textarea></textarea>');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const sample = firefoxPolicies({
    id: '',
    updateUrl: '',
    firefoxUrl: `file://${xpi}`,
    // Guarded only if the browser hands this policy to the extension.
    policy: { sites: { add: ['127.0.0.1'] } },
  });
  const unsigned = { 'xpinstall.signatures.required': { Value: false, Status: 'locked' } };
  firefox = await puppeteer.launch({
    browser: 'firefox',
    executablePath: writeStarter({ policies: { ...sample.policies, Preferences: unsigned } }),
    headless: true,
  });
});
afterAll(async () => {
  await firefox?.close();
  server?.close();
  if (folder) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

describe.skipIf(impossible)('Firefox with the sample policies', () => {
  it('has the extension, which reads its settings there and stops what is marked', async () => {
    const page = await firefox.newPage();
    const send = async (text: string) => {
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      await new Promise((resolve) => setTimeout(resolve, 500));
      return page.evaluate(
        (body) =>
          fetch('/keep', { method: 'POST', body }).then(
            () => 'sent',
            () => 'refused',
          ),
        text,
      );
    };
    await expect.poll(() => send(MARKED), { timeout: 40_000, interval: 1_000 }).toBe('refused');
    received.length = 0;
    expect(await send(MARKED)).toBe('refused');
    expect(await send(CLEAN)).toBe('sent');
    expect(received).toEqual([CLEAN]);
  });
});
