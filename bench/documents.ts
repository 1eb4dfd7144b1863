import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createEngine } from '../src/engine/engine.ts';
import type { Engine } from '../src/engine/types.ts';
import { inspectFile } from '../src/inspection/inspect.ts';
import { bundledTables } from '../src/rules/bundled.ts';
import { writeDoc, writeXls } from '../tests/documents/writers/compound.ts';
import { writeDocx, writeOdf, writePptx, writeXlsx } from '../tests/documents/writers/office.ts';
import { writePdf } from '../tests/documents/writers/pdf.ts';
import { escapeXml, marked } from '../tests/documents/writers/words.ts';

// `node bench/documents.ts [pages …]`: CPU milliseconds of a scan, warm, and of a native tool over the same file in the
// same run. "read" is extraction alone, "clean" the whole scan of a file without a marking, "marked" of one with a
// marked head, "cold" the same as the first scan of a new process. Native tools that are not installed leave their columns empty. PDF, DOC and XLS come from LibreOffice when it is there.
const RUNS = 7;
/** Scans before the measured ones: the compiler has then seen every path, also the one of a finding. */
const WARM_UP = 8;
const LINES = 40;
/** As wide as Times New Roman; Debian's fonts-freefont. */
const FONT = 'FreeSerif';
const SYLLABLES =
  'việc thực hiện kế hoạch phát triển nông nghiệp của các xã trong tỉnh năm nay đã đạt kết quả tốt với nhiều mô hình trồng cây ăn quả và chăn nuôi được người dân đón nhận cùng sự hỗ trợ kỹ thuật từ trung tâm khuyến nông'.split(
    ' ',
  );

const NATIVE: Readonly<Record<string, string>> = {
  docx: "unzip -p FILE word/document.xml | sed 's/<[^>]*>//g'",
  xlsx: "unzip -p FILE 'xl/*.xml' | sed 's/<[^>]*>//g'",
  pptx: "unzip -p FILE 'ppt/slides/*.xml' | sed 's/<[^>]*>//g'",
  odt: "unzip -p FILE content.xml | sed 's/<[^>]*>//g'",
  doc: 'catdoc -d utf-8 FILE',
  xls: 'xls2csv -d utf-8 FILE',
  pdf: 'pdftotext FILE -',
};

const folder = mkdtempSync(join(tmpdir(), 'la-chan-bench-'));
const engine = createEngine(bundledTables);
const silent: Engine = { ...engine, inspect: () => [] };

