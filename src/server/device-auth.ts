import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';

/** A signed request may be so old or so far ahead. Milliseconds. */
const TOLERANCE = 600_000;
const KEY_LETTERS = 87;
/** Keys kept ready: making one takes as long as checking a signature with it. */
const KEYS = 5_000;
const keys = new Map<string, KeyObject>();

/** What a device puts in front of its signature, so that it can be taken for nothing else. */
const PURPOSE = 'la-chan-request/1';

export interface SignedRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly body: Uint8Array;
  /** The `Authorization` header. */
  readonly authorization: string;
}

export interface Claim {
  readonly device: string;
  readonly time: string;
  readonly signature: string;
}

/** Reads `LaChan device=…,time=…,signature=…`; null when it is something else. */
export function readClaim(authorization: string): Claim | null {
  const match =
    /^LaChan device=([0-9a-f]{32}),time=(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z),signature=([\w-]{86})$/.exec(
      authorization,
    );
  return match ? { device: match[1]!, time: match[2]!, signature: match[3]! } : null;
}

/** True when the claim was made just now by the server's clock. */
export function isTimely({ time }: Claim, now: Date): boolean {
  return Math.abs(Date.parse(time) - now.getTime()) <= TOLERANCE;
}

/** The device a public key (uncompressed point, base64url) belongs to; null when it is no such key. */
export function deviceOf(publicKey: string): string | null {
  if (publicKey.length !== KEY_LETTERS || !readKey(publicKey)) return null;
  return createHash('sha256').update(Buffer.from(publicKey, 'base64url')).digest('hex').slice(0, 32);
}

/** True when the device's key signed this request. */
export function isSignedRequest(request: SignedRequest, claim: Claim, publicKey: string): boolean {
  const key = readKey(publicKey);
  if (!key) return false;
  const signature = Buffer.from(claim.signature, 'base64url');
  const bytes = Buffer.from(signedText(request, claim.time));
  return verify('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, signature);
}

function signedText({ method, path, body }: Omit<SignedRequest, 'authorization'>, time: string): string {
  const hash = createHash('sha256').update(body).digest('hex');
  return [PURPOSE, method, path, time, hash].join('\n');
}

function readKey(publicKey: string): KeyObject | null {
  const known = keys.get(publicKey);
  if (known) return known;
  const key = makeKey(publicKey);
  if (keys.size >= KEYS) keys.clear();
  if (key) keys.set(publicKey, key);
  return key;
}

function makeKey(publicKey: string): KeyObject | null {
  const raw = Buffer.from(publicKey, 'base64url');
  if (raw.length !== 65 || raw[0] !== 4) return null;
  const x = raw.subarray(1, 33).toString('base64url');
  const y = raw.subarray(33).toString('base64url');
  try {
    return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
  } catch {
    return null;
  }
}
