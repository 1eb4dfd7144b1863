/**
 * Speed of the whole engine (fold, find, weigh), as ratios against a bare `charCodeAt` loop in the same process.
 *
 *   node bench/engine.ts [FILE]      FILE: clean Vietnamese text, UTF-8; otherwise text is made of syllables
 *
 * CPU time, the best of many runs; starting is the median of many new processes. One number of phrases a process, so this
 * script starts itself anew for each.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { PRACTICE_TEXT } from '../src/content/practice.ts';
import { createEngine } from '../src/engine/engine.ts';
import { foldTable } from '../src/engine/fold.ts';
import { buildKeyIndex } from '../src/engine/key-index.ts';
import { withPlaces } from '../src/engine/key-places.ts';
import { Phrases } from '../src/engine/phrases.ts';
import type { EngineTables } from '../src/engine/tables.ts';
import { bundledTables } from '../src/rules/bundled.ts';

const RUN_MS = 2000;
const CLEAN_UNITS = 400_000;
const NASTY_UNITS = 20_000;

const NASTY: Readonly<Record<string, string>> = {
  'words with mật': 'bí mật, bảo mật và mật khẩu, mặt bằng mất mát. ',
  'mat mat mat': 'mat ',
  'run together': 'TOIMAT',
  'gaps only': 'M          ',
  'zero width': 'M\u200b',
  'capitals inline': 'TUYỆT MẬT ONG, TỐI MẬT ĐỘ, ',
  'levels in sentences': 'tối mật thư ',
  'levels and words': 'TỐI MẬT ong, TUYỆT MẬT khẩu ',
  'letters apart': 'T U Y Ệ T M Ậ ',
  'MẬT on every line': 'MẬT\n',
  'labels on lines': 'Độ mật: Mật\n',
  tags: '<b>MẬT</b>',
  'open tags': '<a ',
  TCVN3: 'mËt tuyÖt mËt §éc lËp ',
};

/** New processes for one row of the table of starting. */
const STARTS = 9;
/** As often the engine practises in a page when a person first goes to a field (`src/content/warm-up.ts`). */
const PRACTICE = 16;
/** Between two rounds, for the compiler beside the thread. */
const IDLE_MS = 20;
/** Before the first measurement. */
const SETTLE_MS = 300;

const [file = '', phrases = '', mode = ''] = process.argv.slice(2);
if (phrases === '') runAll();
else if (mode === 'start') console.log(JSON.stringify(await start(Number(phrases))));
else measure(Number(phrases));

function runAll(): void {
  for (const count of [0, 2000, 20_000]) {
    process.stdout.write(runSelf(count, ''));
    printStarts(count);
  }
  console.log(`\nload of the machine ${loadavg()[0]!.toFixed(1)}`);
}

function runSelf(count: number, how: string): string {
  return execFileSync(process.execPath, [process.argv[1]!, file, String(count), how], { encoding: 'utf8' });
}

/** CPU of the one thread, and of the process with its compiler and collector beside it, in milliseconds. */
type Spent = readonly [thread: number, process: number];

/** What starting costs in a new process. A bare loop over the same 10 kB shows what the language alone takes, cold. */
async function start(count: number): Promise<Record<string, Spent>> {
  const { clean, tables } = material(count);
  const kilobytes = (at: number) => Buffer.from(clean.slice(at)).subarray(0, 10_000).toString();
  const [one, two, three] = [0, 20_000, 40_000].map(kilobytes) as [string, string, string];
  const engine = createEngine(tables);
  spentOn(() => 0);
  // What the compiler and the collector still do for the making of the texts is no part of it.
  await setTimeout(SETTLE_MS);
  const spent: Record<string, Spent> = {
    build: spentOn(() => engine.prepare()),
    'bare loop over 10 kB, cold': spentOn(() => sumUnits(one)),
    'first 10 kB': spentOn(() => engine.inspect(one)),
    'second 10 kB': spentOn(() => engine.inspect(two)),
  };
  for (let round = 0; round < PRACTICE; round++) {
    engine.inspect(`${round}. ${PRACTICE_TEXT}`);
    await setTimeout(IDLE_MS);
  }
  return { ...spent, 'first 10 kB after practice': spentOn(() => engine.inspect(three)) };
}

/** Linux brings the clock of a running thread up to date only when that of its process is read, so that comes first. */
function spentOn(run: () => unknown): Spent {
  const [all, thread] = [process.cpuUsage(), process.threadCpuUsage()];
  run();
  const [all2, thread2] = [process.cpuUsage(all), process.threadCpuUsage(thread)];
  return [(thread2.user + thread2.system) / 1000, (all2.user + all2.system) / 1000];
}

