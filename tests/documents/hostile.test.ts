import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import { defaultLimits, inspectFile } from '../../src/inspection/inspect.ts';
import { bundledTables } from '../../src/rules/bundled.ts';
import { wordBody, writeDocx } from './writers/office.ts';
import { clean } from './writers/words.ts';

const FOLDER = join(import.meta.dirname, 'fixtures');
const engine = createEngine(bundledTables);
const limits = { ...defaultLimits, milliseconds: 5_000, unpackedBytes: 16 * 1024 * 1024 };
const OUTCOMES = /^(scanned|too-|bomb|encrypted|damaged|timed-out|unknown-format|image-unread)/;

const samples = readdirSync(FOLDER).flatMap((format) =>
  readdirSync(join(FOLDER, format))
    .filter((name) => name.startsWith('ok.') || name.startsWith('blocked.'))
    .map((name) => [name, new Uint8Array(readFileSync(join(FOLDER, format, name)))] as const),
);

async function survives(bytes: Uint8Array) {
  const { outcome } = await inspectFile(bytes, engine, { limits });
  expect(outcome).toMatch(OUTCOMES);
}

describe('hostile files end with an outcome', () => {
  it('random bytes', () =>
    fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), survives), { numRuns: 200 }));

  it.each(samples)('%s cut anywhere', (_, bytes) =>
    fc.assert(
      fc.asyncProperty(fc.nat(bytes.length), (length) => survives(bytes.slice(0, length))),
      { numRuns: 10 },
    ),
  );

  it.each(samples)('%s with changed bytes', (_, bytes) => {
    const change = fc.array(
      fc.tuple(fc.nat(Math.max(0, bytes.length - 1)), fc.integer({ min: 0, max: 255 })),
      {
        minLength: 1,
        maxLength: 30,
      },
    );
    return fc.assert(
      fc.asyncProperty(change, async (changes) => {
        const changed = bytes.slice();
        for (const [at, value] of changes) changed[at] = value;
        await survives(changed);
      }),
      { numRuns: 10 },
    );
  });

  it.each([
    [
      'entities that multiply',
      '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w:t>&b;</w:t>',
      'damaged',
    ],
    [
      'an entity that names a file',
      '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:t>&a;</w:t>',
      'damaged',
    ],
    ['a tag that never ends', `<w:p ${'a'.repeat(100_000)}`, 'damaged'],
    [
      'tags nested very deep',
      wordBody('<w:tbl><w:tr><w:tc>'.repeat(5_000) + '</w:tc></w:tr></w:tbl>'.repeat(5_000)),
      'scanned',
    ],
    [
      'boxes nested very deep',
      wordBody('<w:txbxContent>'.repeat(5_000) + '</w:txbxContent>'.repeat(5_000)),
      'scanned',
    ],
  ])('XML with %s', async (_, xml, outcome) => {
    const result = await inspectFile(writeDocx(clean, { 'word/document.xml': xml }), engine, { limits });
    expect(result.outcome).toBe(outcome);
  });
});
