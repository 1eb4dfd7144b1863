import type { EngineTables } from '../../engine/tables.ts';
import { sha256Hex } from '../../signing/bytes.ts';
import type { JsonBounds } from '../../signing/json-shape.ts';
import { tablesSchema } from '../tables-schema.ts';
import {
  type PackFile,
  type PackStatement,
  packFileSchema,
  type Root,
  statementSchema,
  type TrustedState,
} from './documents.ts';
import { UpdateError, type UpdateProblem } from './problem.ts';
import { findRoot, followRoots, type RootText } from './roots.ts';
import { checkSignatures, readCanonical, readRoot } from './signed.ts';

/** Bounds of one pack file. */
export interface UpdateLimits {
  readonly fileBytes: number;
  readonly tables: JsonBounds;
}

export const updateLimits: UpdateLimits = {
  fileBytes: 8 * 1024 * 1024,
  tables: { depth: 8, values: 200_000 },
};

/** A pack that was verified. `tables` are ready for `createEngine`. */
export interface Pack {
  readonly statement: PackStatement;
  readonly tables: EngineTables;
}

export interface UpdateRequest {
  /** The whole pack file. */
  readonly bytes: Uint8Array;
  readonly trusted: TrustedState;
  readonly now: Date;
  /** The product's version, `1.2.3`. */
  readonly engineVersion: string;
  readonly limits?: UpdateLimits;
}

/**
 * `state` is what to remember from now on, also after a refusal: a newer root counts whatever the pack. `news` is false
 * when the pack is the one in use.
 */
export type UpdateResult =
  | { readonly ok: true; readonly news: boolean; readonly pack: Pack; readonly state: TrustedState }
  | Refusal;

export interface Refusal {
  readonly ok: false;
  readonly problem: UpdateProblem;
  /** For a log or an expert, in English. Holds no content. */
  readonly detail: string;
  readonly state: TrustedState;
}

/**
 * Judges a pack file that a source offers. Never throws. A refusal changes nothing but the trusted root; the caller goes
 * on with the pack it has.
 */
export async function verifyUpdate(request: UpdateRequest): Promise<UpdateResult> {
  let state = request.trusted;
  try {
    const file = readPackFile(request.bytes, request.limits ?? updateLimits);
    const trusted = { root: await readRoot(state.root), text: state.root };
    const newest = await followRoots(file.roots, trusted);
    state = { ...state, root: newest.text };
    state = markRevoked(state, newest.root);
    const { statement, signers } = await readStatement(file, newest.root);
    const sha256 = await sha256Hex(file.statement.signed);
    const news = checkAgainst(state, statement, sha256, newest, effectiveNow(request.now, state, statement));
    checkEngine(statement, request.engineVersion);
    const tables = await readTables(file, statement, request.limits ?? updateLimits);
    const { name, version, released, expires } = statement;
    const pack = { name, version, sha256, released, expires, signers: [...signers], revoked: false };
    return { ok: true, news, pack: { statement, tables }, state: { ...state, pack } };
  } catch (error) {
    return refusal(error, state);
  }
}

/**
 * Opens the stored file of the pack in use again, for example when a service worker starts. Checks that it is whole and
 * still the one that was accepted; expiry does not matter here.
 */
export async function openTrusted(
  request: Omit<UpdateRequest, 'now'>,
): Promise<{ readonly ok: true; readonly pack: Pack } | Refusal> {
  const { bytes, trusted: state, engineVersion, limits = updateLimits } = request;
  try {
    const file = readPackFile(bytes, limits);
    if (!state.pack || (await sha256Hex(file.statement.signed)) !== state.pack.sha256)
      throw new UpdateError('mixed', 'not the file of the pack in use');
    const statement = readCanonical(file.statement.signed, statementSchema, 'statement');
    checkEngine(statement, engineVersion);
    return { ok: true, pack: { statement, tables: await readTables(file, statement, limits) } };
  } catch (error) {
    return refusal(error, state);
  }
}

/**
 * Begins to trust: takes the root with `fingerprint` (SHA-256 of its signed text, hexadecimal, from the unit's policy or
 * another safe road) out of a pack file. Never throws.
 */
export async function startTrust(
  bytes: Uint8Array,
  fingerprint: string,
  limits: UpdateLimits = updateLimits,
): Promise<{ readonly ok: true; readonly state: TrustedState } | Omit<Refusal, 'state'>> {
  try {
    const { text } = await findRoot(readPackFile(bytes, limits).roots, fingerprint);
    return { ok: true, state: { format: 1, root: text, pack: null } };
  } catch (error) {
    const { ok, problem, detail } = refusal(error, { format: 1, root: '', pack: null });
    return { ok, problem, detail };
  }
}

