import { deflateSync, gzipSync, unzipSync, zlibSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { Budget } from '../../src/documents/budget.ts';
import { open } from '../../src/documents/extract.ts';
import type { ChildPart } from '../../src/documents/types.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { defaultLimits, inspectFile } from '../../src/inspection/inspect.ts';
import { createNodeScanPool } from '../../src/inspection/node/scan-pool.ts';
import { bundledTables } from '../../src/rules/bundled.ts';
import { jpegOfScans } from './writers/hostile-jpeg.ts';
import { type OleEntry, writeOle } from './writers/hostile-ole.ts';
import * as pdf from './writers/hostile-pdf.ts';
import { overlappingZip, selfZip, zipOf } from './writers/hostile-zip.ts';
import { pack, sheet, writeDocx, writeXlsx } from './writers/office.ts';
import { writePdf } from './writers/pdf.ts';
import { clean, join, marked, utf8 } from './writers/words.ts';

const engine = createEngine(bundledTables);
const MB = 1024 * 1024;
/** Time enough on the slowest machine: what ends here ends by its own limit. */
const limits = { ...defaultLimits, milliseconds: 60_000 };
const zeros = (length: number) => new Uint8Array(length);
const outcomeOf = async (bytes: Uint8Array, more = {}) =>
  (await inspectFile(bytes, engine, { limits: { ...limits, ...more } })).outcome;
/** Each is made when its test runs: some are large. */
type Case = readonly [what: string, outcome: string | RegExp, make: () => Uint8Array];
const endsAs = async (outcome: string | RegExp, bytes: Uint8Array) =>
  expect(await outcomeOf(bytes)).toMatch(typeof outcome === 'string' ? new RegExp(`^${outcome}$`) : outcome);

/** One of our own, changed by the fuzzing command. */
const ASKS_FOR_A_GIGABYTE =
  'N3q8ryccAATM2SYb8QAAAAAAAABaAAAAAAAAAFQTdFngAP8A6V0AKpCF/6sLPqVG7DBKMVhDJfzA/c0V09n4JFmMMJyd/8jh8LKV' +
  'm85WERJDiOkovxg0DbDCAP+6eFxSWV/TTk/JvSMlOU0K2IynvytFrsFo2UAFKAUjWWLdLvVocv5KL/k4I1Rk+Hk/ZoPyYtuy9hG3' +
  'NrV0QsAht30NStdn0/SFo0A8rsy0+9xvUYyxfPWe06gSyVGiaI7mPvRX6WYmYCMJQlvavCMbc1eoIm4+jxjrYauw2b/vPIosznOv' +
  'G57YNi6RdvlcoDJRU4DQaKQBtFxLaTJcKR3T5EDOGj0m0VNBBBBWu5HsXhvkq8QAAQQGAAEJgPEABwsBAAEhIQEADIEAAAgKAULy' +
  'IjoAAAX/////AAAAAAAAAAAAEQAAdABoAHUAPAAAAHgAdAAAABkCAAAAAAAHAABtxkcX2gEVBgEAIICkgQAA';

describe('archives', () => {
  it.each<Case>([
    ['a ZIP that holds itself', 'too-deep', selfZip],
    [
      '363 bytes of 7z that ask for a gigabyte',
      'too-large',
      () => Buffer.from(ASKS_FOR_A_GIGABYTE, 'base64'),
    ],
    ['ten thousand names for the same 30 MB', 'bomb', () => overlappingZip(10_000, 30 * MB)],
    [
      'archives in archives, each seventeen times',
      'too-deep',
      () => {
        let bytes = pack({ a: 'x' });
        for (let depth = 0; depth < 6; depth++)
          bytes = pack(Object.fromEntries(Array.from({ length: 17 }, (_, i) => [`${i}.zip`, bytes])));
        return bytes;
      },
    ],
    [
      'gzip in gzip in gzip',
      'too-deep',
      () => {
        let bytes: Uint8Array = utf8('x');
        for (let depth = 0; depth < 30; depth++) bytes = gzipSync(bytes, { level: 0 });
        return bytes;
      },
    ],
    [
      'a packed stream that makes nothing, 10 MB of it',
      'damaged',
      () => zipOf('word/document.xml', nothing(10), 9),
    ],
    ['the same in gzip', 'scanned', () => gzipped(nothing(10))],
  ])('%s', (_, outcome, make) => endsAs(outcome, make()));

  it('the ZIP that holds itself is one', () => {
    expect(Object.values(unzipSync(selfZip()))).toEqual([selfZip()]);
  });

  it.each([0, 1, 40, 41, 2 ** 31])('an entry that says it has %i bytes is read whole', async (claimed) => {
    const words = utf8(`${' '.repeat(30)}TỐI MẬT`);
    const [zip] = open(zipOf('a.bin', deflateSync(words), claimed), new Budget(defaultLimits))
      .parts as Iterable<ChildPart>;
    expect(zip?.bytes).toEqual(words);
    const packed = gzipSync(words);
    new DataView(packed.buffer).setUint32(packed.length - 4, claimed, true);
    const [gzip] = open(packed, new Budget(defaultLimits)).parts as Iterable<ChildPart>;
    expect(gzip?.bytes).toEqual(words);
  });

  it('two gzip files one behind the other are one', () => {
    const both = join(gzipSync(utf8('TỐI ')), gzipSync(utf8('MẬT ')));
    const [part] = open(both, new Budget(defaultLimits)).parts as Iterable<ChildPart>;
    expect(part?.bytes).toEqual(utf8('TỐI MẬT '));
  });

  it('a stream of a million empty ones ends with the time', async () => {
    const empty = gzipSync(zeros(0));
    const many = zeros(empty.length * 500_000);
    for (let at = 0; at < many.length; at += empty.length) many.set(empty, at);
    expect(await outcomeOf(many, { milliseconds: 50 })).toBe('timed-out');
  });
});

function manyWords(): Uint8Array {
  const numbers = Array.from({ length: MB }, (_, i) => i * 7919).join(' ');
  return pdf.page(pdf.wideFont(), pdf.deflated(`(${numbers}`));
}

/** Blocks of deflate that hold no byte, one behind the other. */
function nothing(megabytes: number): Uint8Array {
  const out = zeros(megabytes * MB);
  for (let at = 0; at + 5 <= out.length; at += 5) out.set([0, 0, 0, 0xff, 0xff], at);
  return out;
}

function gzipped(deflate: Uint8Array): Uint8Array {
  return join(Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3), deflate);
}

