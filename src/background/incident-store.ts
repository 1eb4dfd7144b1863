import type { Unlinked } from '../incidents/chain.ts';
import type { DeviceKey } from '../incidents/device-key.ts';
import type { UnlinkedIncident } from '../incidents/incident.ts';
import type { Answer, Checkpoint, Disposition, Incident, LogRecord, Tombstone } from '../incidents/types.ts';
import type { Reserve } from './incident-reserve.ts';
import {
  type KeyDatabase,
  type LogDatabase,
  openKeyDatabase,
  openLogDatabase,
} from './incident-store-database.ts';
import { readDeviceKey, readFingerprintKey } from './incident-store-keys.ts';
import {
  pruneRecords,
  readStatements,
  type Written,
  writeIncident,
  writeLoss,
  writeRecord,
} from './incident-store-writing.ts';

/** Where the newest checkpoint is kept outside the log: what the log lost shows against it. */
export interface Anchor {
  read(): Promise<Checkpoint | null>;
  write(checkpoint: Checkpoint): Promise<void>;
}

/** The log of this browser profile. Everything in it is on disk when a promise resolves. */
export interface IncidentStore {
  /** Adds a record to the chain, unless its id is there already; resolves to the one in the log. */
  append(record: Exclude<Unlinked, UnlinkedIncident>): Promise<LogRecord>;
  /** Adds an incident, or notes it as a repetition; resolves to the id of the incident that stands for it. */
  record(incident: UnlinkedIncident): Promise<string>;
  /** The incident an attempt is kept as, or counted with. */
  findIncident(attemptId: string): Promise<Incident | undefined>;
  /** Newest first; `before` is a sequence. */
  incidents(limit: number, before?: number): Promise<Incident[]>;
  answersTo(incidentIds: readonly string[]): Promise<Answer[]>;
  countIncidents(): Promise<number>;
  /** Incidents with these dispositions at or after `since`. */
  countSince(since: Date, dispositions: readonly Disposition[]): Promise<number>;
  /** Records of every kind in order of sequence, those before `before` and at most `limit` (the newest of them). */
  read(limit: number, before?: number): Promise<LogRecord[]>;
  /** The incident and every record about it, in order of sequence. */
  recordsOf(incidentId: string): Promise<LogRecord[]>;
  /** What vouches for the log. */
  statements(): Promise<{ checkpoints: Checkpoint[]; tombstones: Tombstone[] }>;
  /** Removes what is older than `days` but nothing from sequence `keepFrom` on; see `pruneRecords`. */
  prune(days: number, keepFrom?: number): Promise<void>;
  /** The key for fingerprints on this device, made at first need. */
  fingerprintKey(): Promise<CryptoKey>;
  /** The key that signs this device's log, made at first need. */
  deviceKey(): Promise<DeviceKey>;
}

/** After room was made the browser takes a moment to open the database again. Milliseconds. */
const SECOND_TRIES = [0, 100, 400, 1500];

