import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { parse } from 'yaml';

const root = new URL('../', import.meta.url);
const read = async (path: string) => parse(await readFile(new URL(path, root), 'utf8'));
const folder = new URL('rules/markings/', root);
const markings = [];
for (const file of (await readdir(folder)).sort()) {
  const rule = await read(`rules/markings/${file}`);
  markings.push({ ruleId: rule.id, level: rule.level, phrases: rule.phrases });
}
const { version } = await JSON.parse(await readFile(new URL('package.json', root), 'utf8'));
await mkdir(new URL('.generated/', root), { recursive: true });
const write = (name: string, value: unknown) =>
  writeFile(new URL(`.generated/${name}`, root), JSON.stringify(value));
await write('rules.json', {
  pack: { name: 'baseline', version },
  markings,
  evidence: await read('rules/evidence/weights.yaml'),
  context: await read('rules/evidence/context.yaml'),
});
await import('./compile-policy.ts');
