/**
 * Speed of the engine, as ratios against a bare `charCodeAt` loop in the same process.
 *
 *   node bench/engine.ts [FILE]      FILE: clean Vietnamese text, UTF-8; otherwise one is made of syllables
 *
 * One number of phrases a process (V8 keeps only one scanner's tables constant), so this script starts itself anew.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createEngine } from '../src/engine/engine.ts';
import { bundledTables } from '../src/rules/bundled.ts';

const [file = '', phrases = ''] = process.argv.slice(2);
if (phrases === '') runAll();
else measure(Number(phrases));

function runAll(): void {
  console.log('phrases  text                  Mcu/s   ratio to charCodeAt   build ms   tables kB');
  for (const count of [0, 2000, 20_000]) {
    process.stdout.write(
      execFileSync(process.execPath, [process.argv[1]!, file, String(count)], { encoding: 'utf8' }),
    );
  }
}

function measure(count: number): void {
  const random = seeded(7);
  const clean = file ? readFileSync(file, 'utf8').slice(0, 4_000_000) : makeText(4_000_000, random);
  const tables = {
    ...bundledTables,
    categories: [...bundledTables.categories, ...makeRules(clean, count, random)],
  };
  const started = process.cpuUsage();
  const engine = createEngine(tables);
  engine.prepare();
  const build = process.cpuUsage(started);
  const first = performance.now();
  engine.inspect(clean.slice(0, 10_000));
  const firstScan = performance.now() - first;
  const bare = fastest(() => sumUnits(clean), clean.length);
  const row = (name: string, text: string, note = '') => {
    const speed = fastest(() => engine.inspect(text).length, text.length);
    console.log(
      `${String(count).padStart(7)}  ${name.padEnd(20)} ${speed.toFixed(0).padStart(6)}   ${(speed / bare).toFixed(3).padStart(8)}   ${note}`,
    );
    return speed;
  };
  const cpu = (build.user + build.system) / 1000;
  row('clean', clean, `        build ${cpu.toFixed(1)} ms CPU, first 10 kB ${firstScan.toFixed(2)} ms`);
  const half = row('clean, half', clean.slice(0, clean.length / 2));
  void half;
  for (const [name, text] of Object.entries(adversaries())) row(name, text);
}

function adversaries(): Record<string, string> {
  const fill = (piece: string) => piece.repeat(Math.ceil(1_000_000 / piece.length));
  return {
    'near-misses inline': fill('TUYỆT MẬT ONG, TỐI MẬT ĐỘ, '),
    'mat mat mat': fill('mat '),
    'MẬT on every line': fill('MẬT\n'),
    'levels on lines': fill('TUYỆT MẬT\nTỐI MẬT\nMẬT\n'),
    'labels on lines': fill('Độ mật: Mật\n'),
    'no spaces': fill('TOIMAT'),
    'gaps only': fill('M          '),
    'zero width': fill('M\u200b'),
    tags: fill('<b>MẬT</b>'),
    'open tags': fill('<a '),
    TCVN3: fill('mËt tuyÖt mËt §éc lËp '),
    mojibake: fill('Máº¬T Ã¡Âº¬ '),
  };
}

/** The best of several runs, in million code units a second. */
function fastest(run: () => number, units: number): number {
  let best = Number.POSITIVE_INFINITY;
  const until = performance.now() + 1500;
  for (let i = 0; i < 40 && performance.now() < until; i++) {
    const start = performance.now();
    sink += run();
    best = Math.min(best, performance.now() - start);
  }
  return units / best / 1000;
}

var sink = 0;

function sumUnits(text: string): number {
  let sum = 0;
  for (let i = 0; i < text.length; i++) sum = (sum + text.charCodeAt(i)) | 0;
  return sum;
}

/** Phrases of four to six neighbouring words of the text with one word changed, so that they begin like real ones. */
function makeRules(text: string, count: number, random: () => number) {
  const words = text
    .slice(0, 400_000)
    .split(/[^\p{L}\p{M}]+/u)
    .filter(Boolean);
  const phrase = () => {
    const at = Math.floor(random() * (words.length - 8));
    const run = words.slice(at, at + 4 + Math.floor(random() * 2));
    run[Math.floor(random() * run.length)] = words[Math.floor(random() * words.length)]!;
    return run.join(' ');
  };
  const rules = [];
  for (let i = 0; i < count / 20; i++) {
    const group = () => Array.from({ length: 10 }, phrase);
    rules.push({
      ruleId: `category.made.r${i}`,
      sector: 'made',
      level: 'mat' as const,
      near: 300,
      concepts: [group(), group()],
    });
  }
  return rules;
}

function makeText(length: number, random: () => number): string {
  const heads = 'b c ch d đ g gh gi h kh l m n ng nh ph qu r s t th tr v x'.split(' ');
  const rimes =
    'a à á ả ã ạ ai ao âm ân ấp ất âu ăn em ên ệ i inh iên iết o ong ông ơn uyết ươi ước ưng ủy'.split(' ');
  const pick = (list: string[]) => list[Math.floor(random() * list.length)]!;
  const parts: string[] = [];
  for (let size = 0, n = 1; size < length; n++) {
    const word = pick(heads) + pick(rimes) + (n % 15 === 0 ? '.\n' : n % 7 === 0 ? ', ' : ' ');
    parts.push(word);
    size += word.length;
  }
  return parts.join('');
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
