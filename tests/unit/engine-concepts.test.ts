import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import { bundledTables } from '../../src/rules/bundled.ts';

const NEAR = 120;
const CONCEPTS = ['kế hoạch di dời', 'vị trí kho dự trữ', 'ngày khởi hành', 'danh sách lái xe'];

const engineOf = (count: number) =>
  createEngine({
    ...bundledTables,
    categories: [
      {
        ruleId: 'category.made.one',
        sector: 'made',
        level: 'mat',
        near: NEAR,
        concepts: CONCEPTS.slice(0, count).map((phrase) => [phrase]),
      },
    ],
  });
const engines = new Map([2, 3, 4].map((count) => [count, engineOf(count)]));

const pieces = fc.array(
  fc.oneof(fc.constantFrom(...CONCEPTS), fc.constantFrom('cây', 'hàng cây xanh mát', 'x'.repeat(60))),
  { maxLength: 24 },
);

/** Where a phrase of each concept stands, found by trying every place. */
function findPlainly(text: string, phrase: string): number[] {
  const found: number[] = [];
  for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) found.push(at);
  return found;
}

function standTogether(text: string, phrases: readonly string[], start = Infinity, end = 0): boolean {
  const [phrase, ...others] = phrases;
  if (phrase === undefined) return end - start <= NEAR;
  return findPlainly(text, phrase).some((at) =>
    standTogether(text, others, Math.min(start, at), Math.max(end, at + phrase.length)),
  );
}

describe('the groups of phrases of a category', () => {
  it('are found whenever they stand close enough together, in whatever order', () => {
    fc.assert(
      fc.property(pieces, fc.constantFrom(2, 3, 4), (words, count) => {
        const text = words.join(' ');
        const found = engines.get(count)!.explain(text);
        expect(found.some(({ kind }) => kind === 'category')).toBe(
          standTogether(text, CONCEPTS.slice(0, count)),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('are all shown by the finding, in order of place', () => {
    const text = `${CONCEPTS[2]}, ${CONCEPTS[0]}, ${CONCEPTS[1]}`;
    const [found] = engines.get(3)!.explain(text);
    expect(found).toMatchObject({ kind: 'category', start: 0, end: text.length });
  });
});