describe('PDF', () => {
  const font = pdf.wideFont();
  /** 150 kB that pack little. */
  const NUMBERS = Uint8Array.from({ length: 150_000 }, (_, index) => (index * 7919) >> 3);
  const PICTURE = '/Subtype /Image /Width 100 /Height 100 /BitsPerComponent 8 /ColorSpace /DeviceGray';
  const text = (draws: Uint8Array, more: readonly (string | Uint8Array)[] = []) =>
    pdf.page(font, draws, more);
  it.each<Case>([
    ['a table of sixteen million codes', 'bomb', () => withCodes(pdf.stream(pdf.hugeRanges(1, 'bf')))],
    ['fifty of them, packed', 'bomb', () => withCodes(pdf.deflated(pdf.hugeRanges(50, 'bf')))],
    [
      'the same as the encoding of a font',
      'bomb',
      () => pdf.page(pdf.wideFont('', '', '6 0 R'), pdf.SHOW, [pdf.deflated(pdf.hugeRanges(50, 'cid'))]),
    ],
    [
      'a table that uses itself',
      'scanned',
      () =>
        withCodes(
          pdf.stream(pdf.codeTable('1 beginbfrange <0000> <0010> <0041> endbfrange'), '/UseCMap 6 0 R'),
        ),
    ],
    [
      'widths for two thousand million letters',
      'bomb',
      () => pdf.page(pdf.wideFont('', '/W [0 2000000000 500]'), pdf.SHOW),
    ],
    ['a stream packed twice', 'bomb', () => text(pdf.deflated('x', '/Filter [/FlateDecode /FlateDecode]'))],
    [
      'a stream packed twice, as another object says',
      'bomb',
      () => text(pdf.deflated('x', '/Filter 6 0 R'), ['[/FlateDecode /FlateDecode]']),
    ],
    ['filters that stand nowhere', 'bomb', () => text(pdf.deflated('x', '/Filter 99 0 R'))],
    ['64 MB in a stream', 'bomb', () => text(pdf.deflated(zeros(64 * MB)))],
    [
      'the same with its filter written in numbers',
      'bomb',
      () => text(pdf.deflated(zeros(64 * MB), '/Filter /Fl#61teDecode')),
    ],
    [
      'the same behind a long dictionary',
      'bomb',
      () => text(pdf.deflated(zeros(64 * MB), `/Filter /FlateDecode${' '.repeat(5_000)}`)),
    ],
    ['8 MB of brackets in 8 kB', 'too-many', () => text(pdf.deflated('['.repeat(8 * MB)))],
    [
      'a page drawn from one piece, two hundred thousand times',
      'too-many',
      () => pdf.page(font, utf8(`[${'6 0 R '.repeat(200_000)}]`), [pdf.deflated('BT ET '.repeat(50_000))]),
    ],
    [
      'the paragraphs of a very long paper',
      'scanned',
      () => pdf.page(font, '', [], `/Properties << /A << /K [${'6 0 R '.repeat(15_000)}] >> >>`),
    ],
    ['runs of runs of runs', 'bomb', () => text(pdf.stream('\x81\x81', '/Filter [/RL /RL /RL]'))],
    [
      'forms that paint each other',
      'too-many',
      () => pdf.page(font, '/A Do ', pdf.laughingForms(pdf.SHOW), '/XObject << /A 6 0 R >>'),
    ],
    [
      'the same without a letter',
      'too-many',
      () => pdf.page(font, '/A Do ', pdf.laughingForms('q Q '), '/XObject << /A 6 0 R >>'),
    ],
    [
      'a form that paints itself',
      'scanned',
      () =>
        pdf.page(
          font,
          '/A Do ',
          [
            pdf.stream(
              '/A Do',
              '/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /A 6 0 R >> >>',
            ),
          ],
          '/XObject << /A 6 0 R >>',
        ),
    ],
    [
      'pages that are each other’s parents',
      'damaged',
      () =>
        pdf.pdfOf([
          '<< /Type /Catalog /Pages 2 0 R >>',
          '<< /Type /Pages /Count 1000000 /Kids [3 0 R 3 0 R] >>',
          '<< /Type /Pages /Count 1000000 /Kids [2 0 R 2 0 R] /Parent 2 0 R >>',
        ]),
    ],
    [
      'a tree of pages that shares its branches',
      'damaged',
      () =>
        pdf.pdfOf([
          '<< /Type /Catalog /Pages 2 0 R >>',
          ...Array.from(
            { length: 20 },
            (_, i) => `<< /Type /Pages /Count 1000000 /Kids [${`${i + 3} 0 R `.repeat(10)}] >>`,
          ),
          '<< /Type /Page /MediaBox [0 0 595 842] >>',
        ]),
    ],
    [
      'names that stand in themselves',
      'damaged',
      () =>
        pdf.pdfOf([
          '<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles 4 0 R >> >>',
          '<< /Type /Pages /Count 1 /Kids [3 0 R] >>',
          '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>',
          '<< /Kids [4 0 R 4 0 R] >>',
        ]),
    ],
    [
      'a stream as long as it is itself',
      'scanned',
      () => text(utf8('<< /Length 5 0 R >>\nstream\nBT ET\nendstream')),
    ],
    [
      'nothing but pictures, 2 MB of them',
      'image-unread',
      () => pdf.page(font, pdf.SHOW, ['/Image '.repeat(250_000)]),
    ],
    ['a directory of two thousand million objects', 'bomb', hugeDirectory],
    ['300 MB behind an empty password', 'bomb', () => pdf.locked(zlibSync(zeros(300 * MB)))],
    ['one attachment under three thousand names', 'bomb', () => pdf.manyNames(3000, pdf.deflated(NUMBERS))],
    ['one file on three thousand notes', 'bomb', () => pdf.manyNotes(3000, pdf.deflated(NUMBERS))],
    ['the same unpacked', 'bomb', () => pdf.manyNames(3000, pdf.stream(NUMBERS))],
    ['20 MB of brackets for a file', 'too-many', () => utf8(`%PDF-1.7\n${'('.repeat(20 * MB)}`)],
    ['20 MB of lists for a font', 'too-many', () => pdf.page('['.repeat(20 * MB), pdf.SHOW)],
    ['objects that never end', 'too-many', () => utf8(`%PDF-1.7\n${'1 0 obj<</A['.repeat(2 * MB)}`)],
    ['2 MB of brackets for a drawing', 'scanned', () => pdf.page(font, '('.repeat(2 * MB))],
    ['8 MB of brackets for a drawing', 'too-many', () => pdf.page(font, '('.repeat(8 * MB))],
    ['8 MB of a name for a drawing', 'too-many', () => text(pdf.stream(`/${'a'.repeat(8 * MB)}`))],
    [
      '20 MB of letters as numbers for a drawing',
      'too-many',
      () => text(pdf.stream(`<${'41 '.repeat(7 * MB)}`)),
    ],
    ['40 MB of lists for a drawing', 'too-many', () => text(pdf.stream('['.repeat(40 * MB)))],
    [
      '40 MB of brackets attached',
      'image-unread',
      () => pdf.page(font, pdf.SHOW, [pdf.stream('('.repeat(40 * MB), '/Params << /Size 1 >>')]),
    ],
    ['10 MB of numbers in brackets, packed', 'too-many', () => manyWords()],
    ['20 MB of lists for a drawing', 'too-many', () => text(pdf.stream('['.repeat(20 * MB)))],
    ...['/Type /EmbeddedFile', '/Length1 5', '/N 1', PICTURE].flatMap((kind): Case[] => [
      [
        `8 MB of brackets for a drawing that says ${kind}`,
        'too-many',
        () => text(pdf.stream('('.repeat(8 * MB), kind)),
      ],
      [
        `300 MB packed for a drawing that says ${kind}`,
        'bomb',
        () => text(pdf.deflated(zeros(300 * MB).fill(32), `${kind} /Filter /FlateDecode`)),
      ],
    ]),
    [
      'a JPEG of 400 million pixels that is said to be small',
      'image-unread',
      () => pdf.painted(pdf.headOfJpeg(20_000), '/Width 100 /Height 100 /Filter /DCTDecode'),
    ],
    [
      'a JPEG that is gone over a thousand times',
      'image-unread',
      () => pdf.painted(jpegOfScans(4000, 1000), '/Width 4000 /Height 4000 /Filter /DCTDecode'),
    ],
    [
      'a packed picture of 60 million pixels',
      'image-unread',
      () => pdf.painted(zlibSync(zeros(8 * MB)), '/Width 8000 /Height 8000 /Filter /FlateDecode'),
    ],
    ['4 MB of elements that tell of the file', 'scanned', () => pdf.aboutItself('<a>b</a>'.repeat(MB / 2))],
    ['4 MB of elements for a form', 'too-many', () => pdf.formOf('<a>b</a>'.repeat(MB / 2))],
    [
      'ten thousand times the same 20 MB for a drawing',
      'bomb',
      () =>
        pdf.page(font, `[${'6 0 R '.repeat(9_999)}]`, [
          pdf.deflated(Array.from({ length: 3 * MB }, (_, i) => `%${i}\n`).join('')),
        ]),
    ],
  ])('%s', (_, outcome, make) => endsAs(outcome, make()));

  it('5,000 pages are read to the end', async () => {
    const pages = Array.from({ length: 5_000 }, () => ['a']);
    expect(await outcomeOf(writePdf(pages), { milliseconds: 120_000 })).toBe('scanned');
  }, 150_000);

  it('an encrypted file that opens without a password is read', async () => {
    const shown = pdf.locked(utf8(pdf.SHOW.replaceAll('<0001>', `<${'0001'.repeat(50)}>`)), '');
    expect(await outcomeOf(shown)).toBe('image-unread');
  });

  it('an honest directory of a hundred thousand objects is no object without an end', async () => {
    const objects = Array.from({ length: 120_000 }, () => 'null');
    expect(await outcomeOf(pdf.page(font, pdf.SHOW, objects))).toBe('image-unread');
  });

  it('an honest file of many small fonts is no bomb', async () => {
    const table = pdf.codeTable(
      `100 beginbfchar\n${Array.from({ length: 100 }, (_, i) => `<${String(i).padStart(4, '0')}> <0041>`).join('\n')}\nendbfchar 1 beginbfrange <0000> <00ff> <0041> endbfrange`,
    );
    const tables = Array.from({ length: 200 }, () => pdf.deflated(table));
    expect(await outcomeOf(pdf.page(pdf.wideFont('/ToUnicode 6 0 R'), pdf.SHOW, tables))).toBe('scanned');
  });

  function withCodes(table: Uint8Array): Uint8Array {
    return pdf.page(pdf.wideFont('/ToUnicode 6 0 R'), pdf.SHOW, [table]);
  }

  function hugeDirectory(): Uint8Array {
    return utf8(
      '%PDF-1.7\n1 0 obj\n<< /Type /XRef /Size 2000000000 /W [0 0 0] /Index [0 2000000000] /Root 1 0 R /Length 3 >>\nstream\nabc\nendstream\nendobj\nstartxref\n9\n%%EOF',
    );
  }
});

