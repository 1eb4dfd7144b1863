import { FIRST_PREVIOUS, hashRecord } from './chain.ts';
import { isSignedByDevice } from './device-key.ts';
import type { Checkpoint, LogRecord, Tombstone } from './types.ts';

/**
 * What can be wrong with a log:
 * - `edited`: a record does not fit its hash
 * - `missing`: records are gone that no tombstone stands for
 * - `out-of-place`: a record does not follow the one before it (moved, or put in from elsewhere)
 * - `replayed`: a record is there twice
 * - `truncated`: the end is gone that a checkpoint vouches for
 * - `rewritten`: the chain is whole but not the one that was signed
 * - `cloned`: the device signed two different histories (profile copied, restored from a copy, or rewritten and used on)
 * - `clock-moved-back`: a record is older than the one before it
 * - `bad-signature`: a checkpoint or tombstone was altered or made elsewhere
 * - `other-log`: a checkpoint or tombstone of another device or another log
 * - `unsigned`: no checkpoint vouches for the end
 * - `log-lost`: the log itself says that an earlier one was lost
 */
export type FaultName =
  | 'edited'
  | 'missing'
  | 'out-of-place'
  | 'replayed'
  | 'truncated'
  | 'rewritten'
  | 'cloned'
  | 'clock-moved-back'
  | 'bad-signature'
  | 'other-log'
  | 'unsigned'
  | 'log-lost';

/** One fault. `first` to `last` are the sequences it concerns; both inclusive. */
export interface LogFault {
  readonly fault: FaultName;
  readonly first: number;
  readonly last: number;
}

export interface LogCheck {
  /** In order of place. Empty: the log is whole and signed to its end. */
  readonly faults: readonly LogFault[];
  /** Records read. */
  readonly records: number;
  /** The device that signed; null when no statement holds. */
  readonly device: string | null;
  /** Sequence up to which a checkpoint vouches for what was read; 0 for nothing. */
  readonly signedThrough: number;
  /** Sequence up to which records were pruned with a tombstone; 0 for none. */
  readonly prunedThrough: number;
}

type Statement = Checkpoint | Tombstone;
type Records = Iterable<LogRecord> | AsyncIterable<LogRecord>;

/** Clocks are set right by seconds all the time; milliseconds. */
const CLOCK_TOLERANCE = 120_000;
const BATCH = 256;

/**
 * Checks one device's log in order of sequence against every checkpoint and tombstone that is known, also those kept
 * elsewhere (an older export, the unit's server): only they show a whole log put back to an earlier state. `device`, when
 * known, is whose log it must be. Reads each record once.
 */
export async function verifyLog(
  records: Records,
  checkpoints: readonly Checkpoint[],
  tombstones: readonly Tombstone[] = [],
  device?: string,
): Promise<LogCheck> {
  const faults: LogFault[] = [];
  const all: readonly Statement[] = [...checkpoints, ...tombstones];
  const valid: Statement[] = [];
  for (const statement of all) {
    if (await isSignedByDevice(statement)) valid.push(statement);
    else faults.push(at('bad-signature', statement.sequence));
  }
  const owner = device ?? valid.toSorted((a, b) => (a.time < b.time ? 1 : -1))[0]?.device ?? null;
  const own = valid.filter((statement) => statement.device === owner);
  const walk = await walkRecords(records, own.filter(isTombstone), faults);
  const ours = own.filter(({ chain }) => walk.chain === null || chain === walk.chain);
  // A statement of an earlier log that this one says was lost is explained by that.
  const others = valid.filter(
    (statement) => !ours.includes(statement) && !walk.formerChains.has(statement.chain),
  );
  // Signed by this device, but nothing signed fits: then not the statements are foreign, the records are.
  const isForeign = (statement: Statement) => statement.device !== owner || ours.length > 0;
  for (const statement of others)
    faults.push(at(isForeign(statement) ? 'other-log' : 'rewritten', statement.sequence));
  const signedThrough = compareWithStatements(walk, ours, faults);
  return {
    faults: faults.toSorted((a, b) => a.first - b.first || a.last - b.last),
    records: walk.count,
    device: owner,
    signedThrough,
    prunedThrough: walk.prunedThrough,
  };
}

interface Walk {
  readonly count: number;
  readonly first: number;
  readonly last: number;
  readonly prunedThrough: number;
  /** Null when nothing tells which chain this is: the beginning is missing. */
  readonly chain: string | null;
  readonly formerChains: ReadonlySet<string>;
  readonly hashes: ReadonlyMap<number, string>;
}

