import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { gzipSync } from 'node:zlib';
import { startPostgres } from '../scripts/postgres.ts';
import type { LogRecord } from '../src/incidents/types.ts';
import { readBatch } from '../src/server/intake/read-batch.ts';
import { RECORD_COLUMNS, recordRow } from '../src/server/intake/record-row.ts';
import { openDatabase } from '../src/server/serve.ts';
import { canonicalJson } from '../src/signing/canonical-json.ts';
import {
  callAsDevice,
  type Dialect,
  enrol,
  incidents,
  makeDevice,
  makePlace,
  setUpAdmin,
  type TestDevice,
} from '../tests/server/support.ts';

// `node bench/server.ts [records]`: incidents a second through the whole server (HTTP, signature, gunzip, checks, chain)
// against the database's own bulk insert of the same rows, on the same disk, in turns. The round in the middle is stated.

const DEVICES = 40;
const BATCH = 250;
const LANES = 8;
const BULK = 1_000;
const ROUNDS = 5;
const total = Number(process.argv[2] ?? 60_000);

interface Load {
  readonly device: TestDevice;
  readonly log: readonly LogRecord[];
  readonly batches: readonly Uint8Array<ArrayBuffer>[];
}

const postgres = await startPostgres();
if (!('reason' in postgres)) process.env.LACHAN_TEST_POSTGRES = postgres.url;
try {
  const loads = await makeLoads();
  const lines = [];
  for (const dialect of ['reason' in postgres ? [] : ['postgres'], ['sqlite']].flat() as Dialect[]) {
    const rounds = [];
    for (let round = 0; round < ROUNDS; round++) {
      const bulk = await measureBulk(dialect, loads);
      const intake = await measureIntake(dialect, loads);
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

async function makeLoads(): Promise<Load[]> {
  const loads: Load[] = [];
  for (let at = 0; at < DEVICES; at++) {
    const log = await incidents(Math.ceil(total / DEVICES), at * 1_000_000);
    const batches: Uint8Array<ArrayBuffer>[] = [];
    for (let start = 0; start < log.length; start += BATCH) {
      const text = log.slice(start, start + BATCH).map((record) => canonicalJson(record));
      batches.push(new Uint8Array(gzipSync(text.join('\n'))));
    }
    loads.push({ device: makeDevice(), log, batches });
  }
  return loads;
}

/** The same rows into the same table with the same indexes and the same durability, and nothing else. */
async function measureBulk(dialect: Dialect, loads: readonly Load[]): Promise<number> {
  const rows = [];
  for (const { device, log } of loads) {
    const { records } = await readBatch(log.map((record) => canonicalJson(record)).join('\n'), device.device);
    rows.push(
      ...records.map((read) =>
        recordRow({ ...read, epoch: 1 }, device.device, 'Đơn vị', new Date().toISOString()),
      ),
    );
  }
  const place = await makePlace(dialect);
  const db = await openDatabase(place.config);
  const start = performance.now();
  for (let at = 0; at < rows.length; at += BULK)
    await db.insert('records', RECORD_COLUMNS, rows.slice(at, at + BULK));
  const seconds = (performance.now() - start) / 1000;
  await db.close();
  await place.remove();
  return rows.length / seconds;
}

async function measureIntake(dialect: Dialect, loads: readonly Load[]) {
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
  for (const { device } of loads) await enrol({ address }, admin, device);
  const times: number[] = [];
  const waiting = [...loads];
  const start = performance.now();
  const lane = async () => {
    for (let load = waiting.pop(); load; load = waiting.pop()) {
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
  const seconds = (performance.now() - start) / 1000;
  const metrics = await (await admin.call('/metrics')).text();
  const memory = Number(/lachan_memory_bytes (\d+)/.exec(metrics)?.[1] ?? 0);
  const [stored] = await db.all<{ n: number }>('SELECT count(*) AS n FROM records');
  child.kill('SIGTERM');
  await once(child, 'exit');
  await db.close();
  await place.remove();
  const count = loads.reduce((sum, { log }) => sum + log.length, 0);
  if (stored!.n !== count) throw new Error(`${stored!.n} of ${count} are stored`);
  times.sort((a, b) => a - b);
  return {
    rate: count / seconds,
    p50: times[Math.floor(times.length / 2)]!,
    p99: times[Math.floor(times.length * 0.99)]!,
    memory,
  };
}
