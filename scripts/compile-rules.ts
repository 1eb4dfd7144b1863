import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { LineCounter, parse, parseDocument } from 'yaml';
import { compileRules, type RuleKind, type RuleSource } from '../src/rules/compile.ts';

const root = new URL('../', import.meta.url);
const read = (path: string) => readFile(new URL(path, root), 'utf8');

/** One rule file with the line of every place in it. A mistake in the YAML itself ends the run. */
async function readSource(file: string, kind: RuleKind): Promise<RuleSource> {
  const lines = new LineCounter();
  const document = parseDocument(await read(file), { lineCounter: lines });
  for (const error of document.errors)
    fail(file, error.linePos?.[0].line ?? 1, error.message.split('\n')[0]!);
  return {
    file,
    kind,
    value: document.toJS(),
    lineOf(path) {
      for (let length = path.length; length > 0; length--) {
        const node = document.getIn(path.slice(0, length), true) as
          | { range?: [number, number, number] }
          | undefined;
        if (node?.range) return lines.linePos(node.range[0]).line;
      }
      return 1;
    },
  };
}

function fail(file: string, line: number, message: string): never {
  console.error(`${file}:${line}: ${message}`);
  process.exit(1);
}

const folders: readonly [string, RuleKind][] = [
  ['rules/markings', 'marking'],
  ['rules/foreign', 'foreign'],
  ['rules/categories', 'category'],
];
const sources: RuleSource[] = [];
for (const [folder, kind] of folders) {
  for (const file of (await readdir(new URL(`${folder}/`, root))).sort()) {
    sources.push(await readSource(`${folder}/${file}`, kind));
  }
}
sources.push(await readSource('rules/evidence/weights.yaml', 'evidence'));
sources.push(await readSource('rules/evidence/context.yaml', 'context'));
const { version } = JSON.parse(await read('package.json'));
const { name, released } = parse(await read('rules/pack.yaml'));
const { tables, examples, problems } = compileRules({ name, version, released }, sources);
for (const { file, line, message } of problems) console.error(`${file}:${line}: ${message}`);
if (problems.length > 0) process.exit(1);

await mkdir(new URL('.generated/', root), { recursive: true });
const write = (name: string, value: unknown) =>
  writeFile(new URL(`.generated/${name}`, root), JSON.stringify(value));
await write('rules.json', tables);
await write('rule-examples.json', examples);
await import('./compile-policy.ts');
