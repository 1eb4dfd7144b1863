import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { gzipSync } from 'node:zlib';
import { startPostgres } from '../scripts/postgres.ts';
import type { LogRecord } from '../src/incidents/types.ts';
import { readBatch } from '../src/server/intake/read-batch.ts';
import { RECORD_COLUMNS, recordRow } from '../src/server/intake/record-row.ts';
import { openDatabase } from '../src/server/serve.ts';
import type { Value } from '../src/server/store/database.ts';
import { canonicalJson } from '../src/signing/canonical-json.ts';
import {
  callAsDevice,
  chain,
  type Dialect,
  enrol,
  incident,
  makeDevice,
  makePlace,
  setUpAdmin,
  type TestDevice,
} from '../tests/server/support.ts';

// `node bench/server.ts [records] [sqlite|postgres]`: incidents a second through the whole server (HTTP, signature, gunzip, checks, chain)
// against the database's own bulk insert of the same rows, on the same disk, in turns. The round in the middle is stated.

const DEVICES = 40;
const BATCH = 250;
/** Machines that send before the clock starts: threads are up then and code is compiled, on both sides. */
const WARM_UP = 8;
const LANES = 8;
const BULK = 1_000;
/** Between two incidents. Milliseconds. */
const PAUSE = 30_000;
const ROUNDS = 5;
const total = Number(process.argv[2] ?? 60_000);
const only = process.argv[3];

interface Load {
  readonly device: TestDevice;
  readonly log: readonly LogRecord[];
  readonly batches: readonly Uint8Array<ArrayBuffer>[];
}

const postgres = await startPostgres();
if (!('reason' in postgres)) process.env.LACHAN_TEST_POSTGRES = postgres.url;
try {
  const [warmUp, loads] = [
    await makeLoads(0, WARM_UP, 2 * BATCH),
    await makeLoads(WARM_UP, DEVICES, total / DEVICES),
  ];
  const lines = [];
  const dialects: readonly Dialect[] = 'reason' in postgres ? ['sqlite'] : ['postgres', 'sqlite'];
  for (const dialect of dialects.filter((each) => only === undefined || each === only)) {
    const rounds = [];
    for (let round = 0; round < ROUNDS; round++) {
      const bulk = await measureBulk(dialect, warmUp, loads);
      const intake = await measureIntake(dialect, warmUp, loads);
      rounds.push({ bulk, ratio: intake.rate / bulk, ...intake });
    }
    rounds.sort((a, b) => a.ratio - b.ratio);
    const { bulk, ratio, ...intake } = rounds[(ROUNDS - 1) / 2]!;
    lines.push({
      database: dialect,
      'bulk insert, rows/s': Math.round(bulk),
      'intake, incidents/s': Math.round(intake.rate),
      ratio: Number(ratio.toFixed(2)),
      'all ratios': rounds.map((each) => each.ratio.toFixed(2)).join(' '),
      'p50 ms': Math.round(intake.p50),
      'p99 ms': Math.round(intake.p99),
      'server memory MiB': Math.round(intake.memory / 1_048_576),
    });
  }
  console.log(`${total} incidents, ${DEVICES} devices, batches of ${BATCH}, ${LANES} requests at once`);
  console.table(lines);
} finally {
  if (!('reason' in postgres)) postgres.stop();
}

async function makeLoads(first: number, machines: number, records: number): Promise<Load[]> {
  const loads: Load[] = [];
  for (let machine = first; machine < first + machines; machine++) {
    const log = await logOf(machine, Math.ceil(records));
    const batches: Uint8Array<ArrayBuffer>[] = [];
    for (let start = 0; start < log.length; start += BATCH) {
      const text = log.slice(start, start + BATCH).map((record) => canonicalJson(record));
      batches.push(new Uint8Array(gzipSync(text.join('\n'))));
    }
    loads.push({ device: makeDevice(), log, batches });
  }
  return loads;
}

/**
 * What a machine logged, of the past. Machines follow one another in time as they do in the bulk insert, which is then
 * as fast as it can be: no index grows in the middle.
 */
