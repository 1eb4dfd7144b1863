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
    ['a level nobody knows', { ...rule, level: 'secret' }, 'rulesWrongValue', 'level'],
    ['no level', { ...rule, level: undefined }, 'rulesMissingField', 'level'],
    ['no source of law', { ...rule, source: '' }, 'rulesEmpty', 'source'],
    ['no examples', { ...rule, examples: { match: [], ignore: ['y'] } }, 'rulesEmpty', 'examples.match'],
    ['a key that is misspelt', { ...rule, phrase: ['X'] }, 'rulesUnknownField', 'phrase'],
    ['a number for a phrase', { ...rule, phrases: ['X', 7] }, 'rulesExpected_string', 'phrases[2]'],
    ['one phrase for a list', { ...rule, phrases: 'X' }, 'rulesExpected_array', 'phrases'],
    ['an id of another kind', { ...rule, id: 'foreign.x' }, 'rulesWrongForm', 'id'],
  ])('names the file, the line and the place of %s', (_, value, name, place) => {
    const [problem] = compileRules(pack, [source(value)]).problems;
    expect(problem).toMatchObject({ file: 'rules/markings/x.yaml', name });
    expect(problem?.values[0]).toBe(place);
  });

  it('refuses an id that is used twice', () => {
    const { problems } = compileRules(pack, [source(rule), source(rule)]);
    expect(problems).toMatchObject([{ name: 'rulesIdTwice', values: ['marking.x'] }]);
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
    expect(problems).toMatchObject([{ name: 'rulesFewConcepts' }]);
  });
});
