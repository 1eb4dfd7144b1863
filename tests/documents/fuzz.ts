import './wasm-addresses.ts';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { createEngine } from '../../src/engine/engine.ts';
import { defaultLimits, inspectFile } from '../../src/inspection/inspect.ts';
import { bundledTables } from '../../src/rules/bundled.ts';
import { decodePlain } from '../../src/vision/plain/decode.ts';
import { createReader } from '../../src/vision/reader.ts';
import { Lot, mutate } from './mutations.ts';

// `npm run fuzz -- [count] [seed]`: changes the fixtures of documents and of pictures in ways of their own structure and
// scans them, pictures with the eyes open. Ends with 1 at the first input that throws, hangs, takes longer than its budget
// allows or fills memory, and saves it beside.

/** CPU milliseconds of one scan; the machine may be busy with other work, so the clock on the wall says nothing. */
const PATIENCE = 6_000;
/** Milliseconds on the wall without a finished scan after which one has hung. */
const HUNG = 120_000;
/** Bytes of the whole process after garbage is collected. */
const MEMORY = 1024 * 1024 * 1024;
const FOLDERS = ['fixtures', '../vision/fixtures', '../vision/scans', '../vision/tiffs'];

const count = Number(process.argv[2] ?? 100_000);

if (isMainThread) watch();
else await scanAll(workerData as { seed: number; progress: SharedArrayBuffer });

/** Runs the scans in a worker and ends the command when one of them does not come back. */
function watch(): void {
  const seed = Number(process.argv[3] ?? Date.now()) >>> 0;
  process.stdout.write(`seed ${seed}\n`);
  const progress = new SharedArrayBuffer(8);
  const [at] = [new Uint32Array(progress)];
  let last = -1;
  let since = Date.now();
  const timer = setInterval(() => {
    if (at[0] !== last) {
      last = at[0] as number;
      since = Date.now();
    } else if (Date.now() - since > HUNG) {
      process.stdout.write(`input ${last + 1} hangs; it is made from ${at[1]}\n`);
      process.exit(1);
    }
  }, 1000);
  const worker = new Worker(new URL(import.meta.url), {
    argv: [String(count)],
    workerData: { seed, progress },
  });
  worker.on('error', (error) => {
    process.stdout.write(`input ${(at[0] as number) + 1} ends the worker: ${error}\n`);
    process.exit(1);
  });
  worker.on('exit', (code) => {
    clearInterval(timer);
    process.exitCode = code;
  });
}

async function scanAll({ seed, progress }: { seed: number; progress: SharedArrayBuffer }): Promise<void> {
  const lot = new Lot(seed);
  // The decoders complain of what they are given.
  console.log = console.warn = () => undefined;
  const at = new Uint32Array(progress);
  const samples = FOLDERS.flatMap((folder) => filesUnder(join(import.meta.dirname, folder)));
  const engine = createEngine(bundledTables);
  const reader = createReader({ decode: decodePlain });
  const limits = { ...defaultLimits, milliseconds: 3_000, unpackedBytes: 16 * 1024 * 1024 };
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const outcomes: Record<string, Record<string, number>> = {};
  let slowest = 0;
  let largest = 0;
  for (let number = 1; number <= count; number++) {
    at[1] = lot.seed;
    const [format, sample] = lot.pick(samples);
    const bytes = mutate(sample, lot);
    const before = process.cpuUsage();
    const result = await inspectFile(bytes, engine, {
      limits,
      readImage: (image, signal) => reader.read(image, signal ? { signal } : {}),
    }).catch((error: unknown) => error);
    const { user, system } = process.cpuUsage(before);
    const took = (user + system) / 1000;
    // Decoded pictures wait for the collector, which sees no hurry: what counts is what stays.
    if (process.memoryUsage.rss() > MEMORY) collect();
    const memory = process.memoryUsage.rss();
    slowest = Math.max(slowest, took);
    largest = Math.max(largest, memory);
    if (result instanceof Error || took > PATIENCE || memory > MEMORY) {
      writeFileSync(`fuzz-${number}.bin`, bytes);
      const what = result instanceof Error ? String(result.stack) : format;
      process.stdout.write(`input ${number}: ${what}, ${Math.round(took)} ms, ${memory >> 20} MB\n`);
      process.exit(1);
    }
    const { outcome } = result as { outcome: string };
    outcomes[format] ??= {};
    outcomes[format][outcome] = (outcomes[format][outcome] ?? 0) + 1;
    at[0] = number;
    if (number % 10_000 === 0) process.stdout.write(`${number} ${memory >> 20} MB\n`);
  }
  for (const format of Object.keys(outcomes).sort())
    process.stdout.write(`${format.padEnd(12)}${JSON.stringify(outcomes[format])}\n`);
  process.stdout.write(
    `${count} inputs, none threw, hung or filled memory; slowest ${Math.round(slowest)} ms of CPU, at most ${largest >> 20} MB\n`,
  );
}

/** Files with the folder or the ending that names their format; bombs are tests of their own. */
function filesUnder(folder: string): (readonly [format: string, bytes: Uint8Array])[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(({ name }) => /\.\w+$/.test(name) && !/^bomb|\.jp2$/.test(name))
    .map((entry) => [
      entry.name.slice(entry.name.lastIndexOf('.') + 1),
      new Uint8Array(readFileSync(join(entry.parentPath, entry.name))),
    ]);
}
