import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import { inspectFile } from '../../src/inspection/inspect.ts';
import { bundledTables } from '../../src/rules/bundled.ts';
import { decodePlain } from '../../src/vision/plain/decode.ts';
import { createReader } from '../../src/vision/reader.ts';

const engine = createEngine(bundledTables);
const reader = createReader({ decode: decodePlain });
const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name));
const inspect = (bytes: Uint8Array) =>
  inspectFile(bytes, engine, { readImage: (image) => reader.read(image) });

describe('a scanned page in a PDF', () => {
  it('is read, and its stamp is found', async () => {
    const { findings, outcome } = await inspect(pdfAround(fixture('tuyet-mat-photo.jpg'), 420, 220));
    expect(outcome).toBe('scanned');
    expect(findings.map(({ finding, where }) => [finding.level, finding.action, where])).toEqual([
      ['tuyet-mat', 'block', 'page:1/stamp:1'],
    ]);
  });

  it('passes with a stamp of urgency', async () => {
    const { findings, outcome } = await inspect(pdfAround(fixture('thuong-khan-screen.jpg'), 420, 220));
    expect([outcome, findings.length]).toEqual(['scanned', 0]);
  });
});

describe('a scan of two pages in one TIFF', () => {
  const scan = readFileSync(join(import.meta.dirname, 'scans/two-pages.tif'));

  it('is read page by page, and the stamp on the second is found', async () => {
    const { findings, outcome } = await inspect(scan);
    expect(outcome).toBe('scanned');
    expect(findings.map(({ finding, where }) => [finding.level, where])).toEqual([
      ['tuyet-mat', 'page:2/stamp:1'],
    ]);
  });

  it('ends with an outcome however its pages are chained', () =>
    fc.assert(
      fc.asyncProperty(fc.nat(400), fc.nat(255), async (at, value) => {
        const broken = Uint8Array.from(scan);
        broken[at] = value;
        expect((await inspect(broken)).outcome).toMatch(/^[a-z-]+$/);
      }),
      { numRuns: 40 },
    ));
});

describe('a picture', () => {
  it('goes through inspection like any file', async () => {
    const { findings } = await inspect(fixture('mat-photo.jpg'));
    expect(findings.map(({ finding, where }) => [finding.level, where])).toEqual([['mat', 'image/stamp:1']]);
  });

  it('stays unread without a reader', async () => {
    expect((await inspectFile(fixture('mat-photo.jpg'), engine)).outcome).toBe('image-unread');
  });
});

/** A PDF of one page that shows one JPEG. */
function pdfAround(jpeg: Uint8Array, width: number, height: number): Uint8Array {
  const text = (words: string) => Buffer.from(words, 'latin1');
  const objects = [
    text('<</Type/Catalog/Pages 2 0 R>>'),
    text('<</Type/Pages/Kids[3 0 R]/Count 1>>'),
    text(
      '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I 4 0 R>>>>/Contents 5 0 R>>',
    ),
    Buffer.concat([
      text(
        `<</Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode/Length ${jpeg.length}>>stream\n`,
      ),
      jpeg,
      text('\nendstream'),
    ]),
    text('<</Length 28>>stream\nq 595 0 0 842 0 0 cm /I Do Q\nendstream'),
  ];
  let out = text('%PDF-1.4\n');
  const starts: number[] = [];
  objects.forEach((object, i) => {
    starts.push(out.length);
    out = Buffer.concat([out, text(`${i + 1} 0 obj\n`), object, text('\nendobj\n')]);
  });
  const table = starts.map((start) => `${String(start).padStart(10, '0')} 00000 n \n`).join('');
  const trailer = `trailer<</Size 6/Root 1 0 R>>\nstartxref\n${out.length}\n%%EOF\n`;
  return Buffer.concat([out, text(`xref\n0 6\n0000000000 65535 f \n${table}${trailer}`)]);
}
