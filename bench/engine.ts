/**
 * Speed of the whole engine (fold, find, weigh), as ratios against a bare `charCodeAt` loop in the same process.
 *
 *   node bench/engine.ts [FILE]      FILE: clean Vietnamese text, UTF-8; otherwise text is made of syllables
 *
 * CPU time, the best of many runs. One number of phrases a process, so this script starts itself anew for each.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createEngine } from '../src/engine/engine.ts';
import { Phrases } from '../src/engine/phrases.ts';
import { createScanner } from '../src/engine/scanner.ts';
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
  'MẬT on every line': 'MẬT\n',
  'labels on lines': 'Độ mật: Mật\n',
  tags: '<b>MẬT</b>',
  'open tags': '<a ',
  TCVN3: 'mËt tuyÖt mËt §éc lËp ',
};

const [file = '', phrases = ''] = process.argv.slice(2);
if (phrases === '') runAll();
else measure(Number(phrases));

function runAll(): void {
  for (const count of [0, 2000, 20_000]) {
    const row = execFileSync(process.execPath, [process.argv[1]!, file, String(count)], { encoding: 'utf8' });
    process.stdout.write(row);
  }
}

function measure(count: number): void {
  const random = seeded(7);
  const text = file
    ? readFileSync(file, 'utf8').slice(0, 2 * CLEAN_UNITS)
    : makeText(2 * CLEAN_UNITS, random);
  const clean = text.slice(0, CLEAN_UNITS);
  const tables = withPhrases(bundledTables, text.slice(CLEAN_UNITS), count, random);
  const engine = createEngine(tables);
  const build = cpuOf(() => engine.prepare());
  const first = cpuOf(() => engine.inspect(clean.slice(0, 10_000)));
  const bare = speedOf(() => sumUnits(clean), clean.length);
  console.log(`\n${count} phrases besides the bundled rules`);
  console.log(`  build ${build.toFixed(1)} ms, first 10 kB ${first.toFixed(2)} ms`);
  console.log(`  bare charCodeAt loop  ${bare.toFixed(0)} Mcu/s`);
  const row = (name: string, nasty: string) => {
    const speed = speedOf(() => engine.inspect(nasty).length, nasty.length);
    console.log(
      `  ${name.padEnd(20)} ${speed.toFixed(2).padStart(8)} Mcu/s  ${(speed / bare).toFixed(4)} of bare`,
    );
    return speed;
  };
  row('clean text', clean);
  console.log(`  tables ${tablesOf(tables).toFixed(0)} kB`);
  if (count > 0) return;
  for (const [name, piece] of Object.entries(NASTY)) {
    const one = row(name, fill(piece, NASTY_UNITS));
    const two = speedOf(() => engine.inspect(fill(piece, 2 * NASTY_UNITS)).length, 2 * NASTY_UNITS);
    console.log(`  ${''.padEnd(20)} twice the text takes ${((2 * one) / two).toFixed(2)} times as long`);
  }
}

/** Size of the scanner's tables in kB. */
function tablesOf(tables: EngineTables): number {
  const { texts, markings } = new Phrases(tables);
  return createScanner(texts, markings).bytes / 1024;
}

function fill(piece: string, units: number): string {
  return piece.repeat(Math.ceil(units / piece.length)).slice(0, units);
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
  for (let i = 0; i < 200 && (i < 3 || performance.now() < until); i++) best = Math.min(best, cpuOf(run));
  return units / best / 1000;
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
  return { ...tables, categories: [...tables.categories, ...made] };
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
