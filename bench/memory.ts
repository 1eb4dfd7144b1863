import '../tests/documents/wasm-addresses.ts';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, openAsBlob, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMainThread, Worker } from 'node:worker_threads';
import { gzipSync, zipSync, zlibSync } from 'fflate';
import { createEngine } from '../src/engine/engine.ts';
import { inspectFile } from '../src/inspection/inspect.ts';
import { THREAD_LIMITS } from '../src/inspection/node/scan-pool.ts';
import { bundledTables } from '../src/rules/bundled.ts';
import { decodePlain } from '../src/vision/plain/decode.ts';
import { createReader } from '../src/vision/reader.ts';
import { write7z } from '../tests/documents/writers/archive.ts';
import { writeDoc, writeMsg, writeXls } from '../tests/documents/writers/compound.ts';
import * as pdf from '../tests/documents/writers/hostile-pdf.ts';
import { pack, writeDocx, writeOdf, writePptx, writeXlsx } from '../tests/documents/writers/office.ts';
import { writePdf } from '../tests/documents/writers/pdf.ts';
import { writeEml, writeHtml, writeRtf, writeSvg, writeTar } from '../tests/documents/writers/text.ts';
import { utf8 } from '../tests/documents/writers/words.ts';

// `node bench/memory.ts [name]`: the most memory that one scan takes beyond a warm process, each in a process of its own
// and there in a thread like those of the server's scan API and of the command line, against 256 MB or four times the file, whichever is larger. The file's own bytes count.
const MB = 1024 * 1024;
const SYLLABLES =
  'việc thực hiện kế hoạch phát triển nông nghiệp của các xã trong tỉnh năm nay đã đạt kết quả tốt với nhiều mô hình'.split(
    ' ',
  );

/** Lines of made-up Vietnamese of about so many bytes in all; no two are alike, so that they pack as texts do. */
function lines(bytes: number): string[] {
  let state = 7;
  const word = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return SYLLABLES[(state >>> 16) % SYLLABLES.length] as string;
  };
  return Array.from({ length: Math.ceil(bytes / 130) }, () => Array.from({ length: 20 }, word).join(' '));
}

/** Bytes that do not pack. */
function noise(length: number): Uint8Array {
  const out = new Uint8Array(length);
  let state = 9;
  for (let at = 0; at < length; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    out[at] = state >>> 24;
  }
  return out;
}

/** Bytes that pack to about half. */
const lightNoise = (length: number) => noise(length).map((byte) => byte & 15);

/** A PNG of `side` pixels to a side, grey or of four colours. */
function flatPng(side: number, colours: 1 | 4 = 1): Uint8Array {
  const raw = new Uint8Array((side * colours + 1) * side);
  const zlib = process.getBuiltinModule('node:zlib');
  const chunk = (name: string, body: Uint8Array) => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(body.length);
    head.write(name, 4, 'latin1');
    return Buffer.concat([head, body, Buffer.alloc(4)]);
  };
  const size = Buffer.alloc(13);
  size.writeUInt32BE(side);
  size.writeUInt32BE(side, 4);
  size[8] = 8;
  size[9] = colours === 4 ? 6 : 0;
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', size),
    chunk('IDAT', zlib.deflateSync(raw)),
    chunk('IEND', new Uint8Array()),
  ]);
}

/** A TIFF of one strip, `side` pixels to a side: colours packed by zip, or a fax of black dots. */
function flatTiff(side: number, kind: 'colours' | 'fax'): Uint8Array {
  const fax = kind === 'fax';
  // Of a fax by T.6 a one is a line like the one above, as far as the next change of colour.
  const strip = fax ? new Uint8Array(side / 8).fill(0xff) : zlibSync(new Uint8Array(side * side * 3));
  const entries = [
    [256, side],
    [257, side],
    [258, fax ? 1 : 8],
    [259, fax ? 4 : 8],
    [262, fax ? 0 : 2],
    [273, 8 + 2 + 10 * 12 + 4],
    [277, fax ? 1 : 3],
    [278, side],
    [279, strip.length],
    [284, 1],
  ] as const;
  const head = Buffer.alloc(8 + 2 + entries.length * 12 + 4);
  head.write('II*\0\b\0\0\0', 'latin1');
  head.writeUInt16LE(entries.length, 8);
  for (const [index, [tag, value]] of entries.entries()) {
    head.writeUInt16LE(tag, 10 + index * 12);
    head.writeUInt16LE(4, 12 + index * 12);
    head.writeUInt32LE(1, 14 + index * 12);
    head.writeUInt32LE(value, 18 + index * 12);
  }
  return Buffer.concat([head, strip]);
}

