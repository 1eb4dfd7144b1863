import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { TrustedState } from '../rules/trust/documents.ts';
import { readTrustedState } from '../rules/trust/health.ts';

/** The pack this machine accepted last, with what it must remember to judge the next one. */
export interface KeptPack {
  /** Fingerprint of the root at which trust began, as policy named it. */
  readonly anchor: string;
  readonly state: TrustedState;
  /** The whole pack file; null until a first pack was accepted. */
  readonly file: Uint8Array | null;
  readonly source: PackSource;
  /** When it was accepted, ISO 8601. */
  readonly taken: string;
}

/** Where a pack came from: an https address, or a file that a person gave. */
export type PackSource = { readonly kind: 'address'; readonly address: string } | { readonly kind: 'file' };

interface PackSchema extends DBSchema {
  kept: { key: 'pack'; value: KeptPack };
}

export interface PackStore {
  /** What was written last; null when there is nothing or it is not what this version writes. */
  read(): Promise<KeptPack | null>;
  /** State and file in one record: after a kill in the middle the old record is there, whole. */
  write(kept: KeptPack): Promise<void>;
}

export function openPackStore(name = 'rule-packs'): PackStore {
  let opening: Promise<IDBPDatabase<PackSchema>> | null = null;
  const forget = () => {
    opening = null;
  };
  const open = () => {
    opening ??= openDB<PackSchema>(name, 1, {
      upgrade: (db) => void db.createObjectStore('kept'),
      terminated: forget,
    }).catch((error: unknown) => {
      forget();
      throw error;
    });
    return opening;
  };
  return {
    async read() {
      const kept = await (await open()).get('kept', 'pack');
      const state = readTrustedState(kept?.state);
      return kept && state ? { ...kept, state } : null;
    },
    async write(kept) {
      const writing = (await open()).transaction('kept', 'readwrite', { durability: 'strict' });
      await Promise.all([writing.store.put(kept, 'pack'), writing.done]);
    },
  };
}
