import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXTENSION, launchBrowser } from '../support/browser.ts';
import { managePolicies, whyNoPolicies } from '../support/managed-browser.ts';
import { html, type ReceivingServer, startReceivingServer } from '../support/receiving-server.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const MARKED = 'ỦY BAN NHÂN DÂN XÃ THỬ\nSố: 12/KH-UBND\n\nTUYỆT MẬT\n\nKẾ HOẠCH';
const CLEAN = 'Kính mời họp tổ chuyên môn';
const TYPES: Readonly<Record<string, string>> = {
  '.crx': 'application/x-chrome-extension',
  '.xml': 'text/xml',
};

const impossible = whyNoPolicies();
let folder: string;
let server: ReceivingServer;

/** The commands of the guide from the first to the last; `edit` is what a person does to the policy in between. */
function followGuide(edit: (policy: Record<string, unknown>) => object): void {
  const guide = readFileSync(join(ROOT, 'docs/admin/install.md'), 'utf8');
  const commands = [...guide.matchAll(/^```sh\n(.*?)^```$/gms)].map((match) => match[1] ?? '');
  expect(commands.length).toBeGreaterThan(4);
  const file = join(folder, 'don-vi.json');
  for (const [i, command] of commands.entries()) {
    const { status, stderr } = spawnSync('sh', ['-eu', '-c', command], {
      cwd: folder,
      encoding: 'utf8',
      env: {
        ...process.env,
        PATH: `${join(ROOT, 'node_modules/.bin')}:${process.env.PATH}`,
        ROOT: join(folder, 'machine'),
        WWW: join(folder, 'www'),
      },
    });
    expect([status, stderr], command).toEqual([0, '']);
    if (i === 0) writeFileSync(file, JSON.stringify(edit(JSON.parse(readFileSync(file, 'utf8')))));
  }
}

beforeAll(async () => {
  if (impossible) return;
  folder = mkdtempSync(join(tmpdir(), 'la-chan-machines-'));
  for (const name of ['deploy', 'scripts', 'src', '_locales', 'node_modules', 'package.json', '.generated'])
    symlinkSync(join(ROOT, name), join(folder, name));
  mkdirSync(join(folder, 'dist'));
  symlinkSync(EXTENSION, join(folder, 'dist/chromium'));
  followGuide(({ updates: _updates, server: _server, ...policy }) => ({
    ...policy,
    mode: 'block',
    graceUntil: '',
    contact: 'Chị Lan, văn thư, máy lẻ 105',
  }));
  server = await startReceivingServer((host, path) => {
    if (host !== 'la-chan.donvi.example.vn') return html('<textarea></textarea>');
    const name = readdirSync(join(folder, 'www')).find((each) => path.split('?')[0] === `/${each}`);
    if (!name) return { type: 'text/plain', body: 'nothing here' };
    const type = TYPES[name.slice(name.lastIndexOf('.'))] ?? 'text/plain';
    return { type, body: readFileSync(join(folder, 'www', name)) };
  });
});
afterAll(async () => {
  await server?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(impossible)('whoever follows the guide to installation', () => {
  it.each([1, 2, 3])('has protected machine %i', async () => {
    const policies = managePolicies();
    const file = join(folder, 'machine/etc/chromium/policies/managed/la-chan.json');
    policies.write(JSON.parse(readFileSync(file, 'utf8')));
    const machine = await launchBrowser({
      port: server.port,
      managed: true,
      extension: false,
      executable: policies.executable,
    });
    try {
      const chat = await machine.open('https://chat.zalo.me/');
      const paste = async (text: string) => {
        await machine.copy({ text });
        await chat.bringToFront();
        await chat.$eval('textarea', (field) => {
          field.value = '';
        });
        await chat.focus('textarea');
        await chat.keyboard.down('Control');
        await chat.keyboard.press('v');
        await chat.keyboard.up('Control');
        await new Promise((resolve) => setTimeout(resolve, 300));
        return chat.$eval('textarea', (field) => field.value);
      };
      // The page may have been there before the extension: it is guarded without a reload.
      await expect.poll(() => paste(MARKED), { timeout: 30_000 }).toBe('');
      await chat.keyboard.press('Escape');
      expect(await paste(CLEAN)).toBe(CLEAN);
    } finally {
      await machine.stop();
      policies.remove();
    }
  });
});
