import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bundledTables } from '../../rules/bundled.ts';
import { type Latest, latestSchema, type TrustedState } from '../../rules/trust/documents.ts';
import { readPackFile, type UpdateResult, verifyUpdate } from '../../rules/trust/verify-update.ts';
import { sha256Hex } from '../../signing/bytes.ts';
import { canonicalJson } from '../../signing/canonical-json.ts';
import { type Command, EXIT } from '../command.ts';
import type { Texts } from '../texts.ts';
import { readArguments } from './arguments.ts';
import { readBytes, readText, writeWhole } from './files.ts';
import { publishToServer } from './publish-to-server.ts';
import { Misuse, Refusal } from './refusal.ts';
import { refuseFile } from './verify.ts';

const OPTIONS = { to: 'one', server: 'one', user: 'one', 'password-file': 'one' } as const;

/** `la-chan rules publish FILE`, either `--to FOLDER` that any HTTPS host may serve, or to the unit's `--server`. */
export const publish: Command = {
  async run(args, texts) {
    const given = readArguments(args, OPTIONS, [1, 1]);
    const [folder, server, user] = [given.one('to'), given.one('server'), given.one('user')];
    const passwordFile = given.one('password-file');
    const bytes = await readBytes(given.rest[0]!);
    if (folder && !server && !user && !passwordFile) return publishToFolder(bytes, folder, texts);
    if (folder || !server || !user || !passwordFile) throw new Misuse();
    const password = (await readText(passwordFile)).split(/\r?\n/)[0]!;
    const { name, version } = await publishToServer(bytes, { server, user, password }, texts);
    process.stdout.write(`${texts('rulesPublishedAtServer', name, String(version), server)}\n`);
    return EXIT.ok;
  },
};

/**
 * The pack goes first under a name of its own, `latest.json` last, each as a whole: whoever fetches meanwhile sees the old
 * pack.
 */
async function publishToFolder(bytes: Uint8Array, folder: string, texts: Texts): Promise<number> {
  const result = await judge(bytes, folder);
  if (!result.ok) return refuseFile(result, texts);
  const { name, version } = result.pack.statement;
  const latest: Latest = {
    format: 'la-chan.latest/1',
    name,
    version,
    file: `${name}-${version}.json`,
    bytes: bytes.length,
    sha256: await sha256Hex(bytes),
  };
  await writeWhole(join(folder, latest.file), bytes);
  await writeWhole(join(folder, 'latest.json'), canonicalJson(latest));
  process.stdout.write(`${texts('rulesPublished', name, String(version), join(folder, latest.file))}\n`);
  return EXIT.ok;
}

/** Judges the pack as a machine would that took every pack of the folder; the first is judged by its own roots. */
async function judge(bytes: Uint8Array, folder: string): Promise<UpdateResult> {
  const latest = await readLatest(folder);
  let trusted: TrustedState | null = null;
  if (latest) trusted = await take(await readBytes(join(folder, latest.file)), null, folder);
  return offer(bytes, trusted ?? trustOwn(bytes));
}

async function take(bytes: Uint8Array, trusted: TrustedState | null, folder: string): Promise<TrustedState> {
  const own = trusted ?? trustOwn(bytes);
  // What was published stays the measure after it has expired.
  const result = await offer(bytes, own, new Date(0));
  if (!result.ok) throw new Refusal('rulesBadPublished', folder, result.detail);
  return result.state;
}

function offer(bytes: Uint8Array, trusted: TrustedState, now = new Date()): Promise<UpdateResult> {
  return verifyUpdate({ bytes, trusted, now, engineVersion: bundledTables.pack.version });
}

/** The admin's own file: its first root is the one to begin with. Nonsense is left for `verifyUpdate` to name. */
function trustOwn(bytes: Uint8Array): TrustedState {
  try {
    return { format: 1, root: readPackFile(bytes).roots[0]!.signed, pack: null };
  } catch {
    return { format: 1, root: '', pack: null };
  }
}

async function readLatest(folder: string): Promise<Latest | null> {
  const path = join(folder, 'latest.json');
  if (!existsSync(path)) return null;
  try {
    return latestSchema.parse(JSON.parse(await readText(path)));
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('rulesNotOurs', path);
  }
}
