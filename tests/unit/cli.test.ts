import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const HEAD = 'UBND TỈNH HÀ SƠN\nSố: 12/BC-UBND\n';
const TAIL = '\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nBÁO CÁO';
const marked = `${HEAD}TUYỆT MẬT${TAIL}`;
const clean = `${HEAD}HỎA TỐC${TAIL}`;

let folder: string;
let command: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'la-chan-cli-'));
  command = join(folder, 'cli', 'la-chan.js');
  execFileSync(process.execPath, ['scripts/compile-rules.ts']);
  execFileSync(process.execPath, ['scripts/build-cli.ts', join(folder, 'cli')], { stdio: 'ignore' });
  execFileSync(process.execPath, ['scripts/copy-vision-files.ts', 'node', join(folder, 'cli', 'vision')]);
  writeFileSync(join(folder, 'marked.txt'), marked);
  writeFileSync(join(folder, 'clean.txt'), clean);
  writeFileSync(join(folder, 'odd.bin'), new Uint8Array([0, 1, 2, 3, 0, 255, 254, 0, 9, 0]));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(args: string[], input = '') {
  const env = { ...process.env, LANG: 'vi_VN.UTF-8', LC_ALL: '' };
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, input, env, encoding: 'utf8' });
  return {
    status,
    stdout,
    stderr,
    records: () =>
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
  };
}

describe('la-chan scan FILE', () => {
  it('blocks a marked file, says its level and exits 2', () => {
    const { status, records } = run(['scan', '--json', 'clean.txt', 'marked.txt']);
    expect(records().map(({ file, action, level }) => [file, action, level])).toEqual([
      ['clean.txt', 'allow', null],
      ['marked.txt', 'block', 'tuyet-mat'],
    ]);
    expect(records()[1]).not.toHaveProperty('outcome');
    expect(records()[1].findings[0]).toMatchObject({ ruleId: 'marking.tuyet-mat', where: 'text' });
    expect(status).toBe(2);
  });

  it('blocks the marked fixture of every format and none of the clean ones', () => {
    const fixtures = join(import.meta.dirname, '../documents/fixtures');
    const files = readdirSync(fixtures).flatMap((format) =>
      readdirSync(join(fixtures, format)).map((name) => join(fixtures, format, name)),
    );
    const wanted = files.filter((file) => /\/(?:ok|blocked)\.\w+$/.test(file));
    const wrong = run(['scan', '--json', ...wanted])
      .records()
      .filter(({ file, action }) => (action === 'block') !== file.includes('/blocked.'));
    expect(wanted.length).toBeGreaterThan(30);
    expect(wrong).toEqual([]);
  });

  it('exits 0 for clean files', () => {
    expect(run(['scan', 'clean.txt']).status).toBe(0);
  });

  it('holds what it cannot read, names the outcome and exits 3', () => {
    const { status, records } = run(['scan', '--json', 'odd.bin']);
    expect(records()[0]).toMatchObject({ action: 'hold', level: null, outcome: 'unknown-format' });
    expect(status).toBe(3);
  });

  it('goes on after missing files and folders and tells what to do, without a stack trace', () => {
    const { status, stderr, records } = run(['scan', '--json', 'missing.txt', '.', 'marked.txt']);
    expect(records().map(({ action }) => action)).toEqual(['hold', 'hold', 'block']);
    expect(stderr).toContain('không tìm thấy tệp «missing.txt»');
    expect(stderr).toContain('«.» là thư mục');
    expect(stderr).not.toContain('    at ');
    expect(status).toBe(2);
  });

  it('speaks Vietnamese, or English when asked', () => {
    expect(run(['scan', 'marked.txt']).stdout).toContain('TUYỆT MẬT');
    expect(run(['scan', '--lang', 'en', 'marked.txt']).stdout).toContain('BLOCKED');
  });

  it.each([[[]], [['scan']], [['quet', 'x']], [['scan', '--nonsense', 'x']], [['scan', '--jsonl', 'x']]])(
    'exits 64 with the usage for %j',
    (args) => {
      const { status, stderr } = run(args);
      expect(status).toBe(64);
      expect(stderr).toContain('la-chan scan');
    },
  );
});

describe('la-chan scan --jsonl', () => {
  it('answers every record in order with places in its text', () => {
    const input = [
      { id: 'a', text: clean },
      { id: 'b', text: marked },
    ];
    const { status, records } = run(['scan', '--jsonl'], input.map((one) => JSON.stringify(one)).join('\n'));
    expect(records().map(({ id, action }) => [id, action])).toEqual([
      ['a', 'allow'],
      ['b', 'block'],
    ]);
    const [finding] = records()[1].findings;
    expect(marked.slice(finding.start, finding.end)).toContain('TUYỆT MẬT');
    expect(status).toBe(2);
  });

  it('goes on after lines that are no records', () => {
    const input = `{"id":"a","text":"x"}\nnonsense\n[]\n\n{"id":"b"}\n${JSON.stringify({ id: 'c', text: marked })}\n`;
    const { status, stderr, records } = run(['scan', '--jsonl'], input);
    expect(records().map(({ id }) => id)).toEqual(['a', 'c']);
    expect(stderr.match(/dòng \d/g)).toEqual(['dòng 2', 'dòng 3', 'dòng 5']);
    expect(status).toBe(2);
  });

  it('finds a marking split over two pieces of one editor, and only there', () => {
    const [one, two] = [`${HEAD}TUYỆT `, `MẬT${TAIL}`];
    const records = (ids: string[]) =>
      run(
        ['scan', '--jsonl'],
        [one, two].map((text, i) => JSON.stringify({ id: ids[i], text })).join('\n'),
      ).records();
    expect(records(['e#1', 'e#2']).map(({ level }) => level)).toContain('tuyet-mat');
    expect(records(['e#1', 'f#2']).map(({ level }) => level)).not.toContain('tuyet-mat');
  });
});

describe('la-chan explain FILE', () => {
  it('names the rule and the signals for and against', () => {
    const { status, stdout } = run(['explain', 'marked.txt']);
    expect(status).toBe(0);
    expect(stdout).toContain('marking.tuyet-mat');
    expect(stdout).toMatch(/^ {2}\+\d/m);
  });

  it('says so when there is nothing to explain', () => {
    expect(run(['explain', 'clean.txt']).stdout).toContain('Không có chữ nào');
  });

  it('tells what to do about a missing file, without a stack trace', () => {
    const { status, stderr } = run(['explain', 'khong-co.txt']);
    expect(status).toBe(3);
    expect(stderr).toContain('khong-co.txt');
    expect(stderr).not.toContain('    at ');
  });
});
