import { Hono } from 'hono';
import { stream } from 'hono/streaming';
import * as z from 'zod/mini';
import { writeLog } from '../../incidents/log-file.ts';
import { type Bucket, bucketsOf, type Period, periodBefore } from '../../incidents/period.ts';
import type { IncidentFilter, Machine } from '../../incidents/review-model.ts';
import type { MachineCheck, MachineLog } from '../../incidents/review-source.ts';
import { reviewStateSchema } from '../../incidents/schema.ts';
import { verifyLog } from '../../incidents/verify.ts';
import { writePeriodReport } from '../../report/period-report.ts';
import { vietnamese } from '../../report/vietnamese.ts';
import { readCounts } from '../counts/counts.ts';
import type { ServerContext, ServerEnv } from '../http/context.ts';
import { peopleOnly } from '../http/guards.ts';
import { refuseRequest } from '../http/problem.ts';
import { allowDocument } from '../store/allowed.ts';
import type { Database } from '../store/database.ts';
import { filterSchema } from '../store/filters.ts';
import {
  listMachines,
  readChain,
  readEpoch,
  readIncident,
  readStatements,
  reviewIncident,
} from '../store/review.ts';
import { listIncidents } from '../store/review-page.ts';
import type { ServerRules } from '../unit-rules.ts';
import { noteAction } from './admin.ts';
import { readJson } from './session.ts';

const ROWS = 1_000;
const BUCKETS = 400;
const DAY = 86_400_000;
/** Days that a false alarm may pass at most. */
const MOST_DAYS = 366;

const keySchema = z.object({
  device: z.string().check(z.regex(/^[0-9a-f]{32}$/)),
  id: z.string().check(z.maxLength(300)),
});
const bucketSchema = z
  .array(z.strictObject({ label: z.string(), from: z.iso.datetime(), to: z.iso.datetime() }))
  .check(z.maxLength(BUCKETS));
const reviewSchema = z.strictObject({
  device: z.string().check(z.regex(/^[0-9a-f]{32}$/)),
  id: z.string().check(z.maxLength(300)),
  state: reviewStateSchema,
  note: z.string().check(z.maxLength(500)),
});
const allowSchema = z.strictObject({
  device: z.string().check(z.regex(/^[0-9a-f]{32}$/)),
  id: z.string().check(z.maxLength(300)),
  fingerprint: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  until: z.string().check(z.regex(/^(\d{4}-\d\d-\d\d)?$/)),
});
const word = z.exactOptional(z.string().check(z.maxLength(300)));
const officeSchema = z.strictObject({
  parent: word,
  name: word,
  number: word,
  place: word,
  signerTitle: word,
  signer: word,
  recipients: z.exactOptional(z.array(z.string().check(z.maxLength(300))).check(z.maxLength(30))),
});
const count = z.int().check(z.minimum(0));
const sweepSchema = z.strictObject({ pages: count, documents: count, findings: count });

/** Review over all machines: the methods of `ReviewSource`, one route each, and the report. Every look is audited. */
export function reviewRoutes(rules: Pick<ServerRules, 'current'>): Hono<ServerEnv> {
  const app = new Hono<ServerEnv>();
  const read = peopleOnly('incidents.read');
  app.get('/v1/review/machines', read, async (context) =>
    context.json(await listMachines(context.get('parts').db, context.get('session').user.unit)),
  );
  // What the unit calls its own rules: their ids alone say nothing to an officer.
  app.get('/v1/review/rules', read, async (context) =>
    context.json((await rules.current()).tables.names ?? {}),
  );
  app.get('/v1/review/incidents', read, list);
  app.get('/v1/review/counts', read, sendCounts);
  app.get('/v1/review/incident', read, show);
  app.post('/v1/review/incident', peopleOnly('incidents.review'), judge);
  app.post('/v1/review/allow', peopleOnly('incidents.review'), allow);
  app.get('/v1/review/verify', read, verify);
  app.get('/v1/review/logs', read, exportLogs);
  app.get('/v1/review/report', read, report);
  return app;
}