async function walkRecords(
  records: Records,
  tombstones: readonly Tombstone[],
  faults: LogFault[],
): Promise<Walk> {
  const ids = new Set<string>();
  const hashes = new Map<number, string>();
  const formerChains = new Set<string>();
  const gaps: LogFault[] = [];
  let count = 0;
  let first = 0;
  let start: Tombstone | undefined;
  let tail: Tail = { sequence: 0, hash: FIRST_PREVIOUS };
  for await (const { record, hash } of withHashes(records)) {
    count += 1;
    if (count === 1) {
      first = record.sequence;
      start = newest(tombstones.filter(({ sequence }) => sequence < first));
      // A tombstone is younger than the records behind it, so it says nothing about their clock.
      if (start) tail = { sequence: start.sequence, hash: start.hash };
    }
    if (ids.has(record.id)) {
      faults.push(at('replayed', record.sequence));
      continue;
    }
    ids.add(record.id);
    if (record.sequence > tail.sequence + 1)
      gaps.push(range('missing', tail.sequence + 1, record.sequence - 1));
    faults.push(...faultsAt(record, hash, tail));
    if ('event' in record) formerChains.add(record.former.chain);
    hashes.set(record.sequence, record.hash);
    if (record.sequence > tail.sequence) tail = record;
  }
  if (count === 0) start = newest(tombstones);
  faults.push(...gaps.flatMap((gap) => withoutSeen(gap, hashes)));
  return {
    count,
    first,
    last: count === 0 ? (start?.sequence ?? 0) : tail.sequence,
    prunedThrough: start?.sequence ?? 0,
    chain: start?.chain ?? hashes.get(1) ?? null,
    formerChains,
    hashes,
  };
}

/** The newest record so far, or what stands in for it. */
interface Tail {
  readonly sequence: number;
  readonly hash: string;
  readonly time?: string;
}

/** The records with the hash each should have. Asked for one by one, browsers take most of the time for the asking. */
async function* withHashes(records: Records): AsyncGenerator<{ record: LogRecord; hash: string }> {
  let batch: LogRecord[] = [];
  const finish = (full: readonly LogRecord[]) =>
    Promise.all(
      full.map(async (record) => {
        const { hash: _, ...rest } = record;
        return { record, hash: await hashRecord(rest) };
      }),
    );
  for await (const record of records) {
    batch.push(record);
    if (batch.length < BATCH) continue;
    yield* await finish(batch);
    batch = [];
  }
  yield* await finish(batch);
}

function faultsAt(record: LogRecord, hash: string, tail: Tail): LogFault[] {
  const faults: LogFault[] = [];
  const { sequence } = record;
  const follows = sequence === tail.sequence + 1;
  if (sequence <= tail.sequence || (follows && record.previous !== tail.hash))
    faults.push(at('out-of-place', sequence));
  if (record.hash !== hash) faults.push(at('edited', sequence));
  if (follows && isEarlier(record.time, tail.time)) faults.push(at('clock-moved-back', sequence));
  if ('event' in record) faults.push(at('log-lost', sequence));
  return faults;
}

/** What of a gap did not turn up elsewhere. */
function withoutSeen(gap: LogFault, hashes: ReadonlyMap<number, string>): LogFault[] {
  const seen = [...hashes.keys()]
    .filter((each) => each >= gap.first && each <= gap.last)
    .sort((a, b) => a - b);
  const ends = [gap.first - 1, ...seen, gap.last + 1];
  return ends
    .slice(1)
    .map((end, i) => range('missing', ends[i]! + 1, end - 1))
    .filter(({ first, last }) => first <= last);
}

/** Holds what was read against what was signed; gives the sequence up to which a checkpoint agrees with it. */
function compareWithStatements(walk: Walk, statements: readonly Statement[], faults: LogFault[]): number {
  const agreeing: Statement[] = [];
  const differing: Statement[] = [];
  for (const statement of statements) {
    const { sequence, hash } = statement;
    if (sequence > walk.last) {
      if (!isTombstone(statement)) faults.push(range('truncated', walk.last + 1, sequence));
      continue;
    }
    const seen = walk.hashes.get(sequence);
    if (seen === hash || (seen === undefined && sequence === walk.prunedThrough)) agreeing.push(statement);
    else if (seen !== undefined) differing.push(statement);
  }
  const signedThrough = newest(agreeing.filter((each) => !isTombstone(each)))?.sequence ?? 0;
  for (const { sequence } of differing)
    faults.push(at(signedThrough >= sequence ? 'cloned' : 'rewritten', sequence));
  for (const sequence of contradictions(statements.filter((each) => each.sequence > walk.last)))
    faults.push(at('cloned', sequence));
  if (signedThrough < walk.last && walk.count > 0)
    faults.push(range('unsigned', Math.max(signedThrough + 1, walk.first), walk.last));
  return signedThrough;
}

/** Where statements beyond the end contradict each other: two histories, of which neither was given whole. */
function contradictions(statements: readonly Statement[]): number[] {
  return [...Map.groupBy(statements, ({ sequence }) => sequence)]
    .filter(([, same]) => new Set(same.map(({ hash }) => hash)).size > 1)
    .map(([sequence]) => sequence);
}

function newest<S extends Statement>(statements: readonly S[]): S | undefined {
  return statements.reduce<S | undefined>(
    (best, each) => (best === undefined || each.sequence > best.sequence ? each : best),
    undefined,
  );
}

function isTombstone(statement: Statement): statement is Tombstone {
  return statement.kind === 'tombstone';
}

function isEarlier(time: string, other: string | undefined): boolean {
  return other !== undefined && Date.parse(time) < Date.parse(other) - CLOCK_TOLERANCE;
}

function at(fault: FaultName, sequence: number): LogFault {
  return range(fault, sequence, sequence);
}

function range(fault: FaultName, first: number, last: number): LogFault {
  return { fault, first, last };
}