const FILES: Readonly<Record<string, () => Uint8Array>> = {
  'txt 40 MB': () => utf8(lines(40 * MB).join('\n')),
  'csv 40 MB': () =>
    utf8(
      lines(40 * MB)
        .map((text) => `"${text}",1,2`)
        .join('\n'),
    ),
  'html 20 MB': () => writeHtml(lines(20 * MB)),
  'rtf 20 MB': () => writeRtf(lines(6 * MB)),
  'svg 20 MB': () => writeSvg(lines(20 * MB)),
  'docx of 100 MB of text': () => writeDocx(lines(100 * MB)),
  'docx with 60 MB of pictures': () => writeDocx(lines(MB), { 'word/media/a.png': noise(60 * MB) as never }),
  'xlsx of 100 MB': () => writeXlsx(lines(80 * MB)),
  'pptx of 50 MB': () => writePptx(lines(50 * MB)),
  'odt of 100 MB': () => writeOdf('odt', lines(100 * MB)),
  'doc 40 MB': () => writeDoc(lines(25 * MB)),
  'xls 15 MB': () => writeXls(lines(10 * MB)),
  'msg 20 MB': () => writeMsg('Thư', lines(12 * MB)),
  'pdf of 5,000 pages': () => writePdf(new Array(5000).fill(lines(2000))),
  'pdf that draws 60 MB of noise': () => writePdf([lines(3000)], { content: noise(60 * MB) }),
  'pdf that draws 30 MB of brackets': () => pdf.page(pdf.wideFont(), '('.repeat(30 * MB)),
  'pdf that draws 30 MB of lists': () => pdf.page(pdf.wideFont(), pdf.stream('['.repeat(30 * MB))),
  'pdf that draws a list of 15 million numbers': () =>
    pdf.page(pdf.wideFont(), pdf.stream(`[${'0 '.repeat(15 * MB)}`)),
  'pdf that draws a font of 30 MB of brackets': () =>
    pdf.page(pdf.wideFont(), pdf.stream('('.repeat(30 * MB), '/Length1 5')),
  'pdf that draws a picture of 300 MB of brackets': () =>
    pdf.page(
      pdf.wideFont(),
      pdf.deflated(new Uint8Array(300 * MB).fill(40), '/Subtype /Image /Filter /FlateDecode'),
    ),
  'pdf that draws 10,000 times the same 22 MB': () =>
    pdf.page(pdf.wideFont(), `[${'6 0 R '.repeat(9_999)}]`, [
      pdf.deflated(Array.from({ length: 3 * MB }, (_, i) => `%${i}\n`).join('')),
    ]),
  'pdf of 30 MB of elements for a form': () => pdf.formOf('<a>b</a>'.repeat(4 * MB)),
  'pdf with a jpeg of 400 million pixels': () =>
    pdf.painted(pdf.headOfJpeg(20_000), '/Width 100 /Height 100 /Filter /DCTDecode'),
  'pdf with a packed picture of 22 million pixels': () =>
    pdf.painted(zlibSync(lightNoise(4690 * 4690 * 3)), '/Width 4690 /Height 4690 /Filter /FlateDecode'),
  'pdf with 60 MB attached': () =>
    pdf.page(pdf.wideFont(), pdf.SHOW, [pdf.stream(noise(60 * MB), '/Type /EmbeddedFile')]),
  'eml with 40 MB attached': () => writeEml('Thư', lines(1000), noise(40 * MB)),
  'zip of 100 MB stored': () => zipSync({ a: noise(50 * MB), b: noise(50 * MB) }, { level: 0 }),
  'zip bomb': () => pack({ a: ' '.repeat(200 * MB) }),
  'zip of 20 bombs of 10 MB': () =>
    pack(Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`${i}`, ' '.repeat(10 * MB)]))),
  'gz of 100 MB of text': () => gzipSync(utf8(lines(100 * MB).join('\n')), { level: 1 }),
  '7z of 100 MB stored': () => write7z({ a: noise(50 * MB), b: noise(50 * MB) }),
  'tar of 100 MB': () => writeTar({ a: noise(50 * MB), b: noise(50 * MB) }),
  'png of 36 million pixels': () => flatPng(6000),
  'png of 32 million clear pixels': () => flatPng(5650, 4),
  'tiff of 36 million pixels': () => flatTiff(6000, 'colours'),
  'tiff of a fax of 36 million pixels': () => flatTiff(6000, 'fax'),
  'docx with a png of 36 million pixels': () =>
    writeDocx(['a'], { 'word/media/a.png': flatPng(6000) as never }),
};

const reader = createReader({ decode: decodePlain });
const [what, act, path] = process.argv.slice(2);
if (what !== undefined && act === 'make') writeFileSync(path as string, (FILES[what] as () => Uint8Array)());
else if (what !== undefined && act === 'scan' && isMainThread)
  new Worker(new URL(import.meta.url), { argv: process.argv.slice(2), resourceLimits: THREAD_LIMITS });
else if (what !== undefined && act === 'scan') {
  process.stdout.write(JSON.stringify(await measure(what, path as string)));
} else measureAll(what);

/** Files are made in one process and scanned in another, so that making them hides nothing. */
function measureAll(only: string | undefined): void {
  const folder = mkdtempSync(join(tmpdir(), 'la-chan-bench-'));
  const rows: unknown[] = [];
  try {
    for (const one of Object.keys(FILES).filter((name) => !only || name.includes(only))) {
      const file = join(folder, 'file');
      const run = (...args: string[]) =>
        spawnSync(process.execPath, ['--no-warnings', import.meta.filename, one, ...args, file], {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'inherit'],
        }).stdout;
      run('make');
      rows.push(JSON.parse(run('scan')));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.table(rows);
}

async function measure(name: string, path: string) {
  // The scan gets the file as the browser gives it: bytes that lie outside until they are asked for.
  const blob = await openAsBlob(path);
  const engine = createEngine(bundledTables);
  const scan = (file: Blob | Uint8Array) =>
    inspectFile(file, engine, { readImage: (image) => reader.read(image) });
  // Libraries are loaded before the count begins.
  for (const small of [writePdf([['a']]), writeDocx(['a']), write7z({ a: utf8('a') }), utf8('a')])
    await scan(small);
  const before = process.memoryUsage.rss();
  const start = performance.now();
  const { outcome } = await scan(blob);
  const taken = process.resourceUsage().maxRSS * 1024 - before;
  const allowed = Math.max(256 * MB, blob.size * 4);
  return {
    file: name,
    MB: Math.round(blob.size / MB),
    outcome,
    'scan MB': Math.round(taken / MB),
    'allowed MB': Math.round(allowed / MB),
    share: Number((taken / allowed).toFixed(2)),
    seconds: Number(((performance.now() - start) / 1000).toFixed(1)),
  };
}
