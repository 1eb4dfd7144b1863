import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { linkRecord, type Unlinked } from '../incidents/chain.ts';
import { makeFingerprintKey } from '../incidents/fingerprint.ts';
import type { Answer, Disposition, Incident, LogRecord } from '../incidents/types.ts';

interface LogSchema extends DBSchema {
  /** The chain, answers among incidents, by sequence. `id` makes repeats harmless. */
  records: {
    key: number;
    value: LogRecord;
    indexes: { id: string; incidentId: string; 'disposition-time': [Disposition, string] };
  };
  keys: { key: string; value: CryptoKey };
}

/** The log of this browser profile. Everything in it is on disk when a promise resolves. */
export interface IncidentStore {
  /** Adds a record to the chain, unless its id is there already; resolves to the one in the log. */
  append(record: Unlinked): Promise<LogRecord>;
  find(id: string): Promise<LogRecord | undefined>;
  /** Newest first; `before` is a sequence. */
  incidents(limit: number, before?: number): Promise<Incident[]>;
  answersTo(incidentIds: readonly string[]): Promise<Answer[]>;
  countIncidents(): Promise<number>;
  /** Incidents with these dispositions at or after `since`. */
  countSince(since: Date, dispositions: readonly Disposition[]): Promise<number>;
  /** The key for fingerprints on this device, made at first need. */
  fingerprintKey(): Promise<CryptoKey>;
}

/** Opens the log; the connection is made at first need and again when the browser closed it. */
export function openIncidentStore(name = 'incidents'): IncidentStore {
  let opening: Promise<IDBPDatabase<LogSchema>> | null = null;
  const forget = () => {
    opening = null;
  };
  const open = () => {
    opening ??= openLog(name, forget).catch((error: unknown) => {
      forget();
      throw error;
    });
    return opening;
  };
  let queue: Promise<unknown> = Promise.resolve();
  return {
    append(record) {
      const turn = queue.then(async () => append(await open(), record));
      queue = turn.catch(() => undefined);
      return turn;
    },
    async find(id) {
      return (await open()).getFromIndex('records', 'id', id);
    },
    async incidents(limit, before) {
      return readIncidents(await open(), limit, before);
    },
    async answersTo(incidentIds) {
      const log = await open();
      const lists = await Promise.all(
        incidentIds.map((id) => log.getAllFromIndex('records', 'incidentId', id)),
      );
      return lists.flat().filter((record) => 'answer' in record);
    },
    async countIncidents() {
      return (await open()).countFromIndex('records', 'disposition-time');
    },
    async countSince(since, dispositions) {
      const log = await open();
      const counts = await Promise.all(
        dispositions.map((disposition) =>
          log.countFromIndex(
            'records',
            'disposition-time',
            IDBKeyRange.bound([disposition, since.toISOString()], [disposition, []]),
          ),
        ),
      );
      return counts.reduce((sum, count) => sum + count, 0);
    },
    async fingerprintKey() {
      return fingerprintKey(await open());
    },
  };
}

function openLog(name: string, onClosed: () => void): Promise<IDBPDatabase<LogSchema>> {
  return openDB<LogSchema>(name, 1, {
    upgrade(db) {
      const records = db.createObjectStore('records', { keyPath: 'sequence' });
      records.createIndex('id', 'id', { unique: true });
      records.createIndex('incidentId', 'incidentId');
      records.createIndex('disposition-time', ['disposition', 'time']);
      db.createObjectStore('keys');
    },
    blocking: (_current, _blocked, event) => {
      (event.target as IDBDatabase).close();
      onClosed();
    },
    terminated: onClosed,
  });
}

/**
 * Hashing is asynchronous, and a transaction does not outlive that, so the tail is read first and looked at again in the
 * writing transaction; whoever lost a race (another context, an earlier life of the worker) starts over.
 */
async function append(log: IDBPDatabase<LogSchema>, record: Unlinked): Promise<LogRecord> {
  for (;;) {
    const known = await log.getFromIndex('records', 'id', record.id);
    if (known) return known;
    const tail = (await log.transaction('records').store.openCursor(null, 'prev'))?.value;
    const linked = await linkRecord(record, tail);
    // Strict: resolved means written to the disk, not handed to the operating system.
    const writing = log.transaction('records', 'readwrite', { durability: 'strict' });
    const newest = (await writing.store.openCursor(null, 'prev'))?.value;
    if (newest?.hash !== tail?.hash) {
      await writing.done;
      continue;
    }
    await Promise.all([writing.store.add(linked), writing.done]);
    return linked;
  }
}

async function readIncidents(
  log: IDBPDatabase<LogSchema>,
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

async function fingerprintKey(log: IDBPDatabase<LogSchema>): Promise<CryptoKey> {
  const known = await log.get('keys', 'fingerprint');
  if (known) return known;
  const made = await makeFingerprintKey();
  const writing = log.transaction('keys', 'readwrite', { durability: 'strict' });
  // Another context may have made one meanwhile: the first stays.
  const first = await writing.store.get('fingerprint');
  if (!first) await writing.store.put(made, 'fingerprint');
  await writing.done;
  return first ?? made;
}