async function list(context: ServerContext): Promise<Response> {
  const { filter: written, cursor, limit = '100', purpose = 'view' } = context.req.query();
  const filter = readFilter(context, written);
  const rows = Number(limit);
  if (!filter || !Number.isInteger(rows) || rows < 1 || rows > ROWS)
    return refuseRequest(context, 'bad-request');
  const page = await listIncidents(context.get('parts').db, filter, cursor ?? null, rows);
  if (!page) return refuseRequest(context, 'bad-request');
  // A first page is a look at this filter; the pages after it belong to the same look.
  if (cursor === undefined)
    await noteAction(context, purpose === 'export' ? 'export' : 'list', written ?? '');
  return context.json(page);
}

async function sendCounts(context: ServerContext): Promise<Response> {
  const { filter: written, buckets: steps } = context.req.query();
  const filter = readFilter(context, written);
  const buckets = filter && (steps === undefined ? bucketsOf(filter) : readBuckets(steps));
  if (!filter || !buckets) return refuseRequest(context, 'bad-request');
  const counts = await readCounts(context.get('parts').db, filter, buckets);
  await noteAction(context, 'counts', written ?? '');
  return context.json(counts);
}

async function show(context: ServerContext): Promise<Response> {
  const key = keySchema.safeParse(context.req.query());
  if (!key.success) return refuseRequest(context, 'bad-request');
  const { db } = context.get('parts');
  const detail = await readIncident(db, key.data, context.get('session').user.unit);
  if (!detail) return refuseRequest(context, 'not-found');
  await noteAction(context, 'incident', `${key.data.device} ${key.data.id}`);
  return context.json(detail);
}

async function judge(context: ServerContext): Promise<Response> {
  const { db, now, isMarked } = context.get('parts');
  const given = await readJson(context, reviewSchema);
  if (!given) return refuseRequest(context, 'bad-request');
  const { user } = context.get('session');
  const words = given.note.trim();
  const noteDropped = words !== '' && isMarked(words);
  const note = words === '' || noteDropped ? null : words;
  const done = await reviewIncident(
    db,
    given,
    { state: given.state, note, noteDropped, by: user.name, unit: user.unit },
    now(),
  );
  if (!done) return refuseRequest(context, 'not-found');
  await noteAction(context, 'review', `${given.device} ${given.id} ${given.state}`);
  return context.json({ noteDropped });
}

/** A false alarm may pass on its machine through a day; the longest is a year, so that nothing passes for ever. */
async function allow(context: ServerContext): Promise<Response> {
  const { db, now } = context.get('parts');
  const given = await readJson(context, allowSchema);
  if (!given || (given.until !== '' && !isWithinYear(given.until, now())))
    return refuseRequest(context, 'bad-request');
  const { name: by, unit } = context.get('session').user;
  const { fingerprint, until } = given;
  const outcome = await allowDocument(db, given, { fingerprint, until, by, unit }, now());
  if (outcome === 'not-found') return refuseRequest(context, 'not-found');
  if (outcome === 'not-judged') return refuseRequest(context, 'not-judged');
  await noteAction(context, until === '' ? 'disallow' : 'allow', `${given.device} ${given.id} ${until}`);
  return context.json({ until });
}

function isWithinYear(day: string, now: Date): boolean {
  const days = (Date.parse(`${day}T00:00:00Z`) - now.getTime()) / DAY;
  return days > -2 && days <= MOST_DAYS;
}

async function verify(context: ServerContext): Promise<Response> {
  const { db } = context.get('parts');
  const checks: MachineCheck[] = [];
  for await (const { machine, records, checkpoints, tombstones } of machineLogs(context))
    checks.push({ machine, check: await verifyLog(records, checkpoints, tombstones, machine.device) });
  await noteAction(context, 'verify', context.req.query('device') ?? '');
  return context.json({ checks, intake: await intakeFaults(db, checks) });
}

async function exportLogs(context: ServerContext): Promise<Response> {
  await noteAction(context, 'export-logs', context.req.query('device') ?? '');
  context.header('Content-Type', 'application/x-ndjson');
  context.header('Content-Disposition', 'attachment; filename="la-chan-log.jsonl"');
  return stream(context, async (out) => {
    for await (const line of writeLog(machineLogs(context))) {
      if (out.aborted) return;
      await out.write(`${line}\n`);
    }
  });
}

