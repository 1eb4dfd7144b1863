import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from 'idb';
import type { DeviceKey } from '../incidents/device-key.ts';
import type { Checkpoint, Disposition, LogRecord, Tombstone } from '../incidents/types.ts';

export interface LogSchema extends DBSchema {
  /** The chain, everything in one order, by sequence. `id` makes repeats harmless. */
  records: {
    key: number;
    value: LogRecord;
    indexes: {
      id: string;
      incidentId: string;
      repeatOf: string;
      'disposition-time': [Disposition, string];
      'group-sequence': [string, number];
    };
  };
  /** The newest of each. */
  statements: { key: 'checkpoint' | 'tombstone'; value: Checkpoint | Tombstone };
}

/** Apart from the log: a damaged log must not take the machine's identity with it. */
export interface KeySchema extends DBSchema {
  keys: { key: 'fingerprint' | 'device'; value: CryptoKey | DeviceKey };
}

export type LogDatabase = IDBPDatabase<LogSchema>;
export type KeyDatabase = IDBPDatabase<KeySchema>;

const VERSION = 2;
/** What must fit before a log is held for broken. Bytes. */
const TRIAL = 65_536;

/** Errors of a database that will not open again; a full disk and a newer version are none of them. */
const BROKEN = new Set(['UnknownError', 'NotFoundError', 'InvalidStateError', 'DataError']);

/**
 * Opens the log. One that cannot be opened any more, twice in a row, is given up and begun anew where another database can
 * be written (on a full disk none can): protection and record go on, and the store notes the loss. `onClosed` is told when the browser or a newer version of the extension closed it.
 */
export async function openLogDatabase(name: string, onClosed: () => void): Promise<LogDatabase> {
  try {
    return await openLog(name, onClosed).catch(() => openLog(name, onClosed));
  } catch (error) {
    if (!(error instanceof DOMException) || !BROKEN.has(error.name) || !(await canWrite(name))) throw error;
    await deleteDB(name);
    return openLog(name, onClosed);
  }
}

/** Opens the database of this machine's keys. */
export function openKeyDatabase(name: string, onClosed: () => void): Promise<KeyDatabase> {
  return openDB<KeySchema>(`${name}-keys`, 1, {
    upgrade(db) {
      db.createObjectStore('keys');
    },
    ...closing(onClosed),
  });
}

async function openLog(name: string, onClosed: () => void): Promise<LogDatabase> {
  return openDB<LogSchema>(name, VERSION, {
    upgrade(db, oldVersion, _newVersion, change) {
      const records =
        oldVersion === 0
          ? db.createObjectStore('records', { keyPath: 'sequence' })
          : change.objectStore('records');
      if (oldVersion === 0) {
        records.createIndex('id', 'id', { unique: true });
        records.createIndex('incidentId', 'incidentId');
        records.createIndex('disposition-time', ['disposition', 'time']);
      }
      records.createIndex('repeatOf', 'repeatOf');
      records.createIndex('group-sequence', ['group', 'sequence']);
      db.createObjectStore('statements');
    },
    ...closing(onClosed),
  });
}

/** True when a database beside the log can be made and written: then it is not the disk that fails. */
async function canWrite(name: string): Promise<boolean> {
  const trial = `${name}-trial`;
  try {
    const db = await openDB(trial, 1, { upgrade: (made) => void made.createObjectStore('trial') });
    const writing = db.transaction('trial', 'readwrite', { durability: 'strict' });
    await writing.store.put(new Uint8Array(TRIAL), 1);
    await writing.done;
    db.close();
    await deleteDB(trial);
    return true;
  } catch {
    return false;
  }
}

function closing(onClosed: () => void) {
  return {
    blocking: (_current: number, _blocked: number | null, event: IDBVersionChangeEvent) => {
      (event.target as IDBDatabase).close();
      onClosed();
    },
    terminated: onClosed,
  };
}
