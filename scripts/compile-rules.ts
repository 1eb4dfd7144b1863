import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { describeProblem, readSource } from '../src/cli/rules/read-source.ts';
import { chooseTexts } from '../src/cli/texts.ts';
import { SAID_OF_CATEGORIES } from '../src/engine/category.ts';
import { withPlaces } from '../src/engine/key-places.ts';
import { compileRules, type RuleKind, type RuleSource } from '../src/rules/compile.ts';
import type { Problem } from '../src/rules/problem-words.ts';

const root = new URL('../', import.meta.url);
const read = (path: string) => readFile(new URL(path, root), 'utf8');
const texts = chooseTexts(undefined, process.env);

function stopAt(problems: readonly Problem[]): void {
  for (const problem of problems) console.error(describeProblem(problem, texts));
  if (problems.length > 0) process.exit(1);
}

const folders: readonly [string, RuleKind][] = [
  ['rules/markings', 'marking'],
  ['rules/foreign', 'foreign'],
  ['rules/categories', 'category'],
];
const files: [string, RuleKind][] = [];
for (const [folder, kind] of folders) {
  for (const file of (await readdir(new URL(`${folder}/`, root))).sort())
    files.push([`${folder}/${file}`, kind]);
}
files.push(['rules/evidence/weights.yaml', 'evidence'], ['rules/evidence/context.yaml', 'context']);
const sources: RuleSource[] = [];
for (const [file, kind] of files) {
  const { source, problems } = await readSource(new URL(file, root), file, kind);
  stopAt(problems);
  sources.push(source);
}
const { version } = JSON.parse(await read('package.json'));
const { name, released } = parse(await read('rules/pack.yaml'));
const { tables, examples, problems } = compileRules({ name, version, released }, sources);
stopAt(problems);

await mkdir(new URL('.generated/', root), { recursive: true });
const write = (name: string, value: unknown) =>
  writeFile(new URL(`.generated/${name}`, root), JSON.stringify(value));
await write('rules.json', withPlaces(tables));
// What every page carries from its first moment on: markings and foreign banners. The categories come from the background.
const withoutCategories = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([name]) => !SAID_OF_CATEGORIES.includes(name)));
await write('core-rules.json', {
  ...tables,
  categories: [],
  context: withoutCategories(tables.context),
  evidence: { ...tables.evidence, weights: withoutCategories(tables.evidence.weights) },
});
await write('rule-examples.json', examples);
await import('./compile-policy.ts');
await import('./bound-pdfjs.ts');
