import { type DeviceKey, describeDevice } from '../incidents/device-key.ts';
import type { Checkpoint, LogRecord, Tombstone } from '../incidents/types.ts';
import type { Policy } from '../policy/policy.ts';
import { canonicalJson } from '../signing/canonical-json.ts';
import type { IncidentStore } from './incident-store.ts';
import { authorise, gzip, type ServerCall } from './upload-requests.ts';
import { type ReportProblem, type ReportState, readReportState } from './upload-state.ts';

/** What reporting needs from the rest of the background. */
export interface ReportTools {
  readonly store: Pick<IncidentStore, 'read' | 'statements' | 'deviceKey'>;
  readPolicy(): Promise<Policy>;
  fetch(address: string, init: RequestInit): Promise<Response>;
  now(): Date;
  readState(): Promise<unknown>;
  writeState(state: ReportState): Promise<void>;
  wakeAt(moment: Date): Promise<void>;
  readonly productVersion: string;
  packVersion(): Promise<string>;
  /** Stores the policy layer the server hands out. */
  storeServerLayer(layer: unknown): Promise<void>;
  /** Stores the list of documents that may pass, as it came. */
  storeAllowed(list: unknown): Promise<void>;
}

/** Sends the log of this profile to the unit's server. */
export interface Reporter {
  /** Sends what is new, if it is time and policy names a server; calls while one runs lead to one more run. Never rejects for the network. */
  pulse(): Promise<void>;
  /** The signed header for a GET of this address; empty when it is not the server's or this machine is not enrolled. */
  credentials(address: string): Promise<Readonly<Record<string, string>>>;
  state(): Promise<ReportState>;
}

/** Records and letters of one batch; letters bound what one incident of a thousand files may weigh. */
const BATCH = 300;
const BATCH_LETTERS = 2_000_000;
/** Batches of one run: weeks offline are sent in several. */
const BATCHES = 40;
const PATIENCE = 60_000;
const BEAT_EVERY = 3_600_000;
const WAKE_EVERY = 15 * 60_000;
const FIRST_WAIT = 30_000;
const LONGEST_WAIT = 3_600_000;

/** Thrown inside this file only. */
class ReportError extends Error {
  readonly problem: ReportProblem;
  constructor(problem: ReportProblem) {
    super(problem);
    this.problem = problem;
  }
}

export function createReporter(tools: ReportTools): Reporter {
  let running: Promise<void> | null = null;
  let again = false;
  const loop = async () => {
    do {
      again = false;
      await runOnce(tools);
    } while (again);
  };
  const readState = async () => readReportState(await tools.readState(), (await tools.readPolicy()).server);
  return {
    pulse() {
      again = running !== null;
      running ??= loop().finally(() => {
        running = null;
      });
      return running;
    },
    async credentials(address) {
      const state = await readState();
      const { origin, pathname, search } = new URL(address);
      if (!state.enrolled || origin !== state.server) return {};
      return authorise(
        { method: 'GET', path: pathname + search },
        await tools.store.deviceKey(),
        serverTime(tools, state),
      );
    },
    state: readState,
  };
}

async function runOnce(tools: ReportTools): Promise<void> {
  const policy = await tools.readPolicy();
  if (policy.server === '') return;
  const state = readReportState(await tools.readState(), policy.server);
  const now = tools.now();
  const wait = Date.parse(state.next) - now.getTime();
  // A moment further off than any wait means that the clock was set back.
  if (wait > 0 && wait <= LONGEST_WAIT * 2) return tools.wakeAt(new Date(state.next));
  const run: Run = { tools, policy, state, key: await tools.store.deviceKey() };
  try {
    if (!state.enrolled) await enrol(run);
    await sendLog(run);
    await sendHeartbeat(run);
    await save(run, { failures: 0, problem: null, next: '' });
    await tools.wakeAt(new Date(now.getTime() + WAKE_EVERY));
  } catch (error) {
    await backOff(run, error instanceof ReportError ? error.problem : 'unreachable');
  }
}

interface Run {
  readonly tools: ReportTools;
  readonly policy: Policy;
  readonly key: DeviceKey;
  state: ReportState;
}