describe('old Office files', () => {
  const root: OleEntry = { name: 'Root Entry', type: 5, child: 1 };
  const folder = (name: string, links: Partial<OleEntry>): OleEntry => ({ name, type: 1, ...links });
  const stream = (start: number, size: number): OleEntry => ({ name: 'WordDocument', type: 2, start, size });
  it.each<Case>([
    [
      'a chain of sectors that bites its tail',
      'damaged',
      () => writeOle([root, stream(0, 900_000)], [1, 2, 0]),
    ],
    ['a sector that follows itself', 'damaged', () => writeOle([root, stream(0, 900_000)], [0])],
    [
      'short sectors in a ring',
      'damaged',
      () => writeOle([{ ...root, start: 0, size: 512 }, stream(0, 4_000)], [-1, -1], 1),
    ],
    [
      'entries that are each other’s neighbours',
      'damaged',
      () =>
        writeOle([
          root,
          { name: 'WordDocument', type: 2, left: 1, right: 2, child: 0 },
          folder('b', { child: 1, left: 2, right: 1 }),
        ]),
    ],
    [
      'folders that share their folders, thirty deep',
      /too-deep|damaged|unknown-format/,
      () =>
        writeOle([
          root,
          ...Array.from({ length: 30 }, (_, i) => [
            folder('a', { child: 2 * i + 3, right: 2 * i + 2 }),
            folder('b', { child: 2 * i + 3 }),
          ]).flat(),
        ]),
    ],
    [
      'folders in folders, twenty thousand deep',
      'damaged',
      () => writeOle([root, ...Array.from({ length: 20_000 }, (_, i) => folder('s', { child: i + 2 }))]),
    ],
  ])('%s', (_, outcome, make) => endsAs(outcome, make()));
});

