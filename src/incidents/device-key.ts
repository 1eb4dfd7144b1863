import { fromBase64Url, toBase64Url } from '../signing/bytes.ts';
import { canonicalJson } from '../signing/canonical-json.ts';
import { toHex } from './chain.ts';
import type { Checkpoint, Signed, Tombstone } from './types.ts';

const KEY = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' } as const;
const DEVICE_DIGITS = 32;

/** A device's key pair; the private half cannot be taken out of the browser. Storable in IndexedDB. */
export type DeviceKey = CryptoKeyPair;

export type Unsigned<S extends Signed> = S extends Signed
  ? Omit<S, keyof Signed> & Pick<Signed, 'chain' | 'time'>
  : never;

/** A new device key. */
export function makeDeviceKey(): Promise<DeviceKey> {
  return crypto.subtle.generateKey(KEY, false, ['sign', 'verify']);
}

/** The device a key belongs to, and its public half as statements carry it. */
export async function describeDevice({ publicKey }: DeviceKey): Promise<Pick<Signed, 'device' | 'key'>> {
  const raw = await crypto.subtle.exportKey('raw', publicKey);
  return { device: await deviceOf(raw), key: toBase64Url(new Uint8Array(raw)) };
}

/** Signs a statement about the log. */
export async function signStatement<S extends Checkpoint | Tombstone>(
  statement: Unsigned<S>,
  key: DeviceKey,
): Promise<S> {
  const whole = { ...statement, ...(await describeDevice(key)) };
  const signature = await crypto.subtle.sign(SIGNATURE, key.privateKey, bytesOf(whole));
  return { ...whole, signature: toBase64Url(new Uint8Array(signature)) } as unknown as S;
}

/** True when the statement was signed by the key it names, and the key is that of the device it names. Never rejects. */
export async function isSignedByDevice(statement: Checkpoint | Tombstone): Promise<boolean> {
  const { signature, ...whole } = statement;
  try {
    const raw = fromBase64Url(statement.key);
    const signed = fromBase64Url(signature);
    if (!raw || !signed || (await deviceOf(raw)) !== statement.device) return false;
    const key = await crypto.subtle.importKey('raw', raw, KEY, false, ['verify']);
    return await crypto.subtle.verify(SIGNATURE, key, signed, bytesOf(whole));
  } catch {
    // Not a point of the curve.
    return false;
  }
}

async function deviceOf(raw: BufferSource): Promise<string> {
  return toHex(await crypto.subtle.digest('SHA-256', raw)).slice(0, DEVICE_DIGITS);
}

function bytesOf(statement: object): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(canonicalJson(statement));
}
