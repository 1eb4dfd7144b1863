import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { performance } from 'node:perf_hooks';
import { startPostgres } from '../scripts/postgres.ts';
import { bucketsOf, periodAround } from '../src/incidents/period.ts';
import type { IncidentFilter } from '../src/incidents/review-model.ts';
import { readCounts } from '../src/server/counts/counts.ts';
import { recount } from '../src/server/counts/recount.ts';
import { openDatabase } from '../src/server/serve.ts';
import { readCoverage } from '../src/server/store/coverage.ts';
import type { Database } from '../src/server/store/database.ts';
import { listIncidents } from '../src/server/store/review-page.ts';
import { makePlace } from '../tests/server/support.ts';

// `node bench/server-charts.ts [incidents]`: the review's pages and charts over a province's year in PostgreSQL.

const total = Number(process.argv[2] ?? 10_000_000);
const DEVICES = 20_000;
const UNITS = 100;
const PIECE = 500_000;
const NOW = new Date('2026-11-22T00:00:00Z');
const RUNS = 5;
/** Of the year, till the end of which machines may be late. Seconds. */
const YEAR = 29_462_400;
/** Machines send within a day: so late a row may come after others of its time. Seconds. */
const LATE = 86_400;

const postgres = await startPostgres();
if ('reason' in postgres) throw new Error(postgres.reason);
process.env.LACHAN_TEST_POSTGRES = postgres.url;
const place = await makePlace('postgres');
let db = await openDatabase(place.config);
try {
  await step('made', () => fill(db));
  await step('counted', () => recount(db).then(() => undefined));
  await db.run('VACUUM ANALYZE');
  await measure();
} finally {
  await db.close();
  await place.remove();
  postgres.stop();
}

/** Incidents of a year made by the database itself: without indexes first, which is how such a load is done. */
async function fill(sql: Database): Promise<void> {
  await sql.run(
    `INSERT INTO devices SELECT md5(i::text), '', 'may-' || i, 'Đơn vị ' || (i % ${UNITS}), '2025-12-01T00:00:00.000Z', '',
       '2026-11-21T00:00:00.000Z', '0.1.0', '3', 'on' FROM generate_series(1, ${DEVICES}) AS i`,
  );
  const indexes = await sql.all<{ definition: string; name: string }>(
    "SELECT indexdef AS definition, indexname AS name FROM pg_indexes WHERE tablename = 'records' AND indexname <> 'records_pkey'",
  );
  await sql.run('ALTER TABLE records DROP CONSTRAINT records_pkey');
  for (const { name } of indexes) await sql.run(`DROP INDEX ${name}`);
  const pieces = Array.from({ length: Math.ceil(total / PIECE) }, (_, at) => at * PIECE);
  const lane = async () => {
    for (let from = pieces.pop(); from !== undefined; from = pieces.pop()) await fillPiece(sql, from);
  };
  await Promise.all([lane(), lane()]);
  await sql.transaction(async (inside) => {
    await inside.run("SET LOCAL maintenance_work_mem = '1GB'");
    await inside.run('ALTER TABLE records ADD PRIMARY KEY (device, sequence, hash, time)');
    for (const { definition } of indexes) await inside.run(definition.replace(' ON ONLY ', ' ON '));
  });
  await sql.run(
    `INSERT INTO uncounted SELECT 'mark-' || u || '-' || d, 'Đơn vị ' || u, to_char(DATE '2025-12-15' + d, 'YYYY-MM-DD')
       FROM generate_series(0, ${UNITS - 1}) AS u, generate_series(0, 342) AS d`,
  );
  await sql.run('ANALYZE');
}

async function fillPiece(sql: Database, from: number): Promise<void> {
  await sql.transaction(async (inside) => {
    await inside.run('SET LOCAL synchronous_commit = off');
    await inside.run(
      `INSERT INTO records (device, sequence, hash, time, epoch, kind, subject, unit, site, channel, level, disposition, rules,
         fingerprints, state, received, repeats, disputed, items, body)
       SELECT md5(d::text), i, md5(i::text) || md5((-i)::text), t, 1, 'incident', 'attempt-' || i, 'Đơn vị ' || (d % ${UNITS}),
         site, channel, level, CASE WHEN level = 'none' THEN 'warned' ELSE 'blocked' END, ' ' || rule || ' ',
         ' ' || md5((i / 3)::text) || md5((i / -3)::text) || ' ', CASE WHEN i % 50 = 0 THEN 'false-alarm' ELSE 'new' END, t, 0, 0, 1,
         '{"channel":"' || channel || '","destination":{"frame":"' || site || '","site":"' || site || '"},"disposition":"blocked","hash":"'
           || md5(i::text) || md5((-i)::text) || '","id":"attempt-' || i || '","items":[{"action":"block","findings":[{"confidence":0.9,"level":"mat","ruleId":"'
           || rule || '","signals":[{"id":"alone-on-line","weight":2},{"id":"head-near","weight":1}],"where":"text"}],"fingerprint":"'
           || md5((i / 3)::text) || md5((i / -3)::text) || '","kind":"text","level":"mat","mediaType":"text/plain","outcome":"scanned","size":1200}],"level":"mat","packVersion":"3","previous":"'
           || md5((i - 1)::text) || md5((1 - i)::text) || '","productVersion":"0.1.0","sequence":' || i || ',"time":"' || t || '"}'
       FROM (SELECT i, 1 + (i * 7919) % ${DEVICES} AS d,
           to_char(TIMESTAMP '2025-12-14 17:00' + (i * ${YEAR / total} + random() * ${LATE}) * INTERVAL '1 second', 'YYYY-MM-DD"T"HH24:MI:SS".000Z"') AS t,
           'site-' || floor(40 * power(random(), 2)) || '.example.com' AS site,
           (ARRAY['paste','drop','file-picker','typing','script'])[1 + floor(5 * power(random(), 2))::int] AS channel,
           (ARRAY['mat','none','toi-mat','tuyet-mat'])[1 + floor(4 * power(random(), 2))::int] AS level,
           'rule-' || floor(30 * power(random(), 3)) AS rule
         FROM generate_series(${from + 1}::bigint, ${Math.min(total, from + PIECE)}::bigint) AS i) AS made`,
    );
  });
}

