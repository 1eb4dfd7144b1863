import { stat } from 'node:fs/promises';
import { bundledTables } from '../../rules/bundled.ts';
import { type Command, EXIT } from '../command.ts';
import type { Texts } from '../texts.ts';
import { readArguments } from './arguments.ts';
import { reportExamples, reportProblems, today } from './check.ts';
import { type Compared, compareDocuments } from './compare-documents.ts';
import { loadPackFolder } from './pack-folder.ts';
import { readTables } from './read-tables.ts';
import { Misuse, Refusal } from './refusal.ts';

/** `la-chan rules test FOLDER [--documents FOLDER [--against PACK] [--site HOST]]`. */
export const test: Command = {
  async run(args, texts) {
    const given = readArguments(args, { documents: 'one', against: 'one', site: 'one' }, [1, 1]);
    const documents = given.one('documents');
    if (!documents && (given.one('against') || given.one('site'))) throw new Misuse();
    const pack = await loadPackFolder(given.rest[0]!, today());
    if (!reportProblems(pack, texts) || !reportExamples(pack, texts)) return EXIT.failed;
    if (!documents) return EXIT.ok;
    const isFolder = await stat(documents).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (!isFolder) throw new Refusal('rulesNoDocuments', documents);
    const against = given.one('against');
    const before = against ? await readTables(against, texts) : bundledTables;
    if (!before) return EXIT.failed;
    const site = given.one('site') ?? '';
    await compare(documents, { before, after: pack.tables }, site, texts);
    return EXIT.ok;
  },
};

async function compare(
  folder: string,
  tables: Parameters<typeof compareDocuments>[1],
  site: string,
  texts: Texts,
): Promise<void> {
  const counts = { all: 0, stricter: 0, milder: 0, stopped: 0 };
  for await (const one of compareDocuments(folder, tables, { site, today: today() })) {
    counts.all++;
    if (one.after.action !== 'allow' && one.after.action !== 'report') counts.stopped++;
    const change = strictness(one.after.action) - strictness(one.before.action);
    if (change === 0) continue;
    if (change > 0) counts.stricter++;
    else counts.milder++;
    process.stdout.write(`${describe(one, change > 0, texts)}\n`);
  }
  const { all, stricter, milder, stopped } = counts;
  const numbers = [all, stricter, milder, stopped].map(String);
  process.stdout.write(`${texts('rulesCompared', ...numbers)}\n`);
}

/** The person's own documents are named on their own screen; nothing of this is kept. */
function describe({ file, before, after }: Compared, stricter: boolean, texts: Texts): string {
  const rules = new Set((stricter ? after : before).findings.map(({ finding }) => finding.ruleId));
  const change = `${texts(`action_${before.action}`)} → ${texts(`action_${after.action}`)}`;
  return `${stricter ? '+' : '-'} ${file}: ${change} (${[...rules].join(', ') || '–'})`;
}

function strictness(action: Compared['after']['action']): number {
  return ['allow', 'report', 'warn', 'hold', 'block'].indexOf(action);
}
