import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLayer } from '../../src/policy/schema.ts';
import { ROOT } from '../architecture/source.ts';

const guide = readFileSync(join(ROOT, 'docs/admin/install.md'), 'utf8');
const commands = [...guide.matchAll(/^```sh\n(.*?)^```$/gms)].map((match) => match[1] ?? '');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'la-chan-guide-'));
  // The guide stands in the product's folder; what it writes must not.
  for (const name of [
    'deploy',
    'scripts',
    'src',
    '_locales',
    'rules',
    'node_modules',
    'package.json',
    '.generated',
  ])
    symlinkSync(join(ROOT, name), join(folder, name));
  mkdirSync(join(folder, 'dist/chromium'), { recursive: true });
  writeFileSync(join(folder, 'dist/chromium/manifest.json'), '{ "version": "0.1.0" }');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(process.platform === 'win32')('the guide to installation', () => {
  it('has commands that run, one after the other, and leave what they promise', () => {
    expect(commands.length).toBe(5);
    const { status, stderr } = spawnSync('sh', ['-eu', '-c', commands.join('\n')], {
      cwd: folder,
      encoding: 'utf8',
      env: {
        ...process.env,
        PATH: `${join(ROOT, 'node_modules/.bin')}:${process.env.PATH}`,
        ROOT: join(folder, 'machine'),
        WWW: join(folder, 'www'),
      },
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const id = /appid="([a-p]{32})"/.exec(readFileSync(join(folder, 'www/update.xml'), 'utf8'))?.[1] ?? '';
    expect(existsSync(join(folder, 'www/la-chan-0.1.0.crx'))).toBe(true);
    for (const browser of ['opt/chrome', 'chromium', 'opt/edge']) {
      const path = join(folder, `machine/etc/${browser}/policies/managed/la-chan.json`);
      const policies = JSON.parse(readFileSync(path, 'utf8'));
      expect(policies.ExtensionSettings[id].update_url).toBe('https://la-chan.donvi.example.vn/update.xml');
      expect(readLayer(policies['3rdparty'].extensions[id]).problems).toEqual([]);
    }
    expect(existsSync(join(folder, 'machine/etc/firefox/policies/policies.json'))).toBe(true);
  });

  it.skipIf(spawnSync('wine', ['--version']).status !== 0)(
    'has a registry file that Windows takes in',
    { timeout: 180_000 },
    () => {
      const env = {
        ...process.env,
        WINEPREFIX: join(folder, 'wine'),
        WINEDEBUG: '-all',
        WINEDLLOVERRIDES: 'mscoree,mshtml=',
      };
      const reg = (...args: string[]) =>
        spawnSync('wine', ['reg', ...args], {
          cwd: join(folder, 'dist/deploy/policies/windows'),
          env,
          encoding: 'utf8',
        });
      for (const [file, key] of [
        ['chrome.reg', 'Google\\Chrome'],
        ['edge.reg', 'Microsoft\\Edge'],
      ] as const) {
        expect(reg('import', file).status, file).toBe(0);
        expect(reg('query', `HKLM\\SOFTWARE\\Policies\\${key}`, '/s').stdout).toContain('update_url');
      }
      spawnSync('wineserver', ['-k'], { env });
    },
  );

  it('names files that the packing really writes', () => {
    for (const [, name = ''] of guide.matchAll(/`policies\/([\w./-]+)`/g))
      expect(existsSync(join(folder, 'dist/deploy/policies', name)), name).toBe(true);
  });
});

describe('the guide to updates', () => {
  it('has an example that the product understands', () => {
    const text = readFileSync(join(ROOT, 'docs/admin/updates.md'), 'utf8');
    const examples = [...text.matchAll(/^```json\n(.*?)^```$/gms)].map(([, json = '']) =>
      JSON.parse(json.replace(/<the 64 letters[^>]*>/, 'a'.repeat(64))),
    );
    expect(examples.length).toBe(1);
    for (const layer of examples) expect(readLayer(layer).problems).toEqual([]);
  });
});

describe('the guide to policy', () => {
  it('speaks of every setting', () => {
    const text = readFileSync(join(ROOT, 'docs/admin/policy.md'), 'utf8');
    const example = JSON.parse(readFileSync(join(ROOT, 'deploy/policy.example.json'), 'utf8'));
    for (const setting of Object.keys(example)) expect(text, setting).toContain(`\`${setting}\``);
  });

  it('has examples that the product understands', () => {
    const text = readFileSync(join(ROOT, 'docs/admin/policy.md'), 'utf8');
    const examples = [...text.matchAll(/^```json\n(.*?)^```$/gms)].map((match) => JSON.parse(match[1] ?? ''));
    expect(examples.length).toBe(1);
    for (const actions of examples) expect(readLayer({ actions }).problems).toEqual([]);
  });
});
