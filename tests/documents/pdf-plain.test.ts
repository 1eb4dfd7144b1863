import fc from 'fast-check';
import { zlibSync } from 'fflate';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Budget } from '../../src/documents/budget.ts';
import { open } from '../../src/documents/extract.ts';
import { latin1 } from '../../src/documents/latin1.ts';
import { defaultLimits } from '../../src/documents/limits.ts';
import { PlainPdf } from '../../src/documents/pdf-plain.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { inspectFile } from '../../src/inspection/inspect.ts';
import { bundledTables } from '../../src/rules/bundled.ts';
import { manyNames, manyNotes } from './writers/hostile-pdf.ts';
import { stream, writePdf } from './writers/pdf.ts';
import { assemblePacked, assembleTable, pdfObjects } from './writers/pdf-objects.ts';
import { bytesOf, join, marked, utf8 } from './writers/words.ts';

const engine = createEngine(bundledTables);
afterEach(() => vi.restoreAllMocks());

/** What the plain reader makes of a file of one page. */
const plainly = (bytes: Uint8Array) =>
  PlainPdf.open(bytes, new Budget(defaultLimits))?.pages(1)?.read(1)?.text ?? null;

/** What pdf.js makes of it. */
async function fully(bytes: Uint8Array): Promise<string> {
  vi.spyOn(PlainPdf, 'open').mockReturnValue(null);
  const parts = [];
  for await (const part of open(bytes, new Budget(defaultLimits)).parts)
    if (part.kind === 'text' && part.place === 'body') parts.push(part.text);
  vi.restoreAllMocks();
  return parts.join('\n');
}

const draw = (content: string, more: Parameters<typeof pdfObjects>[1] = {}) =>
  assembleTable(pdfObjects(content, more));

describe('a plain page reads as pdf.js reads it', () => {
  const contents: Readonly<Record<string, string>> = {
    'lines one under the other': 'BT /F1 12 Tf 60 700 Td (UBND TINH) Tj 0 -14 Td (So: 12/BC) Tj ET',
    'words set apart by numbers': 'BT /F1 12 Tf 60 700 Td [(Kinh)-300(gui)-2000(phong) 20 (ban)]TJ ET',
    'letters set apart': 'BT /F1 12 Tf 3 Tc 60 700 Td (TUYET MAT) Tj ET',
    'words set apart': 'BT /F1 12 Tf 9 Tw 60 700 Td (TUYET MAT) Tj ET',
    'stretched letters': 'BT /F1 12 Tf 150 Tz 60 700 Td (TUYET) Tj 95 0 Td (MAT) Tj ET',
    'lines by their leading': 'BT /F1 12 Tf 14 TL 60 700 Td (mot) Tj T* (hai) Tj (ba) \' 2 1 (bon) " ET',
    'lines by TD': 'BT /F1 12 Tf 60 700 TD (mot) Tj 0 -20 TD (hai) Tj T* (ba) Tj ET',
    'two columns': 'BT /F1 12 Tf 60 700 Td (UBND) Tj 200 0 Td (CONG HOA) Tj ET',
    'a page upside down and back': '1 0 0 -1 0 842 cm BT /F1 12 Tf 1 0 0 -1 60 100 Tm (TUYET MAT) Tj ET',
    'a raised number': 'BT /F1 12 Tf 60 700 Td (Dieu) Tj 5 Ts /F1 7 Tf (2) Tj ET',
    'saved and restored states':
      'q BT /F1 12 Tf 60 700 Td (mot) Tj ET Q q BT /F1 9 Tf 60 600 Td (hai) Tj ET Q',
    'marked content':
      '/P <</MCID 0>> BDC BT /F1 12 Tf 60 700 Td (MAT) Tj ET EMC /P <</MCID 1>> BDC BT /F1 12 Tf 84 700 Td (ONG) Tj ET EMC',
    'brackets and escapes': 'BT /F1 12 Tf 60 700 Td (\\(a\\) \\101\\102 (b)\\\n c) Tj ET',
    'hexadecimal letters': 'BT /F1 12 Tf 60 700 Td <4d 41 5> Tj ET',
    'letters of the usual encoding': 'BT /F1 12 Tf 60 700 Td (\\320\\341\\374) Tj ET',
    'words drawn backwards': 'BT /F1 12 Tf 160 700 Td (hai) Tj -100 0 Td (mot) Tj ET',
  };
  it.each(Object.entries(contents))('%s', async (_, content) => {
    const bytes = draw(content);
    expect(plainly(bytes)).not.toBeNull();
    expect(plainly(bytes)?.trim()).toBe((await fully(bytes)).trim());
  });

  const turns: Readonly<Record<string, string>> = {
    'a quarter to the left': '0 1 -1 0',
    'a quarter to the right': '0 -1 1 0',
    'upside down': '-1 0 0 -1',
    'across the page': '0.707 0.707 -0.707 0.707',
  };
  it.each(Object.entries(turns))('text turned %s has the same words', async (_, turn) => {
    const bytes = draw(
      `BT /F1 12 Tf ${turn} 300 400 Tm (So: 12/BC) Tj 0 -14 Td (TUYET) Tj 60 0 Td (MAT) Tj ET`,
    );
    expect(plainly(bytes)).toBe('So: 12/BC\nTUYET MAT');
    // Where pdf.js sees the words of an upside-down line, the last one comes first.
    const letters = (text: string) => [...text.replace(/\s/g, '')].sort().join('');
    expect(letters(await fully(bytes))).toBe(letters('So: 12/BC TUYET MAT'));
  });

  it('turned text beside upright one stands apart from it', () => {
    const bytes = draw(
      'BT /F1 12 Tf 60 700 Td (So: 12/BC) Tj ET BT /F1 12 Tf 0 1 -1 0 20 100 Tm (le trai) Tj ET BT /F1 12 Tf 60 686 Td (TUYET MAT) Tj ET',
    );
    expect(plainly(bytes)).toBe('So: 12/BC\nTUYET MAT\nle trai');
  });

  it('with bullets, which are private letters', async () => {
    const bytes = writePdf([['\uf0b7 Số: 12/BC', '\uf0b7 TUYỆT MẬT']], { packed: true });
    expect(plainly(bytes)).toContain('\uf0b7 TUYỆT MẬT');
    expect(plainly(bytes)?.trim()).toBe((await fully(bytes)).trim());
  });

  it('in wide letters with a table, and in objects and directories that are packed', async () => {
    const wide = writePdf([marked], { packed: true });
    expect(plainly(wide)?.trim()).toBe((await fully(wide)).trim());
    const packed = assemblePacked(pdfObjects('BT /F1 12 Tf 60 700 Td (TUYET MAT) Tj ET'));
    expect(plainly(packed)).toBe('TUYET MAT');
    expect((await fully(packed)).trim()).toBe('TUYET MAT');
  });
});

