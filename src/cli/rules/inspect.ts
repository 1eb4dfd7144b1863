import type { EngineTables } from '../../engine/tables.ts';
import { compareTables, describeStage } from '../../rules/compare-tables.ts';
import { type PackFile, statementSchema } from '../../rules/trust/documents.ts';
import { readCanonical } from '../../rules/trust/signed.ts';
import { sha256Hex } from '../../signing/bytes.ts';
import { type Command, EXIT } from '../command.ts';
import type { Texts } from '../texts.ts';
import { readArguments } from './arguments.ts';
import { countSignatures, newestRoot, readDraft } from './chain-file.ts';
import { readTables } from './read-tables.ts';

/** `la-chan rules inspect FILE [OTHER]`: a pack in words, and how it differs from an older one. */
export const inspect: Command = {
  async run(args, texts) {
    const [file = '', other] = readArguments(args, {}, [1, 2]).rest;
    const draft = await readDraft(file);
    const tables = (await readTables(file, texts))!;
    const lines = [...(await describePack(draft, texts)), ...describeTables(tables, texts)];
    if (other) {
      const before = await readTables(other, texts);
      if (!before) return EXIT.failed;
      lines.push('', texts('rulesDiffHead', other), ...describeChanges(before, tables, texts));
    }
    process.stdout.write(`${lines.join('\n')}\n`);
    return EXIT.ok;
  },
};

async function describePack({ statement, roots }: PackFile, texts: Texts): Promise<string[]> {
  const said = readCanonical(statement.signed, statementSchema, 'statement');
  const { root } = await newestRoot(roots);
  const [count] = await countSignatures(statement, [{ root, role: 'pack' }]);
  return [
    texts('rulesShownName', said.name, String(said.version), said.unit),
    texts('rulesShownTime', said.released.slice(0, 10), said.expires.slice(0, 10)),
    texts('rulesShownEngine', said.minEngine),
    texts(
      'rulesShownSigned',
      `${count!.have}/${count!.need}`,
      statement.signatures.map(({ key }) => key).join(', '),
    ),
    texts('rulesShownRoot', String(root.version), await sha256Hex(roots.at(-1)!.signed)),
  ];
}

function describeTables(
  { markings, foreign, categories, keywords, stages, allowlist, names = {} }: EngineTables,
  texts: Texts,
) {
  const words = keywords?.rules.reduce((sum, rule) => sum + rule.hashes.length, 0) ?? 0;
  const counts = [markings.length, foreign.length, categories.length, keywords?.rules.length ?? 0, words];
  return [
    texts('rulesShownRules', ...counts.map(String)),
    ...Object.entries(names).map(([ruleId, name]) => texts('rulesShownNamed', ruleId, name)),
    ...(stages ?? []).map((rule) => texts('rulesShownStage', rule.ruleId, describeStage(rule))),
    texts('rulesShownAllowed', String(allowlist?.entries.length ?? 0)),
  ];
}

function describeChanges(before: EngineTables, after: EngineTables, texts: Texts): string[] {
  const { added, removed, changed, stages, allowed, evidence } = compareTables(before, after);
  const lines = [
    ...added.map((id) => `+ ${id}`),
    ...removed.map((id) => `- ${id}`),
    ...changed.map((id) => `~ ${id}`),
    ...stages.map((rule) => `~ ${texts('rulesShownStage', rule.ruleId, `${rule.before} → ${rule.after}`)}`),
    ...(evidence ? [`~ ${texts('rulesDiffEvidence')}`] : []),
    ...(allowed.added + allowed.removed > 0
      ? [`~ ${texts('rulesDiffAllowed', String(allowed.added), String(allowed.removed))}`]
      : []),
  ];
  return lines.length > 0 ? lines : [texts('rulesDiffNone')];
}
