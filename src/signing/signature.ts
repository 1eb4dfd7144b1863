import { ed25519 } from '@noble/curves/ed25519.js';
import { fromBase64Url, sha256Hex } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';

export type KeyKind = 'ed25519' | 'p256';

/** A public key: 32 bytes for Ed25519, 65 (uncompressed point) for P-256, in base64url. */
export interface PublicKey {
  readonly kind: KeyKind;
  readonly public: string;
}

const KEY_BYTES = { ed25519: 32, p256: 65 } as const;
const SIGNATURE_BYTES = 64;
const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** The id of a key: the first 16 bytes of the SHA-256 of its canonical form, in hexadecimal. */
export async function keyIdOf({ kind, public: bytes }: PublicKey): Promise<string> {
  return (await sha256Hex(canonicalJson({ kind, public: bytes }))).slice(0, 32);
}

/** True when `signature` (64 bytes in base64url; r and s joined for P-256) is of this key over `text` in UTF-8. Never rejects. */
export async function isSignedBy(key: PublicKey, text: string, signature: string): Promise<boolean> {
  const raw = fromBase64Url(key.public);
  const value = fromBase64Url(signature);
  if (raw?.length !== KEY_BYTES[key.kind] || value?.length !== SIGNATURE_BYTES) return false;
  const bytes = new TextEncoder().encode(text);
  try {
    return key.kind === 'p256' ? await verifyP256(raw, value, bytes) : await verifyEd25519(raw, value, bytes);
  } catch {
    return false;
  }
}

type Bytes = Uint8Array<ArrayBuffer>;

async function verifyP256(raw: Bytes, signature: Bytes, bytes: Bytes): Promise<boolean> {
  const key = await crypto.subtle.importKey('raw', raw, P256, false, ['verify']);
  return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature, bytes);
}

/** Browsers have had Ed25519 only since 2025 (Chrome 137, Firefox 129). */
async function verifyEd25519(raw: Bytes, signature: Bytes, bytes: Bytes): Promise<boolean> {
  let key: CryptoKey;
  try {
    key = await crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify']);
  } catch {
    return ed25519.verify(signature, bytes, raw, { zip215: false });
  }
  return crypto.subtle.verify('Ed25519', key, signature, bytes);
}
