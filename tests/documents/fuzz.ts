import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { createEngine } from '../../src/engine/engine.ts';
import { defaultLimits, inspectFile } from '../../src/inspection/inspect.ts';
import { bundledTables } from '../../src/rules/bundled.ts';

// `node tests/documents/fuzz.ts [count] [seed]`: changes the fixtures in ways of their own structure and scans them. Ends
// with 1 at the first input that throws, takes longer than its budget allows or fills memory, and saves it beside.
const count = Number(process.argv[2] ?? 100_000);
let seed = Number(process.argv[3] ?? Date.now()) >>> 0;
/** CPU milliseconds of one scan; the machine may be busy with other work, so the clock on the wall says nothing. */
const PATIENCE = 5_000;
const MEMORY = 1024 * 1024 * 1024;
const limits = { ...defaultLimits, milliseconds: 2_000, unpackedBytes: 16 * 1024 * 1024 };

const FOLDER = join(import.meta.dirname, 'fixtures');
const samples = readdirSync(FOLDER).flatMap((format) =>
  readdirSync(join(FOLDER, format))
    .filter((name) => !name.startsWith('bomb.'))
    .map((name) => new Uint8Array(readFileSync(join(FOLDER, format, name)))),
);
const engine = createEngine(bundledTables);
const outcomes: Record<string, number> = {};

process.stdout.write(`seed ${seed}\n`);
for (let number = 1; number <= count; number++) {
  const bytes = mutate(pick(samples));
  const before = process.cpuUsage();
  const result = await inspectFile(bytes, engine, { limits }).catch((error: unknown) => error);
  const { user, system } = process.cpuUsage(before);
  const took = (user + system) / 1000;
  const memory = process.memoryUsage().rss;
  if (result instanceof Error || took > PATIENCE || memory > MEMORY) {
    writeFileSync(`fuzz-${number}.bin`, bytes);
    process.stdout.write(`input ${number}: ${String(result)}, ${Math.round(took)} ms, ${memory >> 20} MB\n`);
    process.exit(1);
  }
  const { outcome } = result as { outcome: string };
  outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  if (number % 10_000 === 0)
    process.stdout.write(`${number} ${memory >> 20} MB ${JSON.stringify(outcomes)}\n`);
}
process.stdout.write(`${count} inputs, none threw, hung or filled memory: ${JSON.stringify(outcomes)}\n`);

function mutate(bytes: Uint8Array): Uint8Array {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && chance(0.7)) return mutatePackage(bytes);
  return mutateBytes(bytes);
}

/** Changes an entry of a package before it is packed again, so that the change is not lost in a broken archive. */
function mutatePackage(bytes: Uint8Array): Uint8Array {
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(bytes);
  } catch {
    return mutateBytes(bytes);
  }
  const name = pick(Object.keys(files));
  const entry = files[name] as Uint8Array;
  const changed = chance(0.5) ? mutateMarkup(entry) : mutateBytes(entry);
  return zipSync({ ...files, [chance(0.1) ? `${name}x` : name]: changed }, { level: 1 });
}

/** Repeats, drops and moves whole tags and texts. */
function mutateMarkup(bytes: Uint8Array): Uint8Array {
  const tokens = new TextDecoder().decode(bytes).split(/(?=<)|(?<=>)/);
  for (let changes = 1 + random(8); changes > 0; changes--) {
    const at = random(tokens.length);
    const token = tokens[at] ?? '';
    const act = random(5);
    if (act === 0) tokens.splice(at, 1);
    else if (act === 1) tokens.splice(at, 0, ...Array(1 + random(300)).fill(token));
    else if (act === 2) tokens.splice(random(tokens.length), 0, token);
    else if (act === 3) tokens[at] = token.replace(/\d+/, String(random(2 ** 31)));
    else
      tokens.splice(
        at,
        0,
        pick(['<!--', ']]>', '<![CDATA[', '&#x10ffff;', '&#0;', '<?', '<w:txbxContent>', '<w:tr>']),
      );
  }
  return new TextEncoder().encode(tokens.join(''));
}

function mutateBytes(bytes: Uint8Array): Uint8Array {
  let changed = bytes.slice();
  for (let changes = 1 + random(10); changes > 0 && changed.length > 0; changes--) {
    const at = random(changed.length);
    const act = random(6);
    if (act === 0) changed[at] = random(256);
    else if (act === 1) changed[at] = pick([0, 1, 0x7f, 0x80, 0xfe, 0xff]);
    else if (act === 2) changed.fill(pick([0, 0xff]), at, at + random(9));
    else if (act === 3) changed = changed.slice(0, at);
    else if (act === 4) changed.copyWithin(random(changed.length), at, at + random(64));
    else changed = Uint8Array.from([...changed.subarray(0, at), ...changed.subarray(random(at + 1))]);
  }
  return changed;
}

function random(below: number): number {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return below > 0 ? Math.floor((seed / 2 ** 32) * below) : 0;
}

function pick<T>(from: readonly T[]): T {
  return from[random(from.length)] as T;
}

function chance(share: number): boolean {
  return random(1000) < share * 1000;
}
