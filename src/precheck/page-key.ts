import { openDB } from 'idb';
import { describeKey, makeSigningKey, type SigningKey, signStatement } from '../certificate/sign.ts';
import type { Signer } from './host.ts';

/**
 * Signs with a key that this browser made for this site and cannot give away. Null where the browser has no cryptography:
 * a page served without TLS.
 */
export function openPageSigner(): Signer | null {
  if (!globalThis.isSecureContext) return null;
  let opening: Promise<SigningKey> | null = null;
  const key = () => {
    opening ??= readKey().catch((error: unknown) => {
      opening = null;
      throw error;
    });
    return opening;
  };
  return {
    sign: async (statement) => signStatement(statement, await key()),
    keyId: async () => (await describeKey(await key())).keyId,
  };
}

async function readKey(): Promise<SigningKey> {
  const db = await openDB('precheck', 1, { upgrade: (made) => void made.createObjectStore('keys') });
  try {
    const known: SigningKey | undefined = await db.get('keys', 'signing');
    if (known) return known;
    const made = await makeSigningKey();
    const writing = db.transaction('keys', 'readwrite', { durability: 'strict' });
    // Another tab may have made one meanwhile: the first stays.
    const first: SigningKey | undefined = await writing.store.get('signing');
    if (!first) await writing.store.put(made, 'signing');
    await writing.done;
    return first ?? made;
  } finally {
    db.close();
  }
}
