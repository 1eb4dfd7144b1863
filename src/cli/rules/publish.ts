import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bundledTables } from '../../rules/bundled.ts';
import type { TrustedState } from '../../rules/trust/documents.ts';
import { readPackFile, type UpdateResult, verifyUpdate } from '../../rules/trust/verify-update.ts';
import { type Command, EXIT } from '../command.ts';
import { readArguments } from './arguments.ts';
import { readBytes, writeWhole } from './files.ts';
import { Misuse, Refusal } from './refusal.ts';
import { refuseFile } from './verify.ts';

/** The pack that machines fetch. */
const LATEST = 'latest.json';

/**
 * `la-chan rules publish FILE --to FOLDER`: puts a signed pack into a folder that any HTTPS host may serve, under a name
 * of its own to keep and as `latest.json`, each as a whole: whoever fetches meanwhile has the old pack.
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
    const kept = join(folder, `${name}-${version}.json`);
    await writeWhole(kept, bytes);
    await writeWhole(join(folder, LATEST), bytes);
    process.stdout.write(`${texts('rulesPublished', name, String(version), kept)}\n`);
    return EXIT.ok;
  },
};

/** Judges the pack as a machine would that took the one before; the first is judged by its own roots. */
async function judge(bytes: Uint8Array, folder: string): Promise<UpdateResult> {
  const latest = join(folder, LATEST);
  if (!existsSync(latest)) return offer(bytes, trustOwn(bytes));
  const before = await readBytes(latest);
  // What was published stays the measure after it has expired.
  const taken = await offer(before, trustOwn(before), new Date(0));
  if (!taken.ok) throw new Refusal('rulesBadPublished', folder, taken.detail);
  return offer(bytes, taken.state);
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
