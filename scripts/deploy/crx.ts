import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { type Zippable, zipSync } from 'fflate';

/** A packed extension and the id that its key gives it. */
export interface PackedExtension {
  readonly id: string;
  readonly crx: Uint8Array;
}

const SIGNED = 'CRX3 SignedData\0';
/** The oldest date a zip can hold: the same sources give the same bytes on every machine. */
const DATE = new Date(1980, 0, 1);

/** Packs a folder as CRX3, signed with an RSA key (PEM). */
export async function packCrx(folder: string, keyPem: string): Promise<PackedExtension> {
  const zip = await zipFolder(folder);
  const key = createPrivateKey(keyPem);
  if (key.asymmetricKeyType !== 'rsa') throw new Error('the key must be an RSA key');
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const crxId = createHash('sha256').update(publicKey).digest().subarray(0, 16);
  const signedData = field(1, crxId);
  const content = Buffer.concat([Buffer.from(SIGNED), uint32(signedData.length), signedData, zip]);
  const proof = Buffer.concat([field(1, publicKey), field(2, sign('sha256', content, key))]);
  const header = Buffer.concat([field(2, proof), field(10_000, signedData)]);
  const crx = Buffer.concat([Buffer.from('Cr24'), uint32(3), uint32(header.length), header, zip]);
  return { id: idFrom(crxId), crx };
}

/** The id under which browsers know an extension signed with this key: sixteen letters from a to p, twice. */
export function extensionId(keyPem: string): string {
  const publicKey = createPublicKey(keyPem).export({ type: 'spki', format: 'der' });
  return idFrom(createHash('sha256').update(publicKey).digest().subarray(0, 16));
}

function idFrom(bytes: Buffer): string {
  return bytes.toString('hex').replace(/./g, (digit) => 'abcdefghijklmnop'[Number.parseInt(digit, 16)]!);
}

/** The files of a folder as one zip, the same bytes on every machine. */
export async function zipFolder(folder: string): Promise<Uint8Array> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const files: Zippable = {};
  for (const path of paths.sort()) files[relative(folder, path).split(sep).join('/')] = await readFile(path);
  return zipSync(files, { level: 9, mtime: DATE });
}

/** A length-delimited field of a protocol buffer. */
function field(number: number, value: Uint8Array): Buffer {
  return Buffer.concat([varint((number << 3) | 2), varint(value.length), value]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest & 127) | 128);
    rest >>>= 7;
  }
  return Buffer.from([...bytes, rest]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
