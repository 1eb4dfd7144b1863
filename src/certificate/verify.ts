import { parseBounded } from '../signing/json-shape.ts';
import { type Certificate, parseCertificate, worstResult } from './certificate.ts';
import { embeddedKeyId, isSignatureValid } from './sign.ts';

/** The clock of the signer may run ahead of ours by this much, in milliseconds. */
const CLOCK_TOLERANCE = 5 * 60_000;
const DAY = 86_400_000;
/** Room for the largest list of items a certificate may hold. */
const BOUNDS = { depth: 8, values: 5_000_000 };
/** Hex digits of a key's id below which another key with the same ones could be made. */
const SHORTEST_ID = 32;

/** A public key that the verifier knows, and whose it is. */
export interface TrustedKey {
  /** SHA-256 of the raw key, lower-case hex, or its first half: the device's id in the log. */
  readonly keyId: string;
  /** Empty when nobody gave it a name. */
  readonly name: string;
}

/** A file held against a certificate. */
export interface GivenFile {
  readonly sha256: string;
  readonly size: number;
}

export interface VerifyOptions {
  readonly now: Date;
  readonly trusted: readonly TrustedKey[];
  /** The rule pack version that the verifier asks for. */
  readonly packVersion?: string;
  /** Days after which a check is too old to count. */
  readonly maxAge?: number;
  readonly files?: readonly GivenFile[];
}

/** Why a certificate does not hold. */
export type Fault =
  /** No JSON: cut off, or something else. */
  | 'unreadable'
  /** JSON, but no certificate of this format. */
  | 'malformed'
  /** The key's id is not that of the key inside. */
  | 'key-id'
  /** Something was changed after it was signed. */
  | 'signature'
  /** The result does not follow from the items. */
  | 'inconsistent'
  /** Dated later than now. */
  | 'future'
  | 'too-old'
  | 'wrong-pack'
  /** A file was given that this certificate does not speak of. */
  | 'other-file';

export interface Verification {
  readonly faults: readonly Fault[];
  /** Null when it could not be read. */
  readonly certificate: Certificate | null;
  /** Who signed, as far as the verifier knows; null for an unknown key, which anybody could have made. */
  readonly signer: TrustedKey | null;
  /** For each given file the index of its item; null when the certificate does not speak of it. */
  readonly files: readonly (number | null)[];
}

/**
 * Holds a certificate against what the verifier knows. A certificate is worth something only when `faults` is empty and
 * `signer` is not null: the key inside proves nothing by itself. Never throws.
 */
export async function verifyCertificate(text: string, options: VerifyOptions): Promise<Verification> {
  const { faults, certificate } = read(text);
  if (!certificate) return { faults, certificate, signer: null, files: [] };
  const { statement, signature } = certificate;
  const ownId = await embeddedKeyId(certificate);
  if (ownId !== signature.keyId) faults.push('key-id');
  if (!(await isSignatureValid(certificate))) faults.push('signature');
  if (
    worstResult(statement.items.map(({ result }) => result)) !== statement.result ||
    !isCoherent(certificate)
  )
    faults.push('inconsistent');
  faults.push(...timeFaults(certificate, options));
  if (options.packVersion !== undefined && options.packVersion !== statement.checker.pack.version)
    faults.push('wrong-pack');
  const files = (options.files ?? []).map((file) => findItem(certificate, file));
  if (files.includes(null)) faults.push('other-file');
  const signer =
    options.trusted.find(({ keyId }) => keyId.length >= SHORTEST_ID && ownId?.startsWith(keyId)) ?? null;
  return { faults, certificate, signer, files };
}

function read(text: string): { faults: Fault[]; certificate: Certificate | null } {
  let value: unknown;
  try {
    value = parseBounded(text, BOUNDS);
  } catch {
    return { faults: ['unreadable'], certificate: null };
  }
  const certificate = parseCertificate(value);
  return { faults: certificate ? [] : ['malformed'], certificate };
}

/** An item may only be clean when all of it was read, hashed, and nothing found. */
function isCoherent({ statement }: Certificate): boolean {
  return statement.items.every(({ result, outcome, sha256, found }) => {
    if (result === 'clean') return outcome === 'scanned' && sha256 !== null && found.length === 0;
    if (result === 'unread') return outcome !== 'scanned' || sha256 === null;
    return found.length > 0;
  });
}

function timeFaults({ statement }: Certificate, { now, maxAge }: VerifyOptions): Fault[] {
  const age = now.getTime() - new Date(statement.issued).getTime();
  if (Number.isNaN(age) || age < -CLOCK_TOLERANCE) return ['future'];
  return maxAge !== undefined && age > maxAge * DAY ? ['too-old'] : [];
}

function findItem({ statement }: Certificate, file: GivenFile): number | null {
  const index = statement.items.findIndex(({ sha256, size }) => sha256 === file.sha256 && size === file.size);
  return index < 0 ? null : index;
}

/** Reads a list of trusted keys: a line each, the key's id, then its owner's name; `#` begins a comment. */
export function parseTrustedKeys(text: string): TrustedKey[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, keyId, name] =
      /^\s*([0-9a-f]{64}|[0-9a-f]{32})(?![0-9a-z])\s*(.*?)\s*$/i.exec(line.replace(/#.*/, '')) ?? [];
    return keyId === undefined ? [] : [{ keyId: keyId.toLowerCase(), name: name ?? '' }];
  });
}
