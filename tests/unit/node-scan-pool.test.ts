import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashKeyword } from '../../src/engine/keywords.ts';
import { createNodeScanPool, type NodeScanPool } from '../../src/inspection/node/scan-pool.ts';
import { bundledTables } from '../../src/rules/bundled.ts';

const MARKED = 'UBND HUYỆN AN PHÚ\nSố: 12/KH-UBND\nTUYỆT MẬT\nKẾ HOẠCH\nMã hồ sơ KPT4417.';
const SALT = 'c3'.repeat(16);
const fixture = (format: string, kind: string) =>
  new Uint8Array(
    readFileSync(join(import.meta.dirname, `../documents/fixtures/${format}/${kind}.${format}`)),
  );
const item = (bytes: Uint8Array<ArrayBuffer>, page = '') => ({
  bytes,
  name: '',
  size: bytes.length,
  ...(page && { page }),
});
const text = (words: string) => new TextEncoder().encode(words);

describe('the pool of threads', () => {
  let pool: NodeScanPool;
  const stop = new AbortController();
  beforeAll(() => {
    pool = createNodeScanPool(2, stop.signal);
  });
  afterAll(() => stop.abort());

  it('gives each item of a batch its own result, whatever its neighbours are', async () => {
    const kinds = [
      () => item(text('Lịch trực tuần')),
      () => item(text(MARKED)),
      () => item(fixture('docx', 'encrypted')),
      () => item(fixture('zip', 'bomb')),
      () => item(text(`<!doctype html><!--${MARKED}--><p><a href=b>Lịch trực</a>`), 'https://anphu.gov.vn/a'),
    ];
    const results = await Promise.all(
      Array.from({ length: 100 }, (_, i) => pool.scan(kinds[i % kinds.length]!())),
    );
    const seen = results.map(({ outcome, findings }) => `${outcome} ${findings.at(-1)?.where ?? '–'}`);
    expect([...new Set(seen)]).toHaveLength(kinds.length);
    for (const [i, one] of seen.entries()) expect([i, one]).toEqual([i, seen[i % kinds.length]]);
    expect(seen.slice(0, 5)).toEqual([
      'scanned –',
      'scanned text',
      'encrypted –',
      'bomb –',
      'scanned hidden',
    ]);
    expect(results[4]?.links).toEqual(['https://anphu.gov.vn/b']);
  });

  it('goes by the rules it was told, from the next item on', async () => {
    const words = () => item(text('Tiến độ dự án Sao Mai 27'));
    expect((await pool.scan(words())).findings).toEqual([]);
    const keywords = {
      salt: SALT,
      rules: [{ ruleId: 'keyword.x', action: 'block' as const, hashes: [hashKeyword(SALT, 'Sao Mai 27')!] }],
    };
    pool.use({ packId: 'x', tables: { ...bundledTables, keywords } });
    const found = await Promise.all(Array.from({ length: 40 }, () => pool.scan(words())));
    expect(found.map(({ findings }) => findings[0]?.finding.ruleId)).toEqual(found.map(() => 'keyword.x'));
  });
});
