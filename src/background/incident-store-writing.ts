import { linkRecord, type Unlinked } from '../incidents/chain.ts';
import { type DeviceKey, signStatement } from '../incidents/device-key.ts';
import type { UnlinkedIncident } from '../incidents/incident.ts';
import type { Checkpoint, Link, LogRecord, Tombstone } from '../incidents/types.ts';
import type { LogDatabase } from './incident-store-database.ts';

/** The same attempt within this time after the last is a repetition; milliseconds. Autosave tries about once a minute. */
const STORM = 15 * 60_000;
const DAY = 86_400_000;

/** A record that is in the log, and what now vouches for the log; null when it was there before. */
export interface Written {
  readonly record: LogRecord;
  readonly checkpoint: Checkpoint | null;
}

/**
 * Adds a record and signs the new state. Hashing and signing are asynchronous, and a transaction does not outlive that, so
 * the tail is read first and looked at again in the writing transaction; whoever lost a race (another context, an earlier
 * life of the worker) starts over.
 */
export async function writeRecord(log: LogDatabase, key: DeviceKey, record: Unlinked): Promise<Written> {
  for (;;) {
    const known = await log.getFromIndex('records', 'id', record.id);
    if (known) return { record: known, checkpoint: null };
    const tombstone = await readTombstone(log);
    const tail = await readTail(log);
    const linked = await linkRecord(record, tail ?? tombstone);
    const checkpoint = await signStatement<Checkpoint>(
      {
        kind: 'checkpoint',
        chain: tombstone?.chain ?? (await readFirstHash(log)) ?? linked.hash,
        sequence: linked.sequence,
        hash: linked.hash,
        count: linked.sequence - (tombstone?.sequence ?? 0),
        time: record.time,
      },
      key,
    );
    // Strict: resolved means written to the disk, not handed to the operating system.
    const writing = log.transaction(['records', 'statements'], 'readwrite', { durability: 'strict' });
    const records = writing.objectStore('records');
    const newest = (await records.openCursor(null, 'prev'))?.value;
    if (newest?.hash !== tail?.hash) {
      await writing.done;
      continue;
    }
    await Promise.all([
      records.add(linked),
      writing.objectStore('statements').put(checkpoint, 'checkpoint'),
      writing.done,
    ]);
    return { record: linked, checkpoint };
  }
}

/** Adds an incident, or, when the same attempt was there a moment ago, a repetition of that. */
export async function writeIncident(
  log: LogDatabase,
  key: DeviceKey,
  incident: UnlinkedIncident,
): Promise<Written> {
  const { id, time, group } = incident;
  const repeatOf = group === undefined ? null : await findStorm(log, group, Date.parse(time));
  return writeRecord(
    log,
    key,
    repeatOf === null || group === undefined ? incident : { id, repeatOf, time, group },
  );
}

/** Notes that the log no longer holds what was vouched for last. Harmless to repeat. */
export async function writeLoss(
  log: LogDatabase,
  key: DeviceKey,
  former: Checkpoint,
): Promise<Written | null> {
  if (await holds(log, former)) return null;
  const time = new Date().toISOString();
  return writeRecord(log, key, { id: `loss/${former.hash}`, time, event: 'log-lost', former });
}

/**
 * Removes the oldest records once they are older than `days`, and leaves a signed tombstone. Age is counted from the newest
 * record where the clock is ahead of that, so that a clock set to a far year empties nothing. Records from `keepFrom` on
 * (those the unit's server has not confirmed) and the newest always stay. Resolves to what vouches for the log afterwards.
 */
export async function pruneRecords(
  log: LogDatabase,
  key: DeviceKey,
  days: number,
  keepFrom = Number.POSITIVE_INFINITY,
): Promise<Checkpoint | null> {
  const tail = await readTail(log);
  if (!tail) return null;
  const cutoff = new Date(Math.min(Date.now(), Date.parse(tail.time)) - days * DAY).toISOString();
  const former = await readTombstone(log);
  let incidents = former?.incidents ?? 0;
  let last: LogRecord | null = null;
  let cursor = await log.transaction('records').store.openCursor();
  while (cursor && cursor.value.time < cutoff && cursor.key < Math.min(keepFrom, tail.sequence)) {
    last = cursor.value;
    if ('disposition' in last) incidents += 1;
    cursor = await cursor.continue();
  }
  if (!last) return null;
  const chain = former?.chain ?? (await readFirstHash(log)) ?? last.hash;
  const { sequence, hash } = last;
  const time = new Date().toISOString();
  const tombstone = await signStatement<Tombstone>(
    { kind: 'tombstone', chain, sequence, hash, incidents, time },
    key,
  );
  const newest = { sequence: tail.sequence, hash: tail.hash, count: tail.sequence - sequence };
  const checkpoint = await signStatement<Checkpoint>({ kind: 'checkpoint', chain, time, ...newest }, key);
  const writing = log.transaction(['records', 'statements'], 'readwrite', { durability: 'strict' });
  const statements = writing.objectStore('statements');
  const changed = (await writing.objectStore('records').openCursor(null, 'prev'))?.value.hash !== tail.hash;
  if (!changed) {
    await writing.objectStore('records').delete(IDBKeyRange.upperBound(sequence));
    await statements.put(tombstone, 'tombstone');
    await statements.put(checkpoint, 'checkpoint');
  }
  await writing.done;
  return changed ? null : checkpoint;
}

/** The signed statements that go with the log. */
export async function readStatements(
  log: LogDatabase,
): Promise<{ checkpoints: Checkpoint[]; tombstones: Tombstone[] }> {
  const all = await log.getAll('statements');
  return {
    checkpoints: all.filter((each) => each.kind === 'checkpoint'),
    tombstones: all.filter((each) => each.kind === 'tombstone'),
  };
}

async function holds(log: LogDatabase, former: Checkpoint): Promise<boolean> {
  const record = await log.get('records', former.sequence);
  if (record) return record.hash === former.hash;
  const tombstone = await readTombstone(log);
  return tombstone !== undefined && tombstone.chain === former.chain && tombstone.sequence >= former.sequence;
}

/** Id of the incident that a new attempt of this group only repeats; null when it is the first in a while. */
async function findStorm(log: LogDatabase, group: string, now: number): Promise<string | null> {
  const range = IDBKeyRange.bound([group], [group, []]);
  const cursor = await log.transaction('records').store.index('group-sequence').openCursor(range, 'prev');
  const latest = cursor?.value;
  // A clock that was moved back tells no distance: that attempt stands for itself.
  if (!latest || Math.abs(now - Date.parse(latest.time)) > STORM) return null;
  return 'repeatOf' in latest ? latest.repeatOf : latest.id;
}

async function readTail(log: LogDatabase): Promise<LogRecord | undefined> {
  return (await log.transaction('records').store.openCursor(null, 'prev'))?.value;
}

async function readFirstHash(log: LogDatabase): Promise<Link['hash'] | undefined> {
  return (await log.get('records', 1))?.hash;
}

async function readTombstone(log: LogDatabase): Promise<Tombstone | undefined> {
  const found = await log.get('statements', 'tombstone');
  return found?.kind === 'tombstone' ? found : undefined;
}
