import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { withPlaces } from '../engine/key-places.ts';
import { modeAt } from '../policy/applies.ts';
import { bundledPolicy } from '../policy/bundled.ts';
import { mergeLayers } from '../policy/layers.ts';
import type { Policy } from '../policy/policy.ts';
import { readLayer } from '../policy/schema.ts';
import type { UnitRules } from '../policy/unit-rules.ts';
import { BUNDLED_PACK, bundledTables } from '../rules/bundled.ts';
import { packHealth } from '../rules/trust/health.ts';
import { fileNamedIn } from '../rules/trust/latest.ts';
import { openPack } from '../rules/trust/open-pack.ts';
import { readBytes } from './rules/files.ts';
import { Refusal } from './rules/refusal.ts';
import type { Texts } from './texts.ts';

/** Options of every command that judges: whose rules, and whose policy. */
export const unitOptions = {
  rules: { type: 'string' },
  root: { type: 'string' },
  policy: { type: 'string' },
} as const;

type Given = { readonly [option in keyof typeof unitOptions]?: string | undefined };

/**
 * What a command judges by: the unit's signed pack and policy where they are named, else what the product came with. Null
 * after telling on stderr why they cannot be used: nothing is judged by other rules than those asked for.
 */
export async function openUnitRules(given: Given, texts: Texts): Promise<UnitRules | null> {
  try {
    const policy = given.policy === undefined ? bundledPolicy : await readPolicyFile(given.policy);
    if (given.rules === undefined) return { packId: BUNDLED_PACK, tables: bundledTables, policy };
    return { ...(await readPack(given.rules, given.root ?? process.env.LACHAN_PACK_ROOT, texts)), policy };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    process.stderr.write(`la-chan: ${texts(error.text, ...error.values)}\n`);
    return null;
  }
}

async function readPack(path: string, root: string | undefined, texts: Texts) {
  if (root === undefined || !/^[0-9a-f]{64}$/i.test(root)) throw new Refusal('cliUnitRulesRoot');
  const file = await fileOf(path);
  const opened = await openPack(await readBytes(file), root.toLowerCase(), bundledTables.pack.version);
  if (!opened.ok)
    throw new Refusal(
      'cliUnitRulesRefused',
      file,
      texts(`rulesProblem_${opened.problem.replaceAll('-', '_')}`),
    );
  const { pack, state } = opened;
  if (packHealth(state, new Date()) === 'expired')
    process.stderr.write(`la-chan: ${texts('cliUnitRulesExpired', pack.statement.expires.slice(0, 10))}\n`);
  return { packId: state.pack?.sha256 ?? '', tables: withPlaces(pack.tables) };
}

/** A pack file, or the folder that `la-chan rules publish` writes. */
async function fileOf(path: string): Promise<string> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return path;
  const pointer = join(path, 'latest.json');
  const named = fileNamedIn(await readBytes(pointer), pathToFileURL(pointer).href);
  if (named === null) throw new Refusal('rulesNotOurs', pointer);
  return fileURLToPath(named);
}

async function readPolicyFile(file: string): Promise<Policy> {
  let raw: unknown;
  try {
    raw = JSON.parse(new TextDecoder().decode(await readBytes(file)));
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('cliUnitPolicyNotJson', file);
  }
  const { layer, problems } = readLayer(raw);
  const [first] = problems;
  if (first) throw new Refusal('cliUnitPolicyWrong', file, first.setting, first.problem);
  const { policy } = mergeLayers(bundledPolicy, { managed: layer, server: {}, local: {} });
  return { ...policy, mode: modeAt(policy, new Date()) };
}
