import { fromBase64Url, toBase64Url } from '../incidents/base64url.ts';
import { toHex } from '../incidents/chain.ts';
import { canonicalJson } from '../signing/canonical-json.ts';
import { type Certificate, parseStatement, type Statement } from './certificate.ts';

export type Algorithm = Certificate['signature']['algorithm'];

/** A private key and the public one it belongs to. */
export interface SigningKey {
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}

/** Keeps a signature on a certificate from meaning anything anywhere else. */
const PURPOSE = 'la-chan certificate v1\n';

/** A new key whose private half never leaves the browser (or, `extractable`, may be written to a file). */
export function makeSigningKey(extractable = false): Promise<SigningKey> {
  return crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, extractable, ['sign', 'verify']);
}

/** Signs a statement. Throws when it is none, so that a key never signs anything else. */
export async function signStatement(statement: Statement, key: SigningKey): Promise<Certificate> {
  const parsed = parseStatement(statement);
  if (!parsed) throw new TypeError('not a statement of results');
  const algorithm = algorithmOf(key.privateKey);
  const { publicKey, keyId } = await publicKeyOf(key);
  const value = await crypto.subtle.sign(parameters(algorithm), key.privateKey, signedBytes(parsed));
  return {
    statement: parsed,
    signature: {
      algorithm,
      keyId,
      publicKey,
      value: toBase64Url(new Uint8Array(value)),
    },
  };
}

/** The public half of a key as certificates carry it. */
export async function publicKeyOf({ publicKey }: SigningKey): Promise<{ publicKey: string; keyId: string }> {
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey));
  return { publicKey: toBase64Url(raw), keyId: await keyIdOf(raw) };
}

/** SHA-256 of a raw public key, lower-case hex: what a verifier pins. Its first half is the device's id in the log. */
export async function keyIdOf(publicKey: Uint8Array<ArrayBuffer>): Promise<string> {
  return toHex(await crypto.subtle.digest('SHA-256', publicKey));
}

/** True when the signature is the embedded key's over exactly this statement. Says nothing about whose key that is. */
export async function isSignatureValid({ statement, signature }: Certificate): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey(
      'raw',
      fromBase64Url(signature.publicKey),
      keyParameters(signature.algorithm),
      false,
      ['verify'],
    );
    const parameter = parameters(signature.algorithm);
    return await crypto.subtle.verify(parameter, key, fromBase64Url(signature.value), signedBytes(statement));
  } catch {
    return false;
  }
}

/** The raw public key that a certificate carries. Throws when it is not base64url in its one form. */
export function embeddedKey({ signature }: Certificate): Uint8Array<ArrayBuffer> {
  return fromBase64Url(signature.publicKey);
}

/** Parameters to import a key of an algorithm with. */
export function keyParameters(algorithm: Algorithm): EcKeyImportParams | { name: 'Ed25519' } {
  return algorithm === 'Ed25519' ? { name: 'Ed25519' } : { name: 'ECDSA', namedCurve: 'P-256' };
}

function parameters(algorithm: Algorithm): EcdsaParams | { name: 'Ed25519' } {
  return algorithm === 'Ed25519' ? { name: 'Ed25519' } : { name: 'ECDSA', hash: 'SHA-256' };
}

function algorithmOf({ algorithm }: CryptoKey): Algorithm {
  return algorithm.name === 'Ed25519' ? 'Ed25519' : 'ECDSA-P256-SHA256';
}

function signedBytes(statement: Statement): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(PURPOSE + canonicalJson(statement));
}