function printStarts(count: number): void {
  const runs = Array.from({ length: STARTS }, () => JSON.parse(runSelf(count, 'start')));
  for (const name of Object.keys(runs[0])) {
    const [thread, all] = [0, 1].map((at) => median(runs.map((run) => run[name][at])).toFixed(2));
    console.log(`  ${name.padEnd(28)} ${thread} ms of its thread, ${all} ms with the compiler beside it`);
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

function material(count: number) {
  const random = seeded(7);
  const text = file
    ? readFileSync(file, 'utf8').slice(0, 2 * CLEAN_UNITS)
    : makeText(2 * CLEAN_UNITS, random);
  const tables = withPhrases(bundledTables, text.slice(CLEAN_UNITS), count, random);
  return { clean: text.slice(0, CLEAN_UNITS), tables };
}

/** A copy in one piece, as pasted text is: the language reads a part of a longer string at half the speed. */
function inOnePiece(text: string): string {
  return Buffer.from(text).toString();
}

function measure(count: number): void {
  const { clean, tables } = material(count);
  const engine = createEngine(tables);
  console.log(`\n${count} phrases besides the bundled rules`);
  const row = (name: string, text: string, bare: number) => {
    const speed = speedOf(() => engine.inspect(text).length, text.length);
    const ratio = (speed / bare).toFixed(4);
    console.log(`  ${name.padEnd(20)} ${speed.toFixed(2).padStart(8)} Mcu/s  ${ratio} of bare`);
    return speed;
  };
  const whole = inOnePiece(clean);
  const bare = bareSpeed(whole);
  const bareOfPart = bareSpeed(clean);
  console.log(
    `  bare charCodeAt loop  ${bare.toFixed(0)} Mcu/s, ${bareOfPart.toFixed(0)} in a part of a longer string`,
  );
  row('clean text', whole, bare);
  row('such a part', clean, bareOfPart);
  for (const [name, piece] of count > 0 ? [] : Object.entries(NASTY)) {
    const one = row(name, fill(piece, NASTY_UNITS), bare);
    const twice = fill(piece, 2 * NASTY_UNITS);
    const two = speedOf(() => engine.inspect(twice).length, twice.length);
    console.log(`  ${''.padEnd(20)} twice the text takes ${((2 * one) / two).toFixed(2)} times as long`);
  }
  console.log(`  tables ${tablesOf(tables).toFixed(0)} kB`);
}

/** Size of the scanner's tables in kB. */
function tablesOf(tables: EngineTables): number {
  const { texts, markings } = new Phrases(tables);
  const { bits, records, first, short } = buildKeyIndex(texts, markings, tables.places);
  return (
    [bits, records, first, short, foldTable()].reduce((sum, { byteLength }) => sum + byteLength, 0) / 1024
  );
}

function fill(piece: string, units: number): string {
  return inOnePiece(piece.repeat(Math.ceil(units / piece.length)).slice(0, units));
}

function cpuOf(run: () => unknown): number {
  const start = process.cpuUsage();
  run();
  const used = process.cpuUsage(start);
  return (used.user + used.system) / 1000;
}

/** The best of many runs, in million code units a second of CPU time. */
function speedOf(run: () => number, units: number): number {
  let best = Number.POSITIVE_INFINITY;
  const until = performance.now() + RUN_MS;
  for (let i = 0; i < 2000 && (i < 3 || performance.now() < until); i++) best = Math.min(best, cpuOf(run));
  return units / best / 1000;
}

/** Speed of the bare loop over a text that the compiler does not know: one that it takes for a constant it reads twice as fast. */
function bareSpeed(text: string): number {
  const texts = [text, text];
  let turn = 0;
  return speedOf(() => sumUnits(texts[turn++ & 1]!), text.length);
}

function sumUnits(text: string): number {
  let sum = 0;
  for (let i = 0; i < text.length; i++) sum = (sum + text.charCodeAt(i)) | 0;
  return sum;
}

/** Phrases of four or five neighbouring words of other text of the same kind. */
function withPhrases(tables: EngineTables, text: string, count: number, random: () => number): EngineTables {
  const words = text.split(/[^\p{L}\p{M}]+/u).filter(Boolean);
  const phrase = () => {
    const at = Math.floor(random() * (words.length - 8));
    return words.slice(at, at + 4 + Math.floor(random() * 2)).join(' ');
  };
  const group = () => Array.from({ length: 10 }, phrase);
  const made = Array.from({ length: count / 20 }, (_, i) => ({
    ruleId: `category.made.r${i}`,
    sector: 'made',
    level: 'mat' as const,
    near: 300,
    concepts: [group(), group()],
  }));
  return withPlaces({ ...tables, categories: [...tables.categories, ...made] });
}

function makeText(length: number, random: () => number): string {
  const heads = 'b c ch d đ g gh gi h kh l m n ng nh ph qu r s t th tr v x'.split(' ');
  const rimes =
    'a à á ả ã ạ ai ao âm ân ấp ất âu ăn em ên ệ i inh iên iết o ong ông ơn uyết ươi ước ưng ủy'.split(' ');
  const pick = (list: string[]) => list[Math.floor(random() * list.length)]!;
  let text = '';
  for (let n = 1; text.length < length; n++) {
    text += pick(heads) + pick(rimes) + (n % 15 === 0 ? '.\n' : n % 7 === 0 ? ', ' : ' ');
  }
  return text;
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
