import { type Command, EXIT } from '../command.ts';
import type { Texts } from '../texts.ts';
import { readArguments } from './arguments.ts';
import { type LoadedPack, loadPackFolder } from './pack-folder.ts';
import { describeProblem } from './read-source.ts';
import { tryExamples } from './try-examples.ts';

/** `la-chan rules check FOLDER`. */
export const check: Command = {
  async run(args, texts) {
    const [folder = ''] = readArguments(args, {}, [1, 1]).rest;
    const pack = await loadPackFolder(folder, today());
    if (!reportProblems(pack, texts)) return EXIT.failed;
    const { own, overlaps, advice, tables } = pack;
    for (const { name, values } of [...overlaps, ...advice])
      process.stdout.write(`${texts(name, ...values)}\n`);
    for (const { hash, until } of own.allowed)
      if (until < today()) process.stdout.write(`${texts('rulesAllowExpired', hash.slice(0, 12), until)}\n`);
    const counts = [tables.markings, tables.foreign, tables.categories, own.keywords].map(
      (list) => list.length,
    );
    process.stdout.write(`${texts('rulesChecked', ...counts.map(String))}\n`);
    return EXIT.ok;
  },
};

/** Says what is wrong, a line each; true when nothing is. */
export function reportProblems(pack: LoadedPack, texts: Texts): boolean {
  for (const problem of pack.problems) process.stderr.write(`${describeProblem(problem, texts)}\n`);
  if (pack.problems.length > 0)
    process.stderr.write(`${texts('rulesProblemCount', String(pack.problems.length))}\n`);
  return pack.problems.length === 0;
}

/** Runs every example and says which came out otherwise; true when none did. */
export function reportExamples({ tables, examples }: LoadedPack, texts: Texts): boolean {
  const own = tryExamples(tables, examples.own);
  const baseline = tryExamples(tables, examples.baseline);
  const failed = [...own.failed, ...baseline.failed];
  for (const { ruleId, wanted, text } of failed) {
    const name = wanted === 'match' ? 'rulesExampleMissed' : 'rulesExampleFound';
    process.stderr.write(`${texts(name, ruleId, JSON.stringify(text))}\n`);
  }
  for (const { ruleId, others } of own.also)
    process.stdout.write(`${texts('rulesAlsoFound', ruleId, others.join(', '))}\n`);
  const name = failed.length === 0 ? 'rulesExamplesGood' : 'rulesExamplesBad';
  const out = failed.length === 0 ? process.stdout : process.stderr;
  out.write(`${texts(name, String(own.count), String(baseline.count), String(failed.length))}\n`);
  return failed.length === 0;
}

/** Today as `YYYY-MM-DD`. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
