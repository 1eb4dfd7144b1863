import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const sources = ['src/cli/rules', 'src/rules', 'src/rules/trust']
  .flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`))
  .concat('src/cli/rules.ts')
  .filter((path) => path.endsWith('.ts'))
  .map(read)
  .join('\n');
const texts = Object.keys(JSON.parse(read('_locales/vi/messages.json'))).filter((name) =>
  /^rules[A-Z]/.test(name),
);

const namesIn = (pattern: RegExp, source: string) =>
  [...source.matchAll(pattern)].map(([, name = '']) => name);
const problems = namesIn(/^ {2}\| '([a-z-]+)'/gm, read('src/rules/trust/problem.ts'));
const steps = namesIn(/^ {2}([a-z]+): async \(\) =>/gm, read('src/cli/rules.ts'));
const named = [
  ...namesIn(/'(rules[A-Z]\w+)'/g, sources),
  ...problems.map((problem) => `rulesProblem_${problem.replaceAll('-', '_')}`),
  // The browser has one more: policy names no root of trust.
  'rulesProblem_no_root',
  'rulesProblem_not_enrolled',
  ...steps.map((step) => `rulesUsage_${step}`),
  ...['unit', 'name', 'version', 'days', 'salt'].map((setting) => `rulesSetting_${setting}`),
  ...['string', 'array', 'object', 'number'].map((kind) => `rulesExpected_${kind}`),
];

describe('what la-chan rules says', () => {
  it('is found at all', () => {
    expect(problems.length).toBeGreaterThan(12);
    expect(steps.length).toBeGreaterThan(10);
    expect(named.length).toBeGreaterThan(80);
  });

  it('has words for every name in the code', () => {
    expect(named.filter((name) => !texts.includes(name))).toEqual([]);
  });

  it('has no words that nobody says', () => {
    expect(texts.filter((name) => !named.includes(name))).toEqual([]);
  });
});