describe('texts, sheets and mails', () => {
  const table = (last: string) => utf8(`${'a,b\n'.repeat(1000)}${last}`);
  const mail = (text: string) => utf8(`From: a\nSubject: b\nMIME-Version: 1.0\n${text}`);
  it.each<Case>([
    ['20 MB of braces in RTF', 'too-deep', () => utf8(`{\\rtf1 ${'{'.repeat(20 * MB)}`)],
    ['10 MB of empty groups in RTF', 'scanned', () => utf8(`{\\rtf1 ${'{}'.repeat(5 * MB)}`)],
    ['10 MB of backslashes in RTF', 'scanned', () => utf8(`{\\rtf1 ${'\\'.repeat(10 * MB)}`)],
    ['20 MB of angle brackets in a page', 'scanned', () => utf8(`<html>${'<'.repeat(20 * MB)}`)],
    ['20 MB of ampersands in a drawing', 'damaged', () => utf8(`<svg><text>${'&'.repeat(20 * MB)}`)],
    ['a table of one row of 20 MB of commas', 'scanned', () => table(','.repeat(20 * MB))],
    ['a table of one cell of 20 MB of quotes', 'damaged', () => table('"'.repeat(20 * MB))],
    [
      'a mail of half a million borders',
      'too-many',
      () => mail(`Content-Type: multipart/mixed; boundary=a\n\n${'--a\n'.repeat(500_000)}`),
    ],
    [
      'entities that laugh, in a drawing',
      'scanned',
      () => {
        const entities = Array.from(
          { length: 20 },
          (_, i) => `<!ENTITY a${i} "${`&a${i - 1};`.repeat(10)}">`,
        );
        return utf8(
          `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "a">${entities.join('')}]><svg><text>&a19;</text></svg>`,
        );
      },
    ],
    [
      'a document type in UTF-16',
      'damaged',
      () =>
        writeDocx(clean, {
          'word/document.xml': new Uint8Array(
            Buffer.from('\ufeff<!DOCTYPE x [<!ENTITY a "b">]><w:t>&a;</w:t>', 'utf16le'),
          ),
        }),
    ],
    [
      'a sheet of sixteen million cells',
      'bomb',
      () =>
        writeXlsx([], {
          'xl/worksheets/sheet1.xml': sheet(`<row>${'<c/>'.repeat(16_384)}</row>`.repeat(100)),
        }),
    ],
    [
      'a long text in very many cells',
      'bomb',
      () =>
        writeXlsx([], {
          'xl/sharedStrings.xml': `<sst><si><t>${words(2 * MB)}</t></si></sst>`,
          'xl/worksheets/sheet1.xml': sheet(`<row>${'<c t="s"><v>0</v></c>'.repeat(500)}</row>`),
        }),
    ],
    ['a million groups of RTF in each other', 'too-deep', () => utf8(`{\\rtf1 ${'{'.repeat(1_000_000)}`)],
    [
      'RTF that is said to be longer than it is',
      'scanned',
      () => utf8(`{\\rtf1 ${'\\bin2147483647 '.repeat(50_000)}`),
    ],
    ['a mail of two million lines', 'too-many', () => mail(`\n${'\n'.repeat(2_000_000)}`)],
    ['a mail whose parts never come to an end', 'damaged', () => mail(nestedParts(10_000))],
    ['a mail of a million headers', 'damaged', () => mail(`${'X-A: b\n'.repeat(900_000)}\nhi`)],
    [
      'mails in mails in mails',
      'too-deep',
      () => mail('Content-Type: message/rfc822\n\nFrom: a\nSubject: b\n'.repeat(50)),
    ],
    [
      'a page of a million comments that do not end',
      'scanned',
      () => utf8(`<html><body>${'<!--'.repeat(1_000_000)}`),
    ],
  ])('%s', (_, outcome, make) => endsAs(outcome, make()));

  function nestedParts(count: number): string {
    return Array.from(
      { length: count },
      (_, i) => `Content-Type: multipart/mixed; boundary="b${i}"\n\n--b${i}\n`,
    ).join('');
  }

  /** Letters that do not pack too well for a document. */
  function words(length: number): string {
    let state = 5;
    const out: string[] = [];
    for (let made = 0; made < length; made += 8) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      out.push(state.toString(36).padEnd(8));
    }
    return out.join('');
  }
});

describe('a font that hangs its reader', () => {
  const stop = new AbortController();
  afterAll(() => stop.abort());
  const item = (bytes: Uint8Array) => ({
    bytes: bytes as Uint8Array<ArrayBuffer>,
    name: '',
    size: bytes.length,
  });

  it('costs its own file an outcome; the other threads go on, and a new one takes its place', async () => {
    const pool = createNodeScanPool(2, stop.signal, 12_000);
    const draws = 'BT /F1 12 Tf 60 780 Td <01> Tj ET';
    const program = pdf.stream(pdf.laughingFont(), '/Subtype /Type1C');
    const hangs = pool.scan(item(pdf.page(pdf.drawnFont, draws, [program])));
    const beside = await pool.scan(item(writeDocx(marked)));
    expect(beside.findings.map(({ finding }) => finding.action)).toContain('block');
    expect((await hangs).outcome).toBe('timed-out');
    const both = await Promise.all([pool.scan(item(writeDocx(clean))), pool.scan(item(writePdf([clean])))]);
    expect(both.map(({ outcome }) => outcome)).toEqual(['scanned', 'scanned']);
  }, 120_000);
});
