import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import { defaultLimits, inspectFile } from '../../src/inspection/inspect.ts';
import { bundledTables } from '../../src/rules/bundled.ts';
import { writeDoc } from './writers/compound.ts';
import { pack, wordBody, writeDocx, writeOdf } from './writers/office.ts';
import { writePdf } from './writers/pdf.ts';
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

  it('a chain of sectors that bites its tail', async () => {
    const bytes = writeDoc(Array.from({ length: 400 }, () => clean.join(' ')));
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const table = (view.getUint32(76, true) + 1) * 512;
    // Each sector of the file points at the one before it.
    for (let sector = 1; sector < 100; sector++) view.setUint32(table + sector * 4, sector - 1, true);
    expect((await inspectFile(bytes, engine, { limits })).outcome).toMatch(/damaged|unknown-format/);
  });

  it('a cell that stands for a million columns and a million rows', async () => {
    const cell = `<table:table-cell table:number-columns-repeated="1000000"><text:p>x</text:p></table:table-cell>`;
    const rows = `<table:table-row table:number-rows-repeated="1000000">${cell}</table:table-row>`;
    const content = `<w><office:spreadsheet><table:table>${rows}</table:table></office:spreadsheet></w>`;
    const result = await inspectFile(writeOdf('ods', [], { 'content.xml': content }), engine, { limits });
    expect(result.outcome).toBe('scanned');
  });

  it('a PDF whose pages stand in one another, and one of more pages than are read', async () => {
    const ring = new TextDecoder('latin1')
      .decode(writePdf([clean]))
      .replace(/\/Kids \[\d+ 0 R\]/, '/Kids [2 0 R]');
    await survives(Uint8Array.from(ring, (letter) => letter.charCodeAt(0)));
    const long = writePdf(Array.from({ length: 60 }, () => ['x']));
    const few = { ...limits, pages: 50 };
    expect((await inspectFile(long, engine, { limits: few })).outcome).toBe('too-many');
  });

  it('an archive in an archive, far deeper than anybody packs', async () => {
    let bytes = pack({ a: 'x' });
    for (let depth = 0; depth < 40; depth++) bytes = pack({ 'r.zip': bytes });
    expect((await inspectFile(bytes, engine, { limits })).outcome).toBe('too-deep');
  });
});