if (process.argv[2] === 'cold') {
  process.stdout.write(`${await cost(1, new Uint8Array(readFileSync(process.argv[3] as string)), engine)}`);
  process.exit(0);
}
const sizes = process.argv.slice(2).map(Number);
const rows: Record<string, string | number>[] = [];
try {
  for (const pages of sizes.length > 0 ? sizes : [1, 10, 100, 500]) {
    for (const format of Object.keys(NATIVE)) rows.push(await measure(format, pages));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.table(rows);

async function measure(format: string, pages: number) {
  const clean = write(format, lines(pages));
  const head = write(format, [...marked, ...lines(pages)]);
  const file = join(folder, `file.${format}`);
  writeFileSync(file, clean);
  const native = nativeCost((NATIVE[format] as string).replace('FILE', file));
  const first = await cost(1, clean, engine);
  for (let run = 0; run < WARM_UP; run++) for (const file of [clean, head]) await inspectFile(file, engine);
  const read = await cost(RUNS, clean, silent);
  const whole = await cost(RUNS, clean, engine);
  const stopped = await cost(RUNS, head, engine);
  writeFileSync(file, head);
  const ratio = (value: number) => (native ? Number((value / native).toFixed(2)) : '');
  return {
    format,
    pages,
    kB: Math.round(clean.length / 1024),
    'native ms': native ?? '',
    'first ms': round(first),
    'read ms': round(read),
    'clean ms': round(whole),
    'clean/native': ratio(whole),
    'cold ms': round(coldCost(file)),
    'marked ms': round(stopped),
    'marked/native': ratio(stopped),
  };
}

function write(format: string, text: readonly string[]): Uint8Array {
  switch (format) {
    case 'docx':
      return writeDocx(text);
    case 'xlsx':
      return writeXlsx(text);
    case 'pptx':
      return writePptx(text);
    case 'odt':
      return writeOdf('odt', text);
    case 'doc':
      return officeMade('text', 'doc', text) ?? writeDoc(text);
    case 'xls':
      return officeMade('spreadsheet', 'xls', text) ?? writeXls(text);
    default:
      return officeMade('text', 'pdf', text) ?? writePdf(pagesOf(text));
  }
}

/** A file that LibreOffice saved; null where it is not installed. It has a profile of its own, so that another run is no matter. */
function officeMade(kind: 'text' | 'spreadsheet', to: string, text: readonly string[]): Uint8Array | null {
  const source = join(folder, 'source.xml');
  writeFileSync(source, flatOdf(kind, text));
  const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile'))}`;
  const { error } = spawnSync('soffice', [
    profile,
    '--headless',
    '--convert-to',
    to,
    '--outdir',
    folder,
    source,
  ]);
  if (error) return null;
  return new Uint8Array(readFileSync(join(folder, `source.${to}`)));
}

function flatOdf(kind: 'text' | 'spreadsheet', text: readonly string[]): string {
  const names = ['office', 'text', 'table', 'style'].map(
    (name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`,
  );
  const family = kind === 'text' ? 'paragraph' : 'table-cell';
  // A font with all Vietnamese letters; without one each accented letter is a run of its own in a PDF.
  const style = `<office:styles><style:default-style style:family="${family}"><style:text-properties style:font-name="${FONT}"/></style:default-style></office:styles>`;
  const paragraphs = text.map((line) => `<text:p>${escapeXml(line)}</text:p>`);
  const rows = paragraphs.map(
    (one) =>
      `<table:table-row><table:table-cell office:value-type="string">${one}</table:table-cell></table:table-row>`,
  );
  const inner =
    kind === 'text' ? paragraphs.join('') : `<table:table table:name="A">${rows.join('')}</table:table>`;
  return `<?xml version="1.0" encoding="UTF-8"?><office:document ${names.join(' ')} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.${kind}"><office:font-face-decls><style:font-face style:name="${FONT}" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" svg:font-family="'${FONT}'"/></office:font-face-decls>${style}<office:body><office:${kind}>${inner}</office:${kind}></office:body></office:document>`;
}

function pagesOf(text: readonly string[]): string[][] {
  const pages: string[][] = [];
  for (let at = 0; at < text.length; at += LINES) pages.push(text.slice(at, at + LINES));
  return pages;
}

/** Pages of made-up Vietnamese; the same for the same number. */
function lines(pages: number): string[] {
  let seed = 7;
  const next = () => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return SYLLABLES[(seed >> 8) % SYLLABLES.length] as string;
  };
  return Array.from({ length: pages * LINES }, () => `${Array.from({ length: 16 }, next).join(' ')}.`);
}

/** Median CPU milliseconds of one scan. */
async function cost(runs: number, bytes: Uint8Array, judge: Engine): Promise<number> {
  const all: number[] = [];
  for (let run = 0; run < runs; run++) {
    const before = process.cpuUsage();
    await inspectFile(bytes, judge);
    const { user, system } = process.cpuUsage(before);
    all.push((user + system) / 1000);
  }
  return all.sort((a, b) => a - b)[runs >> 1] as number;
}

/** Median CPU milliseconds of the first scan of a process, its libraries loaded in that time. */
function coldCost(file: string): number {
  const all = Array.from({ length: 3 }, () =>
    Number(
      spawnSync(process.execPath, ['--no-warnings', import.meta.filename, 'cold', file], { encoding: 'utf8' })
        .stdout,
    ),
  );
  return all.sort((a, b) => a - b)[1] as number;
}

/** Median CPU milliseconds of a shell command with all its processes; null when it cannot run. */
function nativeCost(command: string): number | null {
  // A tool that cannot read the file is fast for nothing.
  const output = spawnSync('bash', ['-c', `${command} | head -c 500 | wc -c`], { encoding: 'utf8' }).stdout;
  if (Number(output) < 400) return null;
  const all: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const script = `TIMEFORMAT='%3U %3S'; time (set -o pipefail; ${command} >/dev/null)`;
    const { status, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
    if (status !== 0) return null;
    const [user = 0, system = 0] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
    all.push((user + system) * 1000);
  }
  return Math.round(all.sort((a, b) => a - b)[RUNS >> 1] as number);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