async function save(run: Run, changes: Partial<ReportState>): Promise<void> {
  run.state = { ...run.state, ...changes };
  await run.tools.writeState(run.state);
}

/** Waits longer after each failure; jitter keeps a thousand machines from coming back at once. */
async function backOff(run: Run, problem: ReportProblem): Promise<void> {
  const { failures } = run.state;
  const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(failures, 20)) * (0.5 + Math.random() / 2);
  const next = new Date(run.tools.now().getTime() + wait);
  await save(run, { failures: failures + 1, problem, next: next.toISOString() });
  await run.tools.wakeAt(next);
}

async function enrol(run: Run): Promise<void> {
  const { enrolmentCode: code, deviceName } = run.policy;
  if (code === '') throw new ReportError('no-code');
  if (code === run.state.refusedCode) throw new ReportError('code-refused');
  const { key: publicKey } = await describeDevice(run.key);
  const body = new TextEncoder().encode(JSON.stringify({ code, publicKey, deviceName }));
  const answer = await call(run, { method: 'POST', path: '/v1/enrol', body });
  if (answer.status === 403) {
    await save(run, { refusedCode: code });
    throw new ReportError('code-refused');
  }
  if (!answer.ok) throw new ReportError('refused');
  await save(run, { enrolled: true, refusedCode: '', through: 0, hash: '', statement: '' });
}

/** Sends records in order, a batch at a time; what the server acknowledged is written down before the next batch. */
async function sendLog(run: Run): Promise<void> {
  const { store } = run.tools;
  await checkPlace(run);
  for (let sent = 0; sent < BATCHES; sent++) {
    const { through } = run.state;
    const after = (await store.read(BATCH, through + BATCH + 1)).filter(({ sequence }) => sequence > through);
    const lines = boundedLines(after);
    const last = after[lines.length - 1];
    const statements = lines.length === after.length ? await newStatements(run) : [];
    if (!last && statements.length === 0) return;
    const missing = await sendLines(run, [...lines, ...statements.map(canonicalJson)]);
    const newest = statements.at(-1)?.signature;
    await save(run, {
      ...(last && { through: last.sequence, hash: last.hash, sent: run.tools.now().toISOString() }),
      ...(newest !== undefined && { statement: newest }),
    });
    await fillGaps(run, missing);
    if (after.length < BATCH && lines.length === after.length) return;
  }
  // More is waiting: the alarm of this run comes soon.
  await run.tools.wakeAt(new Date(run.tools.now().getTime() + FIRST_WAIT));
}

/** After a log was lost its records begin anew: then everything there is goes again, and the server keeps what it lacks. */
async function checkPlace(run: Run): Promise<void> {
  const { through, hash } = run.state;
  if (through === 0) return;
  const [record] = await run.tools.store.read(1, through + 1);
  if (record?.sequence !== through || record.hash !== hash) await save(run, { through: 0, hash: '' });
}

/** As many records as fit a batch, and one in any case. */
function boundedLines(records: readonly LogRecord[]): string[] {
  const lines: string[] = [];
  let letters = 0;
  for (const record of records) {
    const line = canonicalJson(record);
    letters += line.length;
    if (lines.length > 0 && letters > BATCH_LETTERS) break;
    lines.push(line);
  }
  return lines;
}

/** Tombstones and the newest checkpoint, when they are new. */
async function newStatements({ tools, state }: Run): Promise<(Checkpoint | Tombstone)[]> {
  const { checkpoints, tombstones } = await tools.store.statements();
  const newest = checkpoints.toSorted((a, b) => a.sequence - b.sequence).at(-1);
  if (!newest || newest.signature === state.statement) return [];
  return [...tombstones, newest];
}

interface Gap {
  readonly first: number;
  readonly last: number;
}

async function sendLines(run: Run, lines: readonly string[]): Promise<readonly Gap[]> {
  const body = await gzip(lines.join('\n'));
  const answer = await call(run, { method: 'POST', path: '/v1/incidents', body });
  // One incident too large for the server is a gap there, named, and not the end of reporting.
  if (answer.status === 413 && lines.length === 1) return [];
  if (!answer.ok) throw new ReportError('refused');
  const { missing, allowed } = (await answer.json()) as { missing?: unknown; allowed?: unknown };
  await noteAllowed(run, allowed);
  return Array.isArray(missing) ? missing.filter(isGap) : [];
}