function refusal(error: unknown, state: TrustedState): Refusal {
  if (error instanceof UpdateError)
    return { ok: false, problem: error.problem, detail: error.message, state };
  return { ok: false, problem: 'malformed', detail: error instanceof Error ? error.name : 'unknown', state };
}

/** Reads the outside of a pack file; nothing in it is trusted yet. Throws `UpdateError`. */
export function readPackFile(bytes: Uint8Array, limits: UpdateLimits = updateLimits): PackFile {
  if (bytes.length > limits.fileBytes)
    throw new UpdateError('too-large', `${bytes.length} bytes; ${limits.fileBytes} are allowed`);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new UpdateError('malformed', 'not UTF-8');
  }
  const file = readCanonical(text, packFileSchema, 'file');
  if (!file.tables.isWellFormed()) throw new UpdateError('malformed', 'tables: half a character');
  return file;
}

/** The statement, once the pack keys of `root` have signed it. */
async function readStatement(
  { statement: signed }: PackFile,
  root: Root,
): Promise<{ statement: PackStatement; signers: readonly string[] }> {
  const signers = await checkSignatures(signed, [{ root, role: 'pack' }], 'statement');
  const statement = readCanonical(signed.signed, statementSchema, 'statement');
  if (statement.unit !== root.unit)
    throw new UpdateError('wrong-target', `made for the unit ${statement.unit}, not ${root.unit}`);
  return { statement, signers };
}

/** Compares with what this machine has seen; answers whether the pack is another than the one in use. */
function checkAgainst(
  { pack: known }: TrustedState,
  { name, version, expires }: PackStatement,
  sha256: string,
  { root }: RootText,
  now: number,
): boolean {
  const news = known?.sha256 !== sha256;
  if (known && known.name !== name)
    throw new UpdateError('wrong-target', `the pack ${name}, not ${known.name}`);
  // A thief of keys may have signed the highest version there is: once they are revoked it counts for nothing.
  const floor = known && !known.revoked ? known.version : 0;
  if (version < floor) throw new UpdateError('rollback', `version ${version}; ${floor} is in use`);
  if (version === floor && news)
    throw new UpdateError('mixed', `another version ${version} than the one in use`);
  if (Date.parse(root.expires) <= now)
    throw new UpdateError('root-expired', `root ${root.version} expired ${root.expires}`);
  if (Date.parse(expires) <= now)
    throw new UpdateError(news ? 'expired' : 'frozen', `version ${version} expired ${expires}`);
  return news;
}

/**
 * A clock that stands before the release of the pack in use is wrong: it must not make expired packs fresh again. Unless it
 * was the unit's clock that ran ahead when that pack was made: then the next version was made “earlier”, and this machine
 * goes by its own clock, or no pack could ever be taken again.
 */
function effectiveNow(now: Date, { pack }: TrustedState, offered: PackStatement): number {
  if (!pack) return now.getTime();
  const ranAhead = offered.version > pack.version && Date.parse(offered.released) < Date.parse(pack.released);
  return ranAhead ? now.getTime() : Math.max(now.getTime(), Date.parse(pack.released));
}

/** A pack whose signers a newer root no longer trusts stays in use until the next one comes. */
function markRevoked(state: TrustedState, root: Root): TrustedState {
  return state.pack && isRevoked(state.pack.signers, root)
    ? { ...state, pack: { ...state.pack, revoked: true } }
    : state;
}

function isRevoked(signers: readonly string[], { roles: { pack } }: Root): boolean {
  return pack.keys.filter((key) => signers.includes(key)).length < pack.threshold;
}

function checkEngine({ minEngine }: PackStatement, engineVersion: string): void {
  const [wanted, own] = [minEngine, engineVersion].map((version) => version.split('.').map(Number));
  const at = wanted!.findIndex((number, i) => number !== own![i]);
  if (at >= 0 && !(wanted![at]! < own![at]!))
    throw new UpdateError('engine-too-old', `needs ${minEngine}; this is ${engineVersion}`);
}

async function readTables(
  { tables }: PackFile,
  { tables: { sha256, bytes } }: PackStatement,
  limits: UpdateLimits,
): Promise<EngineTables> {
  const encoded = new TextEncoder().encode(tables);
  if (encoded.length !== bytes || (await sha256Hex(encoded)) !== sha256)
    throw new UpdateError('mixed', 'the tables are not those the statement speaks of');
  try {
    return readCanonical(tables, tablesSchema, 'tables', limits.tables);
  } catch (error) {
    throw new UpdateError('bad-tables', error instanceof Error ? error.message : 'unknown');
  }
}
