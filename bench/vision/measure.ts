import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { startTesseract } from '../../src/vision/letters.ts';
import { createReader } from '../../src/vision/reader.ts';
import { LEVEL_WORDS } from '../../src/vision/stamps.ts';
import type { Pixels } from '../../src/vision/types.ts';
import { loadPage } from './load-page.ts';
import type { PageTruth } from './spec.ts';

/**
 * Measures reading on a made set: `measure.ts FOLDER [--first COUNT] [--native COUNT] [--misses]`. CPU is this process' and its
 * threads', after decoding, warm; `--native` also runs the machine's tesseract over the top 40 % of COUNT pages spread over the
 * set, each right after ours, so that both meet the same load.
 */
const [folder, ...flags] = process.argv.slice(2);
if (!folder) throw new Error('measure FOLDER [--native COUNT] [--misses]');
const native = flags.includes('--native') ? Number(flags[flags.indexOf('--native') + 1]) : 0;
const language = join(
  dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/vie')),
  '4.0.0_best_int',
);
let started = 0;
const reader = createReader({
  decode: () => {
    throw new Error('pages are decoded before they are measured');
  },
  startLetters: () => {
    started++;
    return startTesseract({ language });
  },
});
const most = flags.includes('--first') ? Number(flags[flags.indexOf('--first') + 1]) : Infinity;
const truths = (await readFile(join(folder, 'truth.jsonl'), 'utf8'))
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as PageTruth)
  .slice(0, most);

const cold = performance.now();
let first = true;
const cpu = { all: [] as number[], stamped: [] as number[], plain: [] as number[] };
const groups = new Map<
  string,
  { marked: number; found: number; right: number; plain: number; wrong: number }
>();
const misses: string[] = [];
const beside = { ours: [] as number[], native: [] as number[], plain: [] as boolean[], right: 0, marked: 0 };
// Odd, for stamped and plain pages take turns in a set.
const every = native ? Math.max(1, Math.floor(truths.length / native)) | 1 : Infinity;
for (const [index, truth] of truths.entries()) {
  const pixels = await loadPage(join(folder, truth.file));
  const begin = process.cpuUsage();
  const { texts, outcome } = await reader.readPixels(pixels);
  const used = process.cpuUsage(begin);
  const spent = (used.user + used.system) / 1000;
  if (!first) {
    cpu.all.push(spent);
    (truth.level ? cpu.stamped : cpu.plain).push(spent);
  }
  first = false;
  if (index > 0 && index % every === 0) {
    beside.ours.push(spent);
    beside.native.push(runNative(pixels, truth));
    beside.plain.push(truth.level === null);
  }
  const text = texts[0]?.text ?? null;
  for (const name of [
    'all',
    `mode ${truth.mode}`,
    `dpi ${truth.dpi}`,
    `turn ${truth.turn}`,
    `kind ${truth.kind}`,
    ...(truth.level ? [`shape ${truth.shape}`, `font ${truth.font}`] : []),
  ]) {
    count(name, truth, text);
  }
  if ((truth.level ? LEVEL_WORDS[truth.level] : null) !== text) {
    misses.push(
      `${truth.file} is ${truth.level} read ${text} (${outcome}) ${truth.mode} ${truth.dpi} dpi ${truth.shape} ${truth.font} ${truth.marks.map((mark) => mark.words)}`,
    );
  }
}
await reader.release();

const table = [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
for (const [name, { marked, found, right, plain, wrong }] of table) {
  const share = (part: number) => (marked ? `${((100 * part) / marked).toFixed(1)} %` : '-');
  process.stdout.write(
    `${name.padEnd(34)} marked ${marked} found ${share(found)} level right ${share(right)} plain ${plain} false ${wrong}\n`,
  );
}
for (const [name, spent] of Object.entries(cpu)) {
  spent.sort((a, b) => a - b);
  const at = (share: number) => spent[Math.floor(spent.length * share)]?.toFixed(1) ?? '-';
  process.stdout.write(
    `CPU ms a page after decoding, ${name}: median ${at(0.5)}, 90 % ${at(0.9)}, most ${at(0.9999)}\n`,
  );
}
process.stdout.write(
  `recogniser started ${started} times; ${((performance.now() - cold) / 1000).toFixed(0)} s in all\n`,
);
if (native) {
  for (const name of ['all', 'plain'] as const) {
    const pick = (values: number[]) => median(values.filter((_, i) => name === 'all' || beside.plain[i]));
    const [ours, theirs] = [pick(beside.ours), pick(beside.native)];
    process.stdout.write(
      `beside native tesseract over the top 40 %, ${name} of ${beside.native.length} pages: ours ${ours.toFixed(1)} ms CPU, its ${theirs.toFixed(0)} ms, ${(theirs / ours).toFixed(1)} times ours; its words right on ${beside.right} of ${beside.marked}\n`,
    );
  }
}
if (flags.includes('--misses')) process.stdout.write(`${misses.join('\n')}\n`);

function count(name: string, truth: PageTruth, text: string | null): void {
  const group = groups.get(name) ?? { marked: 0, found: 0, right: 0, plain: 0, wrong: 0 };
  groups.set(name, group);
  if (truth.level) {
    group.marked++;
    if (text !== null) group.found++;
    if (text === LEVEL_WORDS[truth.level]) group.right++;
  } else {
    group.plain++;
    if (text !== null) group.wrong++;
  }
}

/** Milliseconds of CPU that `tesseract` takes over the top 40 % of a page, start-up included. */
function runNative(pixels: Pixels, { level }: PageTruth): number {
  const input = cutTop(pixels);
  const before = cpuOfChildren();
  const text = execFileSync('tesseract', ['-', '-', '-l', 'vie', '--psm', '11'], {
    input,
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, OMP_THREAD_LIMIT: '1' },
  }).toString();
  if (level) {
    beside.marked++;
    const lines = text.normalize('NFC').split('\n');
    if (lines.some((line) => line.trim() === LEVEL_WORDS[level])) beside.right++;
  }
  return cpuOfChildren() - before;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/** Milliseconds of CPU of ended children of this process. */
function cpuOfChildren(): number {
  const fields = execFileSync('cat', [`/proc/${process.pid}/stat`])
    .toString()
    .split(') ')[1]!
    .split(' ');
  return (Number(fields[13]) + Number(fields[14])) * 10;
}

/** The top 40 % as a binary PPM. */
function cutTop({ width, height, data }: Pixels): Buffer {
  const rows = Math.round(height * 0.4);
  const head = Buffer.from(`P6 ${width} ${rows} 255\n`);
  const body = Buffer.alloc(width * rows * 3);
  for (let i = 0; i < width * rows; i++) {
    body[i * 3] = data[i * 4]!;
    body[i * 3 + 1] = data[i * 4 + 1]!;
    body[i * 3 + 2] = data[i * 4 + 2]!;
  }
  return Buffer.concat([head, body]);
}
