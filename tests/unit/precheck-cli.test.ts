import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeDocx } from '../documents/writers/office.ts';
import { writePdf } from '../documents/writers/pdf.ts';
import { clean, marked } from '../documents/writers/words.ts';

const CLI = join(import.meta.dirname, '../../src/cli/la-chan.ts');
let folder: string;
const at = (name: string) => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'la-chan-precheck-'));
  mkdirSync(at('bài/phụ lục'), { recursive: true });
  writeFileSync(at('bài/thông báo.docx'), writeDocx(clean));
  writeFileSync(at('bài/phụ lục/kế hoạch.pdf'), writePdf([clean]));
  writeFileSync(at('tờ trình.docx'), writeDocx(marked));
  const made = run('precheck', 'bài', '--out', 'sạch.json');
  expect(made).toMatchObject({ status: 0, stdout: '' });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]) => runOn('home', ...args);

/** The key lies where XDG_CONFIG_HOME says, so that each name is another person. */
function runOn(home: string, ...args: string[]) {
  const env = {
    ...process.env,
    LANG: 'vi_VN.UTF-8',
    LC_ALL: '',
    APPDATA: undefined,
    XDG_CONFIG_HOME: at(home),
  };
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

const verify = (...args: string[]) => {
  const { status, stdout } = run('precheck', 'verify', '--json', ...args);
  return { status, ...JSON.parse(stdout) };
};

describe('la-chan precheck', () => {
  it('certifies a clean folder in a file that holds no name and no word of it', () => {
    const text = readFileSync(at('sạch.json'), 'utf8');
    const { statement } = JSON.parse(text);
    expect(statement).toMatchObject({ result: 'clean', items: [{ result: 'clean' }, { result: 'clean' }] });
    expect(text).not.toMatch(/thông|kế hoạch|phụ lục|\.docx|\.pdf|trồng/);
  });

  it('reports a marked file with exit 2, names it on stderr alone, and tells no degree', () => {
    const { status, stdout, stderr } = run('precheck', 'tờ trình.docx', 'bài');
    expect(status).toBe(2);
    expect(stderr).toContain('tờ trình.docx');
    expect(JSON.parse(stdout).statement.result).toBe('marked');
    expect(stdout + stderr).not.toMatch(/tuy[eệ]t|tuyet-mat/i);
    expect(stdout).not.toContain('trình');
  });

  it('tells beside the result what the unit’s policy would do, and leaves it out of the certificate', () => {
    const locked = join(import.meta.dirname, '../documents/fixtures/docx/encrypted.docx');
    copyFileSync(locked, at('khóa.docx'));
    writeFileSync(at('mở.json'), JSON.stringify({ outcomes: { encrypted: 'allow' } }));
    const [strict, mild] = [[], ['--policy', 'mở.json']].map((more) => run('precheck', 'khóa.docx', ...more));
    expect(strict!.stderr).toContain('bị giữ lại khi gửi');
    expect(mild!.stderr).toContain('chính sách của đơn vị: gửi được');
    for (const { status, stdout } of [strict!, mild!]) {
      expect(status).toBe(3);
      expect(JSON.parse(stdout).statement.result).toBe('unread');
    }
    expect(run('precheck', 'tờ trình.docx', '--policy', 'mở.json').stderr).toContain('không gửi được');
  });

  it('says that not all was read with exit 3', () => {
    writeFileSync(at('hỏng.docx'), writeDocx(clean).slice(0, 300));
    expect(run('precheck', 'hỏng.docx').status).toBe(3);
  });

  it('refuses what is not there, an empty folder and wrong use', () => {
    mkdirSync(at('rỗng'));
    expect(run('precheck', 'không có.pdf')).toMatchObject({ status: 3, stdout: '' });
    expect(run('precheck', 'rỗng')).toMatchObject({ status: 3, stdout: '' });
    expect(run('precheck').status).toBe(64);
    expect(run('precheck', 'verify').status).toBe(64);
    expect(run('precheck', 'bài', '--trust', 'x').status).toBe(64);
    expect(run('precheck', 'verify', 'sạch.json', '--max-age', 'lâu').status).toBe(64);
  });

  it('keeps its key readable by its owner alone, and signs with it again', () => {
    expect(statSync(at('home/la-chan/precheck-key.pem')).mode & 0o777).toBe(0o600);
    const { keyId } = verify('sạch.json');
    expect(run('precheck', 'key').stdout.trim()).toBe(keyId);
  });

  it('signs with a key that OpenSSL made, and refuses a kind it does not know', () => {
    execFileSync('openssl', ['genpkey', '-algorithm', 'ed25519', '-out', at('unit.pem')], {
      stdio: 'ignore',
    });
    const { status, stdout } = run('precheck', 'bài', '--key', 'unit.pem');
    expect(status).toBe(0);
    expect(JSON.parse(stdout).signature.kind).toBe('ed25519');
    writeFileSync(at('rsa.pem'), 'no key');
    expect(run('precheck', 'bài', '--key', 'rsa.pem')).toMatchObject({ status: 3, stdout: '' });
  });
});

describe('la-chan precheck verify', () => {
  it('tells which file is which, whatever they are called now', () => {
    copyFileSync(at('bài/phụ lục/kế hoạch.pdf'), at('tên khác.pdf'));
    const { status, files, faults } = verify('sạch.json', 'tên khác.pdf', 'bài/thông báo.docx');
    expect({ status, faults, items: files.map(({ item }: { item: number }) => item) }).toEqual({
      status: 0,
      faults: [],
      items: [0, 1],
    });
  });

  it('finds a file that was changed after the check', () => {
    copyFileSync(at('tên khác.pdf'), at('sửa.pdf'));
    appendFileSync(at('sửa.pdf'), '\n');
    expect(verify('sạch.json', 'sửa.pdf')).toMatchObject({ status: 2, faults: ['other-file'] });
  });

  it('finds an edited certificate', () => {
    const edited = run('precheck', 'tờ trình.docx').stdout.replaceAll('"marked"', '"clean"');
    writeFileSync(at('edited.json'), edited);
    expect(verify('edited.json')).toMatchObject({ status: 2, faults: ['signature', 'inconsistent'] });
  });

  it('does not take a whole certificate of an unknown key for a good one, until the key is named', () => {
    const { stdout } = runOn('stranger', 'precheck', 'bài');
    writeFileSync(at('stranger.json'), stdout);
    const { keyId } = JSON.parse(stdout).signature;
    expect(verify('stranger.json')).toMatchObject({ status: 1, holds: false, signer: null, faults: [] });
    expect(run('precheck', 'verify', 'stranger.json').stdout).toContain('KHÔNG RÕ AI KÝ');
    expect(verify('stranger.json', '--trust', keyId)).toMatchObject({ status: 0, holds: true });
    writeFileSync(at('keys.txt'), `# khóa của huyện\n${keyId.slice(0, 32)} Trường Thử\n`);
    expect(verify('stranger.json', '--trust', 'keys.txt')).toMatchObject({ signer: 'Trường Thử' });
  });

  it('takes a report of findings for no clean certificate', () => {
    writeFileSync(at('report.json'), run('precheck', 'tờ trình.docx').stdout);
    expect(verify('report.json')).toMatchObject({ status: 1, faults: [], result: 'marked' });
  });

  it('can ask for a rule pack version and an age', () => {
    expect(verify('sạch.json', '--pack', '0.0.0')).toMatchObject({ status: 2, faults: ['wrong-pack'] });
    expect(verify('sạch.json', '--max-age', '0')).toMatchObject({ status: 2, faults: ['too-old'] });
  });

  it('says that a file is missing instead of judging', () => {
    expect(run('precheck', 'verify', 'sạch.json', 'đâu.pdf')).toMatchObject({ status: 3, stdout: '' });
    expect(run('precheck', 'verify', 'đâu.json')).toMatchObject({ status: 3, stdout: '' });
  });
});