/** Opens the log; connections are made at first need and again when the browser closed them. */
export function openIncidentStore(
  anchor: Anchor,
  name = 'incidents',
  reserve?: Pick<Reserve, 'give'>,
): IncidentStore {
  const openKeys = lasting<KeyDatabase>((onClosed) => openKeyDatabase(name, onClosed));
  const open = lasting<LogDatabase>((onClosed) => openLogDatabase(name, onClosed));
  const compared = new WeakSet<LogDatabase>();
  let queue: Promise<unknown> = Promise.resolve();

  const write = (work: (log: LogDatabase, key: DeviceKey) => Promise<Written>): Promise<LogRecord> => {
    const once = async () => {
      const key = await readDeviceKey(await openKeys());
      const log = await open();
      if (!compared.has(log)) {
        const former = await anchor.read();
        if (former) await writeLoss(log, key, former);
        compared.add(log);
      }
      const { record, checkpoint } = await work(log, key);
      // The record is on the disk by now: that the anchor stays older takes nothing from it.
      if (checkpoint) await anchor.write(checkpoint).catch(() => undefined);
      return record;
    };
    const turn = queue.then(() => once().catch((error: unknown) => fromReserve(error, once, reserve)));
    queue = turn.catch(() => undefined);
    return turn;
  };

  return {
    append: (record) => write((log, key) => writeRecord(log, key, record)),
    async record(incident) {
      const written = await write((log, key) => writeIncident(log, key, incident));
      return 'repeatOf' in written ? written.repeatOf : written.id;
    },
    async findIncident(attemptId) {
      const log = await open();
      const found = await log.getFromIndex('records', 'id', attemptId);
      const incident =
        found && 'repeatOf' in found ? await log.getFromIndex('records', 'id', found.repeatOf) : found;
      return incident && 'disposition' in incident ? incident : undefined;
    },
    incidents: async (limit, before) => readIncidents(await open(), limit, before),
    async answersTo(incidentIds) {
      const log = await open();
      const lists = await Promise.all(
        incidentIds.map((id) => log.getAllFromIndex('records', 'incidentId', id)),
      );
      return lists.flat().filter((record) => 'answer' in record);
    },
    countIncidents: async () => (await open()).countFromIndex('records', 'disposition-time'),
    async countSince(since, dispositions) {
      const log = await open();
      const from = since.toISOString();
      const counts = await Promise.all(
        dispositions.map((each) =>
          log.countFromIndex('records', 'disposition-time', IDBKeyRange.bound([each, from], [each, []])),
        ),
      );
      return counts.reduce((sum, count) => sum + count, 0);
    },
    read: async (limit, before) => readRecords(await open(), limit, before),
    recordsOf: async (incidentId) => readRecordsOf(await open(), incidentId),
    statements: async () => readStatements(await open()),
    async prune(days, keepFrom) {
      const turn = queue.then(async () => {
        const checkpoint = await pruneRecords(
          await open(),
          await readDeviceKey(await openKeys()),
          days,
          keepFrom,
        );
        if (checkpoint) await anchor.write(checkpoint);
      });
      queue = turn.catch(() => undefined);
      return turn;
    },
    fingerprintKey: async () => readFingerprintKey(await openKeys()),
    deviceKey: async () => readDeviceKey(await openKeys()),
  };
}

/** Tries again with the room that was kept for the log, if the disk can have been the reason. */
async function fromReserve<T>(
  error: unknown,
  write: () => Promise<T>,
  reserve: Pick<Reserve, 'give'> | undefined,
): Promise<T> {
  const given = error instanceof DOMException && (await reserve?.give());
  if (!given) throw error;
  let last: unknown = error;
  for (const wait of SECOND_TRIES) {
    await new Promise((resolve) => setTimeout(resolve, wait));
    try {
      return await write();
    } catch (again) {
      last = again;
    }
  }
  throw last;
}

/** One connection for all callers, until it is closed or could not be made. */
function lasting<D>(make: (onClosed: () => void) => Promise<D>): () => Promise<D> {
  let opening: Promise<D> | null = null;
  const forget = () => {
    opening = null;
  };
  return () => {
    opening ??= make(forget).catch((error: unknown) => {
      forget();
      throw error;
    });
    return opening;
  };
}

async function readIncidents(
  log: LogDatabase,
  limit: number,
  before: number | undefined,
): Promise<Incident[]> {
  const range = before === undefined ? null : IDBKeyRange.upperBound(before, true);
  const incidents: Incident[] = [];
  let cursor = await log.transaction('records').store.openCursor(range, 'prev');
  while (cursor && incidents.length < limit) {
    if ('disposition' in cursor.value) incidents.push(cursor.value);
    cursor = await cursor.continue();
  }
  return incidents;
}

/** Sequences have no gaps, so a span of them is as many records, and one request reads them. */
async function readRecords(
  log: LogDatabase,
  limit: number,
  before: number | undefined,
): Promise<LogRecord[]> {
  const newest = (await log.transaction('records').store.openKeyCursor(null, 'prev'))?.key ?? 0;
  const end = Math.min(before ?? newest + 1, newest + 1);
  return log.getAll('records', IDBKeyRange.bound(end - limit, end, false, true));
}

async function readRecordsOf(log: LogDatabase, incidentId: string): Promise<LogRecord[]> {
  const [incident, answers, repeats] = await Promise.all([
    log.getFromIndex('records', 'id', incidentId),
    log.getAllFromIndex('records', 'incidentId', incidentId),
    log.getAllFromIndex('records', 'repeatOf', incidentId),
  ]);
  const all = [...(incident ? [incident] : []), ...answers, ...repeats];
  return all.sort((a, b) => a.sequence - b.sequence);
}