async function report(context: ServerContext): Promise<Response> {
  const { db } = context.get('parts');
  const { filter: written, preset, office: named = '{}', sweep: swept } = context.req.query();
  const filter = readFilter(context, written);
  const office = officeSchema.safeParse(parse(named));
  const sweep = swept === undefined ? undefined : sweepSchema.safeParse(parse(swept));
  if (!filter || !office.success || sweep?.success === false) return refuseRequest(context, 'bad-request');
  const before = previousPeriod(filter, preset);
  const machines = await listMachines(db, context.get('session').user.unit);
  const document = await writePeriodReport(
    {
      period: filter,
      counts: await readCounts(db, filter, bucketsOf(filter)),
      ...(before && { before: await readCounts(db, { ...filter, ...before }, bucketsOf(before)) }),
      ...(sweep?.data && { sweep: sweep.data }),
      office: office.data,
      machines: machines.length,
    },
    vietnamese,
  );
  await noteAction(context, 'report', written ?? '');
  context.header('Content-Disposition', 'attachment; filename="bao-cao.docx"');
  return context.body(document, 200, {
    'Content-Type': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  });
}

function previousPeriod(filter: IncidentFilter, preset: string | undefined): Period | null {
  const presets = ['month', 'quarter', 'half-year', 'reporting-year'] as const;
  const known = presets.find((each) => each === preset);
  return known ? periodBefore(known, filter) : null;
}

/** The logs this person may see: of one device when the query names it, else of all. */
async function* machineLogs(context: ServerContext): AsyncGenerator<MachineLog> {
  const { db } = context.get('parts');
  const wanted = context.req.query('device');
  const machines = await listMachines(db, context.get('session').user.unit);
  for (const machine of machines) {
    if (wanted !== undefined && machine.device !== wanted) continue;
    yield* chainsOf(db, machine);
  }
}

/** The newest chain of a machine and, before it, those that were lost on the machine but had come here. */
async function* chainsOf(db: Database, machine: Machine): AsyncGenerator<MachineLog> {
  const { checkpoints, tombstones } = await readStatements(db, machine.device);
  const last = await readEpoch(db, machine.device);
  for (let epoch = 1; epoch <= last; epoch++) {
    const records = readChain(db, machine.device, epoch);
    yield {
      machine,
      records,
      // Which chain a statement speaks of is known by the hash of the chain's first record.
      ...(last === 1
        ? { checkpoints, tombstones }
        : await statementsOf(db, machine, epoch, { checkpoints, tombstones })),
    };
  }
}

async function statementsOf(
  db: Database,
  { device }: Machine,
  epoch: number,
  { checkpoints, tombstones }: Pick<MachineLog, 'checkpoints' | 'tombstones'>,
): Promise<Pick<MachineLog, 'checkpoints' | 'tombstones'>> {
  const [first] = await db.all<{ hash: string }>(
    'SELECT hash FROM records WHERE device = ? AND epoch = ? AND sequence = 1',
    [device, epoch],
  );
  const isOwn = ({ chain }: { chain: string }) => chain === first?.hash;
  return { checkpoints: checkpoints.filter(isOwn), tombstones: tombstones.filter(isOwn) };
}

/** What was wrong when records came: two histories, gaps, clocks; some of it no longer shows in what is stored. */
async function intakeFaults(db: Database, checks: readonly MachineCheck[]) {
  const faults: {
    device: string;
    fault: string;
    first: number;
    last: number;
    found: string;
    settled: string;
  }[] = [];
  for (const device of new Set(checks.map(({ machine }) => machine.device)))
    faults.push(
      ...(await db.all<(typeof faults)[number]>(
        'SELECT device, fault, first, last, found, settled FROM faults WHERE device = ? ORDER BY first LIMIT 100',
        [device],
      )),
    );
  return faults;
}

/** The filter of the query, kept within the person's unit; null when it makes no sense. */
function readFilter(context: ServerContext, written: string | undefined): IncidentFilter | null {
  const read = filterSchema.safeParse(parse(written));
  if (!read.success) return null;
  const { unit } = context.get('session').user;
  return unit === '' ? read.data : { ...read.data, units: [unit] };
}

function readBuckets(written: string): readonly Bucket[] | null {
  return bucketSchema.safeParse(parse(written)).data ?? null;
}

function parse(written: string | undefined): unknown {
  try {
    return JSON.parse(written ?? '');
  } catch {
    return undefined;
  }
}
