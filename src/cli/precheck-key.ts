import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { describeKey, keyParameters, makeSigningKey, type SigningKey } from '../certificate/sign.ts';
import { EXIT } from './command.ts';
import { writeLine } from './output.ts';

/** Where this person's key lies unless another is named. */
function ownKeyFile(): string {
  const { APPDATA, XDG_CONFIG_HOME } = process.env;
  const folder = APPDATA ?? XDG_CONFIG_HOME ?? join(homedir(), '.config');
  return join(folder, 'la-chan', 'precheck-key.pem');
}

/**
 * The key that certificates are signed with: a PEM file (PKCS #8, ECDSA P-256 or Ed25519). Without `file` this person's own,
 * made at first need and readable by nobody else. Rejects with the file's `path` when it cannot be used.
 */
export async function openSigningKey(file?: string): Promise<SigningKey> {
  const path = file ?? ownKeyFile();
  try {
    return await readKey(path);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (missing && file === undefined) return makeKeyFile(path);
    throw Object.assign(new Error('unusable key'), { path });
  }
}

/** The id of this person's own key; null when there is none yet. Makes nothing. */
export async function ownKeyId(file?: string): Promise<string | null> {
  try {
    return (await describeKey(await readKey(file ?? ownKeyFile()))).keyId;
  } catch {
    return null;
  }
}

/** Prints what others need to recognise this key: its id. */
export async function showKey(key: SigningKey): Promise<number> {
  await writeLine((await describeKey(key)).keyId);
  return EXIT.ok;
}

async function readKey(path: string): Promise<SigningKey> {
  const privateKey = createPrivateKey(await readFile(path));
  const parameters = keyParameters(kindOf(privateKey));
  const pkcs8 = new Uint8Array(privateKey.export({ format: 'der', type: 'pkcs8' }));
  const spki = new Uint8Array(createPublicKey(privateKey).export({ format: 'der', type: 'spki' }));
  return {
    privateKey: await crypto.subtle.importKey('pkcs8', pkcs8, parameters, false, ['sign']),
    publicKey: await crypto.subtle.importKey('spki', spki, parameters, true, ['verify']),
  };
}

function kindOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject) {
  if (asymmetricKeyType === 'ed25519') return 'ed25519';
  if (asymmetricKeyDetails?.namedCurve === 'prime256v1') return 'p256';
  throw new TypeError('neither P-256 nor Ed25519');
}

async function makeKeyFile(path: string): Promise<SigningKey> {
  const made = await makeSigningKey(true);
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', made.privateKey)).toString('base64');
  const lines = pkcs8.match(/.{1,64}/g)?.join('\n');
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(path, `-----BEGIN PRIVATE KEY-----\n${lines}\n-----END PRIVATE KEY-----\n`, {
    mode: 0o600,
    flag: 'wx',
  });
  return made;
}
