import { type DeviceKey, makeDeviceKey } from '../incidents/device-key.ts';
import { makeFingerprintKey } from '../incidents/fingerprint.ts';
import type { KeyDatabase } from './incident-store-database.ts';

/** The key for fingerprints on this device, made at first need. */
export function readFingerprintKey(db: KeyDatabase): Promise<CryptoKey> {
  return readKey(db, 'fingerprint', makeFingerprintKey);
}

/** The key that signs this device's log, made at first need. */
export function readDeviceKey(db: KeyDatabase): Promise<DeviceKey> {
  return readKey(db, 'device', makeDeviceKey);
}

async function readKey<K extends CryptoKey | DeviceKey>(
  db: KeyDatabase,
  name: 'fingerprint' | 'device',
  make: () => Promise<K>,
): Promise<K> {
  const known = await db.get('keys', name);
  if (known) return known as K;
  const made = await make();
  const writing = db.transaction('keys', 'readwrite', { durability: 'strict' });
  // Another context may have made one meanwhile: the first stays.
  const first = await writing.store.get(name);
  if (!first) await writing.store.put(made, name);
  await writing.done;
  return (first as K | undefined) ?? made;
}
