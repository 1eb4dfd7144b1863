import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bundledTables } from '../../rules/bundled.ts';
import { type Latest, latestSchema, type TrustedState } from '../../rules/trust/documents.ts';
import { readPackFile, type UpdateResult, verifyUpdate } from '../../rules/trust/verify-update.ts';
import { sha256Hex } from '../../signing/bytes.ts';
import { canonicalJson } from '../../signing/canonical-json.ts';
import { type Command, EXIT } from '../command.ts';
import { readArguments } from './arguments.ts';
import { readBytes, readText, writeWhole } from './files.ts';
import { Misuse, Refusal } from './refusal.ts';
import { refuseFile } from './verify.ts';

/**
 * `la-chan rules publish FILE --to FOLDER`: puts a signed pack into a folder that any HTTPS host may serve. The pack goes
 * first under a name of its own, `latest.json` last, each as a whole: whoever fetches meanwhile sees the old pack.
 */
export const publish: Command = {
  async run(args, texts) {
    const given = readArguments(args, { to: 'one' }, [1, 1]);
    const [file, folder] = [given.rest[0]!, given.one('to')];
    if (!folder) throw new Misuse();
    const bytes = await readBytes(file);
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
  },
};

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
