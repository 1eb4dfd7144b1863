import { Session } from 'node:inspector/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import { bundledTables } from '../../src/rules/bundled.ts';

const engine = createEngine(bundledTables);
const session = new Session();

/**
 * How often the busiest block of each of the engine's functions ran for a text: the same on every machine, unlike time.
 * Not all blocks, for the language leaves out one that ran as often as what is around it.
 */
async function stepsOf(text: string): Promise<number> {
  await session.post('Profiler.takePreciseCoverage');
  engine.inspect(text);
  const { result } = await session.post('Profiler.takePreciseCoverage');
  let steps = 0;
  for (const { url, functions } of result) {
    if (!url.includes('/src/engine/')) continue;
    for (const { ranges } of functions) steps += Math.max(...ranges.map(({ count }) => count));
  }
  return steps;
}

const UNITS = 8000;
const fill = (piece: string, units: number) => piece.repeat(Math.ceil(units / piece.length)).slice(0, units);

const pieces = fc
  .array(
    fc.constantFrom(
      'MẬT',
      'TỐI MẬT',
      'TUYỆT MẬT ONG',
      'Độ mật: Mật',
      'Số: 1/BC-UBND',
      'SỞ NỘI VỤ',
      'mat',
      'M',
      'Ậ T',
      'mËt §éc',
      'MAÄT',
      'SECRET',
      '绝密',
      'đề thi chính thức',
      'thi tốt nghiệp THPT',
      '<b>',
      '</p>',
      '<a ',
      '&#7852;',
      '%E1%BA',
      '\\u1eac',
      '🅼',
      '"',
      ' ',
      '   ',
      '\t',
      '\n',
      '\u200b',
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((list) => list.join(''));

describe('the work for a text', () => {
  beforeAll(async () => {
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
    engine.inspect(fill('Số: 1/BC MẬT\n', 4 * UNITS));
  });
  afterAll(async () => {
    await session.post('Profiler.stopPreciseCoverage');
    session.disconnect();
  });

  it('at most doubles with the text, whatever the text repeats', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(pieces, async (piece) => {
        const [one, two] = [await stepsOf(fill(piece, UNITS)), await stepsOf(fill(piece, 2 * UNITS))];
        expect(two).toBeLessThanOrEqual(2.2 * one + 2000);
      }),
      { numRuns: 60, seed: 5 },
    );
  });

  it('stays within a bound for every unit', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(pieces, async (piece) => {
        expect(await stepsOf(fill(piece, 4 * UNITS))).toBeLessThanOrEqual(600 * 4 * UNITS);
      }),
      { numRuns: 40, seed: 5 },
    );
  });
});
