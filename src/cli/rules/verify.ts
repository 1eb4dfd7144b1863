import { existsSync } from 'node:fs';
import { bundledTables } from '../../rules/bundled.ts';
import type { TrustedState } from '../../rules/trust/documents.ts';
import { packHealth, readTrustedState } from '../../rules/trust/health.ts';
import type { UpdateProblem } from '../../rules/trust/problem.ts';
import { startTrust, verifyUpdate } from '../../rules/trust/verify-update.ts';
import { type Command, EXIT } from '../command.ts';
import type { Texts } from '../texts.ts';
import { readArguments } from './arguments.ts';
import { readBytes, readText, writeWhole } from './files.ts';
import { Misuse, Refusal } from './refusal.ts';

/** `la-chan rules verify FILE --root FINGERPRINT [--state STATE]`: judges a pack as a machine does. */
export const verify: Command = {
  async run(args, texts) {
    const given = readArguments(args, { root: 'one', state: 'one' }, [1, 1]);
    const bytes = await readBytes(given.rest[0]!);
    const [fingerprint, stateFile] = [given.one('root'), given.one('state')];
    const known = stateFile && existsSync(stateFile) ? await readState(stateFile) : null;
    if (!known && !fingerprint) throw new Misuse();
    const begun = known ? { ok: true as const, state: known } : await startTrust(bytes, fingerprint!);
    if (!begun.ok) return refuseFile(begun, texts);
    const result = await verifyUpdate({
      bytes,
      trusted: begun.state,
      now: new Date(),
      engineVersion: bundledTables.pack.version,
    });
    if (stateFile) await writeWhole(stateFile, `${JSON.stringify(result.state, null, 2)}\n`);
    if (!result.ok) return refuseFile(result, texts);
    const { name, version, expires } = result.pack.statement;
    const words = [name, String(version), expires.slice(0, 10)];
    process.stdout.write(`${texts(result.news ? 'rulesVerified' : 'rulesVerifiedAgain', ...words)}\n`);
    if (packHealth(result.state, new Date()) === 'expiring')
      process.stdout.write(`${texts('rulesExpiring', expires.slice(0, 10))}\n`);
    return EXIT.ok;
  },
};

async function readState(file: string): Promise<TrustedState> {
  let raw: unknown;
  try {
    raw = JSON.parse(await readText(file));
  } catch (error) {
    if (error instanceof Refusal) throw error;
  }
  const state = readTrustedState(raw);
  if (!state) throw new Refusal('rulesNotOurs', file);
  return state;
}

/** Says why a pack is refused and gives the exit code. */
export function refuseFile(
  { problem, detail }: { readonly problem: UpdateProblem; readonly detail: string },
  texts: Texts,
): number {
  process.stderr.write(`la-chan: ${texts(`rulesProblem_${problem.replaceAll('-', '_')}`)} (${detail})\n`);
  return EXIT.failed;
}
