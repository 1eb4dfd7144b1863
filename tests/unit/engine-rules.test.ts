import { describe, expect, it } from 'vitest';
import { compileRules, type RuleSource } from '../../src/rules/compile.ts';

const pack = { name: 'test', version: '1' };
const source = (value: unknown, kind: RuleSource['kind'] = 'marking'): RuleSource => ({
  file: 'rules/markings/x.yaml',
  kind,
  value,
  lineOf: (path) => path.length,
});
const rule = {
  id: 'marking.x',
  level: 'mat',
  phrases: ['X'],
  source: 'a law',
  examples: { match: ['X'], ignore: ['y'] },
};

describe('compiling rules', () => {
  it('takes a rule that is complete', () => {
    const { problems, tables } = compileRules(pack, [source(rule)]);
    expect(problems).toEqual([]);
    expect(tables.markings).toEqual([{ ruleId: 'marking.x', level: 'mat', phrases: ['X'] }]);
  });

  it.each([
    ['a level nobody knows', { ...rule, level: 'secret' }, 'level'],
    ['no source of law', { ...rule, source: '' }, 'source'],
    ['no examples', { ...rule, examples: { match: [], ignore: ['y'] } }, 'examples.match'],
    ['a key that is misspelt', { ...rule, phrase: ['X'] }, 'the file'],
  ])('names the file, the line and the place of %s', (_, value, place) => {
    const [problem] = compileRules(pack, [source(value)]).problems;
    expect(problem?.file).toBe('rules/markings/x.yaml');
    expect(problem?.message).toContain(place);
  });

  it('refuses an id that is used twice', () => {
    const { problems } = compileRules(pack, [source(rule), source(rule)]);
    expect(problems.map(({ message }) => message)).toEqual(['the id "marking.x" is used twice']);
  });

  it('refuses a category with one group of phrases only', () => {
    const item = {
      id: 'category.a.b',
      item: '1',
      level: 'mat',
      near: 100,
      concepts: { one: ['x'] },
      examples: rule.examples,
    };
    const { problems } = compileRules(pack, [
      source({ sector: 'a', decision: 'QĐ', items: [item] }, 'category'),
    ]);
    expect(problems[0]?.message).toContain('two groups');
  });
});
