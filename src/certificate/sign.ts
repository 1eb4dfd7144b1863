import { fromBase64Url, sha256Hex, toBase64Url } from '../signing/bytes.ts';
import { canonicalJson } from '../signing/canonical-json.ts';
import { isSignedBy, type KeyKind, type PublicKey } from '../signing/signature.ts';
import { type Certificate, parseStatement, type Statement } from './certificate.ts';

/** A private key and the public one it belongs to. */
export interface SigningKey {
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}

/** Keeps a signature on a certificate from meaning anything anywhere else. */
const PURPOSE = 'la-chan certificate v1\n';

/** A new key whose private half never leaves the browser (or, `extractable`, may be written to a file). */
export function makeSigningKey(extractable = false): Promise<SigningKey> {
  return crypto.subtle.generateKey(keyParameters('p256'), extractable, ['sign', 'verify']);
}

/** Signs a statement. Throws when it is none, so that a key never signs anything else. */
export async function signStatement(statement: Statement, key: SigningKey): Promise<Certificate> {
  const parsed = parseStatement(statement);
  if (!parsed) throw new TypeError('not a statement of results');
  const { kind, public: bytes, keyId } = await describeKey(key);
  const parameters = kind === 'ed25519' ? { name: 'Ed25519' } : { name: 'ECDSA', hash: 'SHA-256' };
  const text = new TextEncoder().encode(signedText(parsed));
  const value = toBase64Url(new Uint8Array(await crypto.subtle.sign(parameters, key.privateKey, text)));
  return { statement: parsed, signature: { kind, public: bytes, keyId, value } };
}

/** The public half of a key as certificates carry it. */
export async function describeKey({
  publicKey,
}: SigningKey): Promise<PublicKey & { readonly keyId: string }> {
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey));
  const kind = publicKey.algorithm.name === 'Ed25519' ? 'ed25519' : 'p256';
  return { kind, public: toBase64Url(raw), keyId: await sha256Hex(raw) };
}

/**
 * The id of the key inside a certificate: SHA-256 of the raw key, lower-case hex. Its first half is the device's id in the
 * log. Null when there is no key inside.
 */
export async function embeddedKeyId({ signature }: Certificate): Promise<string | null> {
  const raw = fromBase64Url(signature.public);
  return raw && sha256Hex(raw);
}

/** True when the signature is the embedded key's over exactly this statement. Says nothing about whose key that is. */
export function isSignatureValid({ statement, signature }: Certificate): Promise<boolean> {
  return isSignedBy(signature, signedText(statement), signature.value);
}

/** Parameters to make or import a key with. */
export function keyParameters(kind: KeyKind): EcKeyImportParams {
  return kind === 'ed25519'
    ? ({ name: 'Ed25519' } as EcKeyImportParams)
    : { name: 'ECDSA', namedCurve: 'P-256' };
}

function signedText(statement: Statement): string {
  return PURPOSE + canonicalJson(statement);
}
