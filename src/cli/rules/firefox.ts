import { bundledPolicy, bundledSites } from '../../policy/bundled.ts';
import type { Layer } from '../../policy/policy.ts';
import { readLayer } from '../../policy/schema.ts';
import { bundledTables } from '../../rules/bundled.ts';
import { exportFirefox } from '../../rules/export-firefox.ts';
import { type Command, EXIT } from '../command.ts';
import { readArguments } from './arguments.ts';
import { readText, writeWhole } from './files.ts';
import { readTables } from './read-tables.ts';
import { Refusal } from './refusal.ts';

/** `la-chan rules firefox [PACK] [--to FILE] [--policy FILE] [--block]`: what Firefox's own wall can hold of the rules. */
export const firefox: Command = {
  async run(args, texts) {
    const given = readArguments(args, { to: 'one', policy: 'one', block: 'flag' }, [0, 1]);
    const [file] = given.rest;
    const tables = file === undefined ? bundledTables : await readTables(file, texts);
    if (!tables) return EXIT.failed;
    const policyFile = given.one('policy');
    const { sites, contact, protect } = policyFile ? await readPolicyFile(policyFile) : {};
    const guarded = [...new Set([...bundledSites, ...(sites?.add ?? [])])];
    const { policy, left } = exportFirefox(tables, {
      sites: protect === 'all' ? ['*'] : guarded.filter((site) => !sites?.remove?.includes(site)),
      markings: given.flag('block') ? 'block' : 'warn',
      message: texts(
        'rulesFirefoxMessage',
        contact || bundledPolicy.contact || texts('notice_contact_default'),
      ),
    });
    const text = `${JSON.stringify({ policies: { DataLossPrevention: policy } }, null, 2)}\n`;
    const out = given.one('to');
    if (out === undefined) process.stdout.write(text);
    else await writeWhole(out, text);
    const counts = [policy.Rules.length, left.categories, left.keywords, left.onTrial].map(String);
    process.stderr.write(`${texts('rulesFirefoxMade', ...counts)}\n`);
    return EXIT.ok;
  },
};

async function readPolicyFile(file: string): Promise<Layer> {
  let raw: unknown;
  try {
    raw = JSON.parse(await readText(file));
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('rulesNotOurs', file);
  }
  const { layer, problems } = readLayer(raw);
  const [problem] = problems;
  if (problem) throw new Refusal('rulesFirefoxPolicy', file, problem.setting, problem.problem);
  return layer;
}