/** Sends again what the server says it never got, as far as it is still here. */
async function fillGaps(run: Run, missing: readonly Gap[]): Promise<void> {
  for (const { first, last } of missing.slice(0, 4)) {
    const end = Math.min(last, first + BATCH - 1);
    const records = await run.tools.store.read(end - first + 1, end + 1);
    const lines = boundedLines(records.filter(({ sequence }) => sequence >= first && sequence <= end));
    if (lines.length > 0) await sendLines(run, lines);
  }
}

async function sendHeartbeat(run: Run): Promise<void> {
  const { tools, state, policy } = run;
  const since = tools.now().getTime() - Date.parse(state.beat || '1970-01-01');
  if (since >= 0 && since < BEAT_EVERY) return;
  const beat = {
    productVersion: tools.productVersion,
    packVersion: await tools.packVersion(),
    guard: policy.mode === 'block' ? 'on' : policy.mode,
    tail: { sequence: state.through, hash: state.hash || '0'.repeat(64) },
  };
  const body = new TextEncoder().encode(JSON.stringify(beat));
  const answer = await call(run, { method: 'POST', path: '/v1/heartbeat', body });
  if (!answer.ok) throw new ReportError('refused');
  const { policy: etag, allowed } = (await answer.json()) as { policy?: unknown; allowed?: unknown };
  await save(run, { beat: tools.now().toISOString() });
  if (typeof etag === 'string' && etag !== run.state.policy) await takePolicy(run);
  await noteAllowed(run, allowed);
}

/** Fetches the documents that may pass on this machine when the server's tag says that they changed. */
async function noteAllowed(run: Run, etag: unknown): Promise<void> {
  if (typeof etag !== 'string' || etag === run.state.allowed) return;
  const answer = await call(run, { method: 'GET', path: '/v1/allowed' });
  if (!answer.ok) return;
  await run.tools.storeAllowed(await answer.json());
  await save(run, { allowed: answer.headers.get('etag') ?? '' });
}

async function takePolicy(run: Run): Promise<void> {
  const answer = await call(run, { method: 'GET', path: '/v1/policy' });
  if (!answer.ok) return;
  await run.tools.storeServerLayer(await answer.json());
  await save(run, { policy: answer.headers.get('etag') ?? '' });
}

/** Calls the server, signed; once more by its clock when this machine's is wrong. */
async function call(run: Run, request: ServerCall): Promise<Response> {
  const answer = await send(run, request);
  if (answer.status === 403 && request.path !== '/v1/enrol') throw new ReportError('revoked');
  if (answer.status !== 401) return answer;
  const { error, now } = (await answer.json().catch(() => ({}))) as { error?: unknown; now?: unknown };
  const time = typeof now === 'string' ? Date.parse(now) : Number.NaN;
  if (error !== 'clock' || Number.isNaN(time)) {
    // The server does not know this device (any more): it has to enrol again.
    if (request.path !== '/v1/enrol') await save(run, { enrolled: false });
    throw new ReportError('refused');
  }
  await save(run, { clockAhead: time - run.tools.now().getTime() });
  return send(run, request);
}

async function send({ tools, state, key }: Run, request: ServerCall): Promise<Response> {
  const signed = await authorise(request, key, serverTime(tools, state));
  return tools.fetch(state.server + request.path, {
    method: request.method,
    headers: { ...request.headers, ...signed },
    ...(request.body && { body: request.body }),
    cache: 'no-store',
    credentials: 'omit',
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE),
  });
}

function serverTime(tools: ReportTools, state: ReportState): Date {
  return new Date(tools.now().getTime() + state.clockAhead);
}

function isGap(value: unknown): value is Gap {
  const gap = value as Partial<Gap> | null;
  return Number.isInteger(gap?.first) && Number.isInteger(gap?.last);
}
