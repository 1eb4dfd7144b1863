import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashKeyword } from '../../src/engine/keywords.ts';
import type { EngineTables } from '../../src/engine/tables.ts';
import { bundledTables } from '../../src/rules/bundled.ts';
import { compareTables } from '../../src/rules/compare-tables.ts';
import { type OwnRules, type RuleKind, readRules } from '../../src/rules/compile.ts';
import { extendBaseline, ruleIdsOf } from '../../src/rules/extend.ts';
import { findOverlaps } from '../../src/rules/overlaps.ts';
import { tablesSchema } from '../../src/rules/tables-schema.ts';

const salt = 'ab'.repeat(16);
const examples = { match: ['x'], ignore: ['y'] };
const read = (kind: RuleKind, value: unknown) =>
  readRules([{ file: 'x.yaml', kind, value, lineOf: () => 1 }], (word) => hashKeyword(salt, word));

function ownOf(kind: RuleKind, value: unknown): OwnRules {
  const { rules, problems } = read(kind, value);
  expect(problems).toEqual([]);
  return rules;
}

const extend = (own: OwnRules): EngineTables =>
  extendBaseline(bundledTables, own, { pack: { name: 'x', version: '1' }, salt });

describe('rule files', () => {
  const kinds: RuleKind[] = [
    'marking',
    'foreign',
    'category',
    'keyword',
    'stages',
    'allowlist',
    'evidence',
    'context',
  ];
  it.each(kinds)('of the kind %s never make the check throw, whatever they hold', (kind) => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => void read(kind, value)),
      { numRuns: 300 },
    );
  });

  it('of keywords hold hashes where the words were', () => {
    const own = ownOf('keyword', {
      id: 'keyword.x',
      action: 'block',
      words: ['Sao Mai 27'],
      source: 'x',
      examples,
    });
    expect(own.keywords).toEqual([
      { ruleId: 'keyword.x', action: 'block', hashes: [hashKeyword(salt, 'sao mai 27')] },
    ]);
  });

  it('of keywords name the word that cannot be one', () => {
    const value = { id: 'keyword.x', action: 'warn', words: ['ổn', '---'], source: 'x', examples };
    expect(read('keyword', value).problems).toMatchObject([{ name: 'rulesNoKeyword', values: ['---'] }]);
  });

  it.each([
    ['keyword.sao-mai', 'Sao Mai'],
    ['keyword.du-an-sao-mai-27', 'Sáo mài 27'],
    ['keyword.dang', 'Đặng'],
  ])('of keywords may not tell the word in the id %s', (id, word) => {
    const value = { id, action: 'warn', words: [word], source: 'x', examples };
    expect(read('keyword', value).problems).toMatchObject([{ name: 'rulesIdTellsWord' }]);
  });

  it('of stages name a rule that stands there twice', () => {
    const entry = { rule: 'marking.mat', stage: 'warn' };
    expect(read('stages', [entry, entry]).problems).toMatchObject([{ name: 'rulesStageTwice' }]);
  });
});

describe('a unit’s pack', () => {
  const marking = { id: 'marking.mat', level: 'mat', phrases: ['MẬT', 'KÍN'], source: 'x', examples };

  it('is the baseline with the unit’s rules in it, and what machines accept', () => {
    const own = ownOf('foreign', { id: 'foreign.x', strong: ['LIVE'], weak: [], source: 'x', examples });
    const tables = extend(own);
    expect(ruleIdsOf(tables)).toEqual(expect.arrayContaining([...ruleIdsOf(bundledTables), 'foreign.x']));
    expect(tablesSchema.safeParse(tables).success).toBe(true);
    expect(tables).not.toHaveProperty('stages');
  });

  it('takes the unit’s rule in place of the baseline’s of the same id', () => {
    const { markings } = extend(ownOf('marking', marking));
    expect(markings.filter(({ ruleId }) => ruleId === 'marking.mat')).toEqual([
      { ruleId: 'marking.mat', level: 'mat', phrases: ['MẬT', 'KÍN'] },
    ]);
  });

  it('differs from another in words that name rules', () => {
    const changes = compareTables(bundledTables, {
      ...extend(ownOf('marking', marking)),
      foreign: bundledTables.foreign.slice(1),
      stages: [{ ruleId: 'marking.mat', stage: 'warn', sites: [{ host: '*.zalo.me', stage: 'report' }] }],
      allowlist: { salt, entries: [{ kind: 'file', hash: 'f'.repeat(64), until: '2027-01-01' }] },
    });
    expect(changes).toEqual({
      added: [],
      removed: [bundledTables.foreign[0]!.ruleId],
      changed: ['marking.mat'],
      stages: [{ ruleId: 'marking.mat', before: 'block', after: 'warn; *.zalo.me: report' }],
      allowed: { added: 1, removed: 0 },
      evidence: false,
    });
  });
});

describe('overlaps', () => {
  it('of the baseline with itself are nobody’s business', () => {
    expect(findOverlaps(bundledTables, ownOf('stages', []))).toEqual([]);
  });

  it('of categories name the one that finds nothing of its own', () => {
    const base = bundledTables.categories[0]!;
    const concepts = Object.fromEntries(base.concepts.map((group, i) => [`g${i}`, [`${group[0]} mới nhất`]]));
    const item = { id: 'category.x.y', item: '1', level: 'mat', near: base.near, concepts, examples };
    const own = ownOf('category', { sector: 'x', decision: 'x', items: [item] });
    expect(findOverlaps(bundledTables, own)).toEqual([
      { name: 'rulesCategoryInside', values: ['category.x.y', base.ruleId] },
    ]);
  });

  it('of keywords are named by their rules, since their words are not known', () => {
    const [hash] = [hashKeyword(salt, 'a b')!];
    const rule = { action: 'warn', hashes: [hash] } as const;
    const own = {
      ...ownOf('stages', []),
      keywords: [
        { ...rule, ruleId: 'keyword.x' },
        { ...rule, ruleId: 'keyword.y' },
      ],
    };
    expect(findOverlaps(bundledTables, own)).toEqual([
      { name: 'rulesSameKeyword', values: ['keyword.x', 'keyword.y'] },
    ]);
  });

  it('tell phrases apart by their tones', () => {
    const rule = { id: 'marking.x', level: 'mat', phrases: ['MẮT', 'BỎ MẶT'], source: 'x', examples };
    expect(findOverlaps(bundledTables, ownOf('marking', rule))).toEqual([]);
  });
});