function logOf(machine: number, count: number): Promise<LogRecord[]> {
  const start = Date.now() - (WARM_UP + DEVICES - machine) * count * PAUSE;
  const made = Array.from({ length: count }, (_, at) => {
    const time = new Date(start + at * PAUSE).toISOString();
    return incident(machine * 1_000_000 + at, { time });
  });
  return chain(made);
}

/** The same rows into the same table with the same indexes and the same durability, and nothing else. */
async function measureBulk(
  dialect: Dialect,
  warmUp: readonly Load[],
  loads: readonly Load[],
): Promise<number> {
  const rows = await rowsOf(loads);
  const place = await makePlace(dialect);
  const db = await openDatabase(place.config);
  await db.insert('records', RECORD_COLUMNS, await rowsOf(warmUp));
  const start = performance.now();
  for (let at = 0; at < rows.length; at += BULK)
    await db.insert('records', RECORD_COLUMNS, rows.slice(at, at + BULK));
  const seconds = (performance.now() - start) / 1000;
  await db.close();
  await place.remove();
  return rows.length / seconds;
}

async function rowsOf(loads: readonly Load[]): Promise<Value[][]> {
  const rows: Value[][] = [];
  for (const { device, log } of loads) {
    const { records } = await readBatch(log.map((record) => canonicalJson(record)).join('\n'), device.device);
    for (const read of records)
      rows.push(recordRow({ ...read, epoch: 1 }, device.device, 'Đơn vị', new Date().toISOString()));
  }
  return rows;
}

async function measureIntake(dialect: Dialect, warmUp: readonly Load[], loads: readonly Load[]) {
  const place = await makePlace(dialect);
  const { data, database } = place.config;
  const child = spawn(
    process.execPath,
    ['src/cli/la-chan.ts', 'server', '--port', '0', '--data', data, '--lang', 'en'],
    {
      env: { ...process.env, ...(database === undefined ? {} : { DATABASE_URL: database }) },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const address = await new Promise<string>((resolve, reject) => {
    child.stderr.on('data', (chunk) => {
      const found = /runs at (http:\/\/[\d.:]+)/.exec(String(chunk))?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', () => reject(new Error('the server did not start')));
  });
  const db = await openDatabase(place.config);
  const admin = await setUpAdmin({ address, setupFile: `${data}/admin-code.txt` });
  for (const { device } of [...warmUp, ...loads]) await enrol({ address }, admin, device);
  await sendAll(address, warmUp);
  const start = performance.now();
  const times = await sendAll(address, loads);
  const seconds = (performance.now() - start) / 1000;
  const metrics = await (await admin.call('/metrics')).text();
  const memory = Number(/lachan_memory_bytes (\d+)/.exec(metrics)?.[1] ?? 0);
  const [stored] = await db.all<{ n: number }>('SELECT count(*) AS n FROM records');
  child.kill('SIGTERM');
  await once(child, 'exit');
  await db.close();
  await place.remove();
  const countOf = (some: readonly Load[]) => some.reduce((sum, { log }) => sum + log.length, 0);
  const count = countOf(loads);
  if (stored!.n !== countOf(warmUp) + count) throw new Error(`${stored!.n} of ${count} are stored`);
  times.sort((a, b) => a - b);
  return {
    rate: count / seconds,
    p50: times[Math.floor(times.length / 2)]!,
    p99: times[Math.floor(times.length * 0.99)]!,
    memory,
  };
}

/** Every batch, `LANES` at once, each machine's in order; milliseconds of each. */
async function sendAll(address: string, loads: readonly Load[]): Promise<number[]> {
  const times: number[] = [];
  const waiting = [...loads];
  const lane = async () => {
    for (let load = waiting.shift(); load; load = waiting.shift()) {
      for (const body of load.batches) {
        const sent = performance.now();
        const answer = await callAsDevice(address, load.device, '/v1/incidents', { body });
        if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
        await answer.arrayBuffer();
        times.push(performance.now() - sent);
      }
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return times;
}