it('a page says whether it paints a picture', () => {
  const paints = (content: string) =>
    PlainPdf.open(draw(content), new Budget(defaultLimits))?.first()?.hasPictures;
  expect(paints('BT /F1 12 Tf 60 700 Td (MAT) Tj ET')).toBe(false);
  expect(paints('BT /F1 12 Tf 60 700 Td (MAT) Tj ET q 9 0 0 9 0 0 cm /X2 Do Q')).toBe(true);
});

describe('what is not plain is left to pdf.js', () => {
  const contents: Readonly<Record<string, string>> = {
    'a layer': '/OC /L BDC BT /F1 12 Tf 60 700 Td (MAT) Tj ET EMC',
    'mirrored text': 'BT /F1 12 Tf -1 0 0 1 60 100 Tm (MAT) Tj ET',
    'text at many angles': Array.from(
      { length: 20 },
      (_, turn) =>
        `BT /F1 12 Tf ${Math.cos(turn / 9)} ${Math.sin(turn / 9)} ${-Math.sin(turn / 9)} ${Math.cos(turn / 9)} 60 700 Tm (MAT) Tj ET`,
    ).join(' '),
    'a letter that nobody knows': 'BT /F1 12 Tf 60 700 Td (M\\001T) Tj ET',
    'a font that is not there': 'BT /F9 12 Tf 60 700 Td (MAT) Tj ET',
    'a drawing in the drawing': 'BT /F1 12 Tf 60 700 Td (MAT) Tj ET /X1 Do',
    'a picture in the drawing': 'BI /W 1 /H 1 /BPC 8 /CS /G ID a EI BT /F1 12 Tf 60 700 Td (MAT) Tj ET',
    'brackets without an end': `BT /F1 12 Tf 60 700 Td ${'('.repeat(100_000)}`,
    'lists in lists': `BT /F1 12 Tf 60 700 Td ${'['.repeat(100_000)}`,
  };
  it.each(Object.entries(contents))('%s', (_, content) => {
    expect(plainly(draw(content))).toBeNull();
  });

  it('an encrypted file, a damaged directory and a tree that counts wrongly', () => {
    const text = 'BT /F1 12 Tf 60 700 Td (MAT) Tj ET';
    expect(plainly(writePdf([['MAT']], { encrypted: true }))).toBeNull();
    expect(plainly(draw(text).subarray(0, -30))).toBeNull();
    expect(plainly(draw(text, { count: 2 }))).toBeNull();
    expect(plainly(draw(text, { kids: '[2 0 R 2 0 R 2 0 R]', count: 0 }))).toBeNull();
  });

  it('a page whose drawing unpacks to more than a page has', () => {
    const drawing = zlibSync(new Uint8Array(64 * 1024 * 1024).fill(32));
    expect(plainly(assembleTable(pdfObjects(drawing)))).toBeNull();
  });

  it('a stream of objects that is said to stand in itself', () => {
    const objects = pdfObjects('BT /F1 12 Tf 60 700 Td (MAT) Tj ET');
    expect(plainly(assemblePacked(objects))).toBe('MAT');
    expect(plainly(assemblePacked(objects, { inItself: true }))).toBeNull();
  });

  it('and damaged bytes give a text or nothing, never an error', () => {
    const file = assemblePacked(pdfObjects('BT /F1 12 Tf 60 700 Td [(TUYET)-300(MAT)]TJ ET'));
    const table = draw('BT /F1 12 Tf 60 700 Td [(TUYET)-300(MAT)]TJ ET');
    fc.assert(
      fc.property(
        fc.constantFrom(file, table),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 6 }),
        (whole, changes) => {
          const bytes = whole.slice();
          for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
          const text = plainly(bytes);
          return text === null || text.length < 1000;
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('a file inside of a PDF', () => {
  it.each([
    ['among its names', 'attachment:1/text', manyNames],
    ['on a note of a page', 'page:1/attachment:1/text', manyNotes],
  ])('%s is read', async (_, where, write) => {
    const { findings } = await inspectFile(write(1, stream(utf8(marked.join('\n')))), engine);
    expect(findings.map((one) => one.where)).toContain(where);
  });
});

describe('a marked first page', () => {
  it('ends the scan whatever stands behind it', async () => {
    const pages = [marked, ...Array.from({ length: 4 }, () => ['kế hoạch'])];
    const bytes = writePdf(pages);
    // A bomb in nobody's use: whoever reads on refuses the file.
    const bomb = stream(zlibSync(new Uint8Array(40 * 1024 * 1024)), '/Filter /FlateDecode');
    const at = latin1(bytes).lastIndexOf('\nxref\n') + 1;
    const hidden = join(
      bytes.subarray(0, at),
      bytesOf('90 0 obj\n'),
      bomb,
      bytesOf('\nendobj\n'),
      bytes.subarray(at),
    );
    const moved = (_: string, from: string) => `startxref\n${Number(from) + hidden.length - bytes.length}`;
    const file = bytesOf(latin1(hidden).replace(/startxref\n(\d+)/, moved));
    const result = await inspectFile(file, engine);
    expect(result.outcome).toBe('scanned');
    expect(result.findings.map(({ where }) => where)).toContain('page:1');
    expect((await inspectFile(file, engine, { thorough: true })).outcome).toBe('bomb');
  });

  it('is told once where everything is listed', async () => {
    const { findings } = await inspectFile(writePdf([marked]), engine, { thorough: true });
    const places = findings.map(({ finding, where }) => `${finding.ruleId} ${where} ${finding.start}`);
    expect(new Set(places).size).toBe(places.length);
    expect(places.length).toBeGreaterThan(0);
  });
});

describe('a drawing with an error in it', () => {
  const line = 'BT /F1 12 Tf 60 700 Td (Uy ban nhan dan phuong Hoa Binh kinh gui cac phong ban) Tj ET';

  it('is read to its end when it only has too many arguments, as viewers show it', async () => {
    expect(await fully(draw(`${'1 '.repeat(200)}${line}`))).toContain('Hoa Binh');
  });

  it('is read up to the error, and the rest is told to be unread', async () => {
    const bytes = draw(`${line} ${'1 m '.repeat(30)} ${line}`);
    expect(await fully(bytes)).toContain('Hoa Binh');
    vi.spyOn(PlainPdf, 'open').mockReturnValue(null);
    expect((await inspectFile(bytes, engine)).outcome).toBe('image-unread');
    expect((await inspectFile(draw(`${line} ${line}`), engine)).outcome).toBe('scanned');
  });
});
