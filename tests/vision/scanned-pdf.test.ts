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
    const { findings, outcome } = await inspect(pdfOf([{ picture: jpeg('tuyet-mat-photo.jpg') }]));
    expect(outcome).toBe('scanned');
    expect(findings.map(({ finding, where }) => [finding.level, finding.action, where])).toEqual([
      ['tuyet-mat', 'block', 'page:1/stamp:1'],
    ]);
  });

  it('passes with a stamp of urgency', async () => {
    const { findings, outcome } = await inspect(pdfOf([{ picture: jpeg('thuong-khan-screen.jpg') }]));
    expect([outcome, findings.length]).toEqual(['scanned', 0]);
  });

  const lines = Array.from({ length: 8 }, () => 'Noi dung cua trang nay da co lop chu nhan dang san.');
  const plain = { picture: jpeg('thuong-khan-screen.jpg'), lines };
  const wheres = async (bytes: Uint8Array) =>
    (await inspect(bytes)).findings.map(({ finding, where }) => [finding.level, where]);

  it('is read behind a layer of recognised text, on later pages too', async () => {
    const stamped = { picture: jpeg('tuyet-mat-photo.jpg'), lines };
    expect(await wheres(pdfOf([plain, plain, plain, stamped]))).toEqual([['tuyet-mat', 'page:4/stamp:1']]);
  });

  it('is read where a small picture stands in the head of a typed page, and left alone at its foot', async () => {
    const small = (bottom: number) => ({
      picture: { ...jpeg('tuyet-mat-photo.jpg'), place: [120, 63, 40, bottom] as const },
      lines,
    });
    expect(await wheres(pdfOf([small(740)]))).toEqual([['tuyet-mat', 'page:1/stamp:1']]);
    expect(await wheres(pdfOf([small(100)]))).toEqual([]);
  });

  it.each([
    ['a fax', 'two-pages.tif', fax, []],
    [
      'JPEG 2000',
      'toi-mat.jp2',
      (bytes: Uint8Array): Packed => ({ width: 420, height: 220, filter: '/Filter/JPXDecode', bytes }),
      ['toi-mat'],
    ],
  ] as const)('is read when it is packed as %s', async (_, name, wrap, levels) => {
    const scan = readFileSync(join(import.meta.dirname, 'scans', name));
    const { outcome, findings } = await inspect(pdfOf([{ picture: wrap(scan) }]));
    expect([outcome, findings.map(({ finding }) => finding.level)]).toEqual(['scanned', levels]);
  });

  it('that is larger than can be decoded is unread, not passed over', async () => {
    const huge = { ...jpeg('mat-photo.jpg'), width: 40_000, height: 40_000 };
    expect((await inspect(pdfOf([{ picture: huge, lines }]))).outcome).toBe('image-unread');
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

interface Packed {
  readonly width: number;
  readonly height: number;
  readonly filter: string;
  readonly bytes: Uint8Array;
  /** Where it stands on the page of 595 × 842 points: width, height, left, bottom. */
  readonly place?: readonly [number, number, number, number];
}

const jpeg = (name: string): Packed => ({
  width: 420,
  height: 220,
  filter: '/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode',
  bytes: fixture(name),
});

/** The one strip of a page of a fax, as a scanner also puts it into a PDF. */
function fax(tiff: Uint8Array): Packed {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const directory = view.getUint32(4, true);
  const tag = (wanted: number): number => {
    for (let at = directory + 2; ; at += 12) {
      if (view.getUint16(at, true) !== wanted) continue;
      return view.getUint16(at + 2, true) === 3 ? view.getUint16(at + 8, true) : view.getUint32(at + 8, true);
    }
  };
  const [width, height, from, length] = [256, 257, 273, 279].map(tag) as [number, number, number, number];
  return {
    width,
    height,
    filter: `/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns ${width}/Rows ${height}>>`,
    bytes: tiff.subarray(from, from + length),
  };
}

/** A PDF whose pages each show one picture and, when there are any, lines of text. */
function pdfOf(
  pages: readonly { readonly picture: Packed; readonly lines?: readonly string[] }[],
): Uint8Array {
  const text = (words: string) => Buffer.from(words, 'latin1');
  const stream = (head: string, body: Uint8Array) =>
    Buffer.concat([text(`<<${head}/Length ${body.length}>>stream\n`), body, text('\nendstream')]);
  const objects = [
    text('<</Type/Catalog/Pages 2 0 R>>'),
    text(`<</Type/Pages/Kids[${pages.map((_, i) => `${4 + i * 3} 0 R`).join(' ')}]/Count ${pages.length}>>`),
    text('<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>'),
    ...pages.flatMap(({ picture, lines = [] }, i) => {
      const [width, height, left, bottom] = picture.place ?? [595, 842, 0, 0];
      const words = lines.map((line) => `(${line}) Tj T*`).join('\n');
      return [
        text(
          `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>/XObject<</I ${5 + i * 3} 0 R>>>>/Contents ${6 + i * 3} 0 R>>`,
        ),
        stream(
          `/Type/XObject/Subtype/Image/Width ${picture.width}/Height ${picture.height}${picture.filter}`,
          picture.bytes,
        ),
        stream(
          '',
          text(
            `q ${width} 0 0 ${height} ${left} ${bottom} cm /I Do Q BT /F 12 Tf 60 500 Td 16 TL ${words} ET`,
          ),
        ),
      ];
    }),
  ];
  let out = text('%PDF-1.5\n');
  const starts: number[] = [];
  objects.forEach((object, i) => {
    starts.push(out.length);
    out = Buffer.concat([out, text(`${i + 1} 0 obj\n`), object, text('\nendobj\n')]);
  });
  const table = starts.map((start) => `${String(start).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  const trailer = `trailer<</Size ${size}/Root 1 0 R>>\nstartxref\n${out.length}\n%%EOF\n`;
  return Buffer.concat([out, text(`xref\n0 ${size}\n0000000000 65535 f \n${table}${trailer}`)]);
}
