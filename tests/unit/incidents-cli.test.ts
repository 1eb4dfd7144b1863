import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeDeviceKey } from '../../src/incidents/device-key.ts';
import { writeLog } from '../../src/incidents/log-file.ts';
import type { LogRecord } from '../../src/incidents/types.ts';
import { checkpointOf, madeLog } from '../support/made-log.ts';

let folder: string;
let log: LogRecord[];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'la-chan-cli-'));
  log = await madeLog(8);
  const key = await makeDeviceKey();
  await write('whole.jsonl', log, log);
  await write('cut.jsonl', log.slice(0, 6), log.slice(0, 6));
  await write('edited.jsonl', log.with(2, { ...log[2]!, time: '2020-01-01T00:00:00.000Z' }), log);
  writeFileSync(join(folder, 'words.jsonl'), 'đây là một bức thư\n');

  async function write(name: string, records: LogRecord[], signed: LogRecord[]): Promise<void> {
    const checkpoint = await checkpointOf(signed, key);
    const machine = { device: checkpoint.device, name: 'Máy 1', unit: '' };
    let lines = '';
    const logs = (async function* () {
      const each = (async function* () {
        yield* records;
      })();
      yield { machine, records: each, checkpoints: [checkpoint], tombstones: [] };
    })();
    for await (const line of writeLog(logs)) lines += `${line}\n`;
    writeFileSync(join(folder, name), lines);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function laChan(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(import.meta.dirname, '../../src/cli/la-chan.ts'), ...args],
      { cwd: folder },
      (error, out, err) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    );
  });
}

describe('la-chan incidents verify', () => {
  it('says of a whole log that it is whole', async () => {
    expect(await laChan('incidents', 'verify', 'whole.jsonl')).toMatchObject({ code: 0, err: '' });
  });

  it('names what was altered, with exit code 2', async () => {
    const { code, out } = await laChan('incidents', 'verify', 'edited.jsonl');
    expect(code).toBe(2);
    expect(out).toContain('bản ghi 3: bị sửa');
  });

  it('finds by a newer export what an older state of the log hides', async () => {
    expect((await laChan('incidents', 'verify', 'cut.jsonl')).code).toBe(0);
    const both = await laChan('incidents', 'verify', 'cut.jsonl', 'whole.jsonl');
    expect(both.code).toBe(2);
    expect(both.out).toContain('bản ghi 7–8: bị cắt ở cuối');
  });

  it('says what to do with a file that is none, is missing or is not named', async () => {
    const none = await laChan('incidents', 'verify', 'words.jsonl');
    expect(none.code).toBe(3);
    expect(none.err).toContain('Hãy chọn tệp .jsonl');
    expect((await laChan('incidents', 'verify', 'missing.jsonl')).err).toContain('không tìm thấy tệp');
    expect((await laChan('incidents', 'verify')).code).toBe(64);
    expect((await laChan('incidents', 'forget', 'whole.jsonl')).code).toBe(64);
  });
});

describe('la-chan incidents export and la-chan report', () => {
  it('write tables and the report of a period', async () => {
    expect(await laChan('incidents', 'export', 'whole.jsonl', '--out', 'a.csv')).toMatchObject({
      code: 0,
      err: '',
    });
    expect(readFileSync(join(folder, 'a.csv'), 'utf8')).toContain('attempt-00000008');
    expect((await laChan('incidents', 'export', 'whole.jsonl', '--out', 'a.xlsx')).code).toBe(0);
    expect((await laChan('incidents', 'export', 'whole.jsonl', '--out', 'a.pdf')).code).toBe(64);
    writeFileSync(join(folder, 'sweep.json'), '{"pages":3,"documents":2,"findings":0}');
    const made = await laChan(
      'report',
      'whole.jsonl',
      '--out',
      'r.docx',
      '--on',
      '2026-06-01',
      '--sweep',
      'sweep.json',
    );
    expect(made).toMatchObject({ code: 0, err: '' });
    expect(made.out).toContain('từ 8 lần dừng');
    expect(readFileSync(join(folder, 'r.docx')).subarray(0, 2).toString()).toBe('PK');
  });

  it.each([
    [['report', 'whole.jsonl'], 64],
    [['report', 'whole.jsonl', '--out', 'r.docx', '--period', 'century'], 64],
    [['report', 'whole.jsonl', '--out', 'r.docx', '--from', '2026-02-30', '--to', '2026-03-01'], 64],
    [['report', 'words.jsonl', '--out', 'r.docx'], 3],
    [['report', 'whole.jsonl', '--out', 'r.docx', '--sweep', 'words.jsonl'], 3],
    [['report', 'whole.jsonl', '--out', 'no/such/folder.docx'], 3],
  ])('%j is refused with words, not with a stack trace', async (args, code) => {
    const result = await laChan(...(args as string[]));
    expect(result.code).toBe(code);
    expect(result.err).not.toBe('');
    expect(result.err).not.toMatch(/\n\s+at /);
  });
});
