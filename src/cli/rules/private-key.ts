import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { toBase64Url } from '../../signing/bytes.ts';
import { type KeyKind, keyIdOf, type PublicKey } from '../../signing/signature.ts';
import { readText } from './files.ts';
import { Refusal } from './refusal.ts';

/** A public key and its id, as `*.pub.json` holds them. */
export interface NamedKey extends PublicKey {
  readonly id: string;
}

/** A new pair: the private key as PEM (PKCS #8), encrypted when a passphrase is given. */
export async function makeKey(
  kind: KeyKind,
  passphrase: string | undefined,
): Promise<{ pem: string; key: NamedKey }> {
  const { privateKey } =
    kind === 'ed25519'
      ? generateKeyPairSync('ed25519')
      : generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const pem = privateKey.export({
    type: 'pkcs8',
    format: 'pem',
    ...(passphrase !== undefined && { cipher: 'aes-256-cbc', passphrase }),
  });
  return { pem: String(pem), key: await publicPart(privateKey) };
}

/** Reads `*.key.pem`. Throws `Refusal`. */
export async function readKey(file: string, passphrase: string | undefined): Promise<KeyObject> {
  const pem = await readText(file);
  try {
    return createPrivateKey({ key: pem, ...(passphrase !== undefined && { passphrase }) });
  } catch {
    throw new Refusal(pem.includes('ENCRYPTED') ? 'rulesWrongPassphrase' : 'rulesNoKey', file);
  }
}

/** The signature over a text in UTF-8, in base64url. */
export function signWith(key: KeyObject, text: string): string {
  const bytes = Buffer.from(text);
  const value =
    key.asymmetricKeyType === 'ed25519'
      ? sign(null, bytes, key)
      : sign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' });
  return toBase64Url(value);
}

/** Throws `Refusal` for a key of another kind. */
export async function publicPart(secret: KeyObject): Promise<NamedKey> {
  const { crv, x = '', y = '' } = createPublicKey(secret).export({ format: 'jwk' });
  const [left, right] = [Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')];
  let key: PublicKey;
  if (crv === 'Ed25519') key = { kind: 'ed25519', public: toBase64Url(left) };
  else if (crv === 'P-256')
    key = { kind: 'p256', public: toBase64Url(Buffer.concat([Buffer.of(4), left, right])) };
  else throw new Refusal('rulesKeyKind');
  return { id: await keyIdOf(key), ...key };
}
