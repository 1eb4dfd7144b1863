import { performance } from 'node:perf_hooks';
import { startPostgres } from '../scripts/postgres.ts';
import { bucketsOf, periodAround } from '../src/incidents/period.ts';
import type { IncidentFilter } from '../src/incidents/review-model.ts';
import { openDatabase } from '../src/server/serve.ts';
import { recount } from '../src/server/store/counting.ts';
import { readCounts } from '../src/server/store/counts.ts';
import { readCoverage } from '../src/server/store/coverage.ts';
import type { Database } from '../src/server/store/database.ts';
import { listIncidents } from '../src/server/store/review.ts';
import { makePlace } from '../tests/server/support.ts';

// `node bench/server-charts.ts [incidents]`: the review's pages and charts over a province's year in PostgreSQL.

const total = Number(process.argv[2] ?? 10_000_000);
const DEVICES = 20_000;
const UNITS = 100;
const PIECE = 500_000;
const NOW = new Date('2026-11-22T00:00:00Z');
const RUNS = 5;

const postgres = await startPostgres();
if ('reason' in postgres) throw new Error(postgres.reason);
process.env.LACHAN_TEST_POSTGRES = postgres.url;
const place = await makePlace('postgres');
const db = await openDatabase(place.config);
try {
  await step('made', () => fill(db));
  await step('counted', () => recount(db));
  await measure(db);
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
           to_char(TIMESTAMP '2025-12-14 17:00' + ((i * 48271) % 29548800) * INTERVAL '1 second', 'YYYY-MM-DD"T"HH24:MI:SS".000Z"') AS t,
           'site-' || floor(40 * power(random(), 2)) || '.example.com' AS site,
           (ARRAY['paste','drop','file-picker','typing','script'])[1 + floor(5 * power(random(), 2))::int] AS channel,
           (ARRAY['mat','none','toi-mat','tuyet-mat'])[1 + floor(4 * power(random(), 2))::int] AS level,
           'rule-' || floor(30 * power(random(), 3)) AS rule
         FROM generate_series(${from + 1}::bigint, ${Math.min(total, from + PIECE)}::bigint) AS i) AS made`,
    );
  });
}

async function measure(sql: Database): Promise<void> {
  const year: IncidentFilter = periodAround('reporting-year', NOW);
  const month: IncidentFilter = periodAround('month', NOW);
  const asked: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['first page, whole year', () => listIncidents(sql, year, null, 100)],
    ['first page, one unit', () => listIncidents(sql, { ...year, units: ['Đơn vị 7'] }, null, 100)],
    [
      'first page, a rare site',
      () => listIncidents(sql, { ...year, sites: ['site-39.example.com'] }, null, 100),
    ],
    ['first page, a rare rule', () => listIncidents(sql, { ...year, rules: ['rule-29'] }, null, 100)],
    ['first page, judged ones', () => listIncidents(sql, { ...year, states: ['false-alarm'] }, null, 100)],
    ['all charts, whole year', () => readCounts(sql, year, bucketsOf(year))],
    ['all charts, one month', () => readCounts(sql, month, bucketsOf(month))],
    ['all charts, one unit', () => readCounts(sql, { ...year, units: ['Đơn vị 7'] }, bucketsOf(year))],
    [
      'all charts, one site',
      () => readCounts(sql, { ...year, sites: ['site-0.example.com'] }, bucketsOf(year)),
    ],
    ['all charts, one rule', () => readCounts(sql, { ...year, rules: ['rule-0'] }, bucketsOf(year))],
    ['machines', () => readCoverage(sql, { unit: '', state: '', after: '' }, { now: NOW, silentHours: 72 })],
  ];
  const lines = [];
  for (const [what, ask] of asked) {
    const times: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const start = performance.now();
      await ask();
      times.push(performance.now() - start);
    }
    lines.push({
      what,
      'first ms': Math.round(times[0]!),
      'middle of 5 ms': Math.round(times.toSorted((a, b) => a - b)[(RUNS - 1) / 2]!),
      'slowest of 5 ms': Math.round(Math.max(...times)),
    });
  }
  const [size] = await sql.all<{ size: string }>(
    'SELECT pg_size_pretty(pg_database_size(current_database())) AS size',
  );
  const memory = Math.round(process.memoryUsage.rss() / 1_048_576);
  console.log(`database ${size!.size}, memory of this process ${memory} MiB`);
  console.log(`${total} incidents of ${DEVICES} machines in ${UNITS} units`);
  console.table(lines);
}

async function step(what: string, work: () => Promise<unknown>): Promise<void> {
  const start = performance.now();
  await work();
  console.log(`${what} in ${Math.round((performance.now() - start) / 1000)} s`);
}