/** With nothing in memory: neither the database's nor, where this may be asked for, the system's. */
async function coolDown(): Promise<void> {
  await db.run('CHECKPOINT');
  await db.close();
  if ('restart' in postgres) postgres.restart();
  spawnSync('sync');
  try {
    writeFileSync('/proc/sys/vm/drop_caches', '3');
  } catch {
    console.log('the system keeps its cache');
  }
  db = await openDatabase(place.config);
}

async function measure(): Promise<void> {
  const year: IncidentFilter = periodAround('reporting-year', NOW);
  const month: IncidentFilter = periodAround('month', NOW);
  const unit = { units: ['Đơn vị 7'] };
  const site = { sites: ['site-0.example.com'] };
  const rule = { rules: ['rule-0'] };
  const device = { devices: [createHash('md5').update('107').digest('hex')] };
  const page = (filter: object) => () => listIncidents(db, { ...year, ...filter }, null, 100);
  const charts = (filter: object) => () => readCounts(db, { ...year, ...filter }, bucketsOf(year));
  const asked: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['first page, whole year', page({})],
    ['first page, one unit', page(unit)],
    ['first page, one machine', page(device)],
    ['first page, a rare site', page({ sites: ['site-39.example.com'] })],
    ['first page, a rare rule', page({ rules: ['rule-29'] })],
    ['first page, a rare rule at a rare site', page({ sites: ['site-39.example.com'], rules: ['rule-29'] })],
    ['first page, judged ones', page({ states: ['false-alarm'] })],
    ['all charts, whole year', charts({})],
    ['all charts, one month', () => readCounts(db, month, bucketsOf(month))],
    ['all charts, one unit', charts(unit)],
    ['all charts, one machine', charts(device)],
    ['all charts, one site', charts(site)],
    ['all charts, one rule', charts(rule)],
    ['all charts, one channel', charts({ channels: ['paste'] })],
    ['all charts, one unit and site', charts({ ...unit, ...site })],
    ['all charts, one unit and two rules', charts({ ...unit, rules: ['rule-0', 'rule-1'] })],
    ['all charts, one site and rule', charts({ ...site, ...rule })],
    [
      'all charts, one site and channel, a month',
      () => readCounts(db, { ...month, ...site, channels: ['paste'] }, bucketsOf(month)),
    ],
    ['machines', () => readCoverage(db, { unit: '', state: '', after: '' }, { now: NOW, silentHours: 72 })],
  ];
  const lines = [];
  for (const [what, ask] of asked) {
    const times: number[] = [];
    await coolDown();
    for (let run = 0; run < RUNS; run++) {
      const start = performance.now();
      await ask();
      times.push(performance.now() - start);
    }
    const line = {
      what,
      'cold ms': Math.round(times[0]!),
      'middle of 5 ms': Math.round(times.toSorted((a, b) => a - b)[(RUNS - 1) / 2]!),
    };
    console.log(JSON.stringify(line), loadavg()[0]!.toFixed(1));
    lines.push(line);
  }
  const [size] = await db.all<{ size: string }>(
    'SELECT pg_size_pretty(pg_database_size(current_database())) AS size',
  );
  const [counts] = await db.all<{ size: string }>(
    "SELECT pg_size_pretty(pg_total_relation_size('daily_cubes') + pg_total_relation_size('daily_sheets')) AS size",
  );
  const memory = Math.round(process.memoryUsage.rss() / 1_048_576);
  console.log(`database ${size!.size}, of it counts ${counts!.size}, memory of this process ${memory} MiB`);
  console.log(`${total} incidents of ${DEVICES} machines in ${UNITS} units`);
  console.table(lines);
}

async function step(what: string, work: () => Promise<unknown>): Promise<void> {
  const start = performance.now();
  await work();
  console.log(`${what} in ${Math.round((performance.now() - start) / 1000)} s`);
}
