import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashKeyword } from '../../src/engine/keywords.ts';
import type { EngineTables } from '../../src/engine/tables.ts';
import { hashFile } from '../../src/rules/allowlist.ts';
import { bundledTables } from '../../src/rules/bundled.ts';
import { sha256Hex } from '../../src/signing/bytes.ts';
import { makePackFile, makePen, makeRoot, signRoot } from '../rules/pack/signer.ts';

const CLI = join(import.meta.dirname, '../../src/cli/la-chan.ts');
const SALT = 'c3'.repeat(16);
const FORM = 'UBND HUYỆN AN PHÚ\nSố: 12/KH-UBND\nTUYỆT MẬT\nKẾ HOẠCH\nMẫu in sẵn.';
let folder: string;
let root: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'la-chan-unit-rules-'));
  const pen = await makePen();
  const signed = signRoot(makeRoot({ root: [pen], pack: [pen] }), [pen]);
  root = await sha256Hex(signed.signed);
  const tables: EngineTables = {
    ...bundledTables,
    pack: { name: 'chung', version: '7' },
    keywords: {
      salt: SALT,
      rules: [{ ruleId: 'keyword.x', action: 'block', hashes: [hashKeyword(SALT, 'Sao Mai 27')!] }],
    },
    allowlist: {
      salt: SALT,
      entries: [
        {
          kind: 'file',
          hash: await hashFile(SALT, new TextEncoder().encode(FORM)),
          until: '2999-12-31',
        },
      ],
    },
  };
  const made = (statement: object) => makePackFile({ roots: [signed], pens: [pen], tables, statement });
  const pack = await made({ version: 7, expires: '2999-01-01T00:00:00Z' });
  mkdirSync(join(folder, 'www'));
  mkdirSync(join(folder, 'bai'));
  const file = 'chung-7.json';
  writeFileSync(join(folder, 'www', file), pack);
  const sha256 = createHash('sha256').update(pack).digest('hex');
  const latest = { format: 'la-chan.latest/1', name: 'chung', version: 7, file, bytes: pack.length, sha256 };
  writeFileSync(join(folder, 'www/latest.json'), JSON.stringify(latest));
  writeFileSync(join(folder, 'cu.json'), await made({ version: 7, expires: '2026-11-02T00:00:00Z' }));
  const text = new TextDecoder().decode(pack);
  writeFileSync(join(folder, 'gia.json'), text.replace('"Sao', '"sao').replace('keyword.x', 'keyword.y'));
  writeFileSync(join(folder, 'bai/tien-do.txt'), 'Tiến độ dự án Sao Mai 27 quý I');
  writeFileSync(join(folder, 'bai/mau.txt'), FORM);
  writeFileSync(join(folder, 'diu.json'), JSON.stringify({ actions: [{ kind: 'keyword', action: 'warn' }] }));
  writeFileSync(join(folder, 'hong.json'), JSON.stringify({ markings: 'maybe' }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(...args: string[]) {
  const env = { ...process.env, LANG: 'vi_VN.UTF-8', LC_ALL: '', XDG_CONFIG_HOME: join(folder, 'home') };
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}
const actions = (stdout: string) =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).action);
const both = ['bai/tien-do.txt', 'bai/mau.txt'];

describe('a command given the unit’s pack', () => {
  it('judges by it, from the file or from the folder it was published in', () => {
    expect(actions(run('scan', '--json', ...both).stdout)).toEqual(['allow', 'block']);
    for (const pack of ['www/chung-7.json', 'www']) {
      const { stdout, status } = run('scan', '--json', '--rules', pack, '--root', root, ...both);
      expect([pack, actions(stdout), status]).toEqual([pack, ['block', 'allow'], 2]);
    }
  });

  it('weighs by the unit’s policy', () => {
    const args = ['--rules', 'www', '--root', root, '--policy', 'diu.json'];
    expect(actions(run('scan', '--json', ...args, ...both).stdout)).toEqual(['warn', 'allow']);
  });

  it('sweeps by it, and reads all again when the rules or the policy change', () => {
    const sweep = (...args: string[]) => {
      const { status } = run('sweep', 'bai', '--out', 'ket-qua', '--format', 'json', ...args);
      const report = JSON.parse(readFileSync(join(folder, 'ket-qua/report.json'), 'utf8'));
      return [status, report.rules.name, report.totals.blocked, report.totals.warned, report.totals.same];
    };
    const unit = ['--rules', 'www', '--root', root];
    expect(sweep()).toEqual([2, bundledTables.pack.name, 1, 0, 0]);
    expect(sweep(...unit)).toEqual([2, 'chung', 1, 0, 0]);
    expect(sweep(...unit)).toEqual([2, 'chung', 1, 0, 2]);
    expect(sweep(...unit, '--policy', 'diu.json')).toEqual([1, 'chung', 0, 1, 0]);
  });

  it('names it in the certificate', () => {
    const { status, stdout } = run('precheck', '--rules', 'www', '--root', root, 'bai/mau.txt');
    expect(status).toBe(0);
    expect(JSON.parse(stdout).statement.checker.pack).toMatchObject({ name: 'chung', version: '7' });
  });

  it('refuses one that is forged, of another root or named without a root, and judges nothing then', () => {
    const wrong: [string[], RegExp][] = [
      [['--rules', 'gia.json', '--root', root], /gia\.json/],
      [['--rules', 'www', '--root', 'ab'.repeat(32)], /chung-7\.json/],
      [['--rules', 'www'], /--root/],
      [['--rules', 'khong-co.json', '--root', root], /khong-co\.json/],
      [['--rules', 'bai/mau.txt', '--root', root], /mau\.txt/],
      [['--policy', 'hong.json'], /markings/],
    ];
    for (const [args, words] of wrong) {
      const { status, stdout, stderr } = run('scan', '--json', ...args, ...both);
      expect([args, status, stdout]).toEqual([args, 3, '']);
      expect(stderr).toMatch(words);
      expect(stderr).not.toMatch(/\n\s+at /);
    }
  });

  it('warns of one that has expired, and goes by it all the same', () => {
    const { stdout, stderr } = run('scan', '--json', '--rules', 'cu.json', '--root', root, ...both);
    expect(actions(stdout)).toEqual(['block', 'allow']);
    expect(stderr).toMatch(/hết hạn ngày 2026-11-02/);
  });
});
