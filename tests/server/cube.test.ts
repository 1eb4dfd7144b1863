import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IncidentFilter } from '../../src/incidents/review-model.ts';
import {
  type Alike,
  DIMENSIONS,
  openCube,
  packCube,
  rowsOf,
  sumCube,
  wordsOf,
} from '../../src/server/counts/cube.ts';
import { Sums } from '../../src/server/counts/sums.ts';

const word = fc.constantFrom('a', 'b', 'Đơn vị', '__proto__', '7');
const rules = fc.uniqueArray(fc.constantFrom('r1', 'r2', 'r3'), { maxLength: 3 });
const row = fc.record({
  unit: word,
  device: fc.constantFrom('d1', 'd2', 'd3'),
  site: word,
  rules: rules.map((list) => (list.length === 0 ? '' : ` ${list.join(' ')} `)),
  channel: word,
  level: fc.constantFrom('mat', 'none'),
  disposition: word,
  state: fc.constantFrom('new', 'false-alarm'),
  n: fc.integer({ min: 1, max: 70_000 }),
  repeats: fc.nat(300),
});
const rows = fc.array(row, { maxLength: 30 });
const time = { from: '', to: '' };

describe('a cube of a day', () => {
  it('gives back the rows it was made of', () => {
    fc.assert(
      fc.property(rows, (made) => {
        expect([...rowsOf(openCube(packCube(made)))]).toEqual(made);
      }),
    );
  });

  it('tells more values apart than a byte can, and than two bytes can', () => {
    for (const count of [300, 70_000]) {
      const base = { unit: '', device: '', rules: '', channel: '', level: '', disposition: '', state: '' };
      const made = Array.from({ length: count }, (_, at) => ({ ...base, site: `s${at}`, n: 1, repeats: 0 }));
      const cube = openCube(packCube(made));
      expect([...rowsOf(cube)].at(-1)).toEqual(made.at(-1));
      expect(sumCube(cube, { ...time, sites: ['s299'] }, new Sums())).toBe(1);
    }
  });

  it('counts what a filter lets through as counting the rows one by one does', () => {
    const list = <T>(values: fc.Arbitrary<T>) =>
      fc.option(fc.uniqueArray(values, { maxLength: 2 }), { nil: [] });
    const filters = fc.record({
      units: list(word),
      devices: list(fc.constantFrom('d1', 'd2')),
      sites: list(word),
      rules: list(fc.constantFrom('r1', 'r2', 'r9')),
      states: list(fc.constantFrom('new', 'false-alarm')),
    });
    fc.assert(
      fc.property(rows, filters, (made, lists) => {
        const filter = { ...time, ...lists } as unknown as IncidentFilter;
        const total = new Sums();
        const counted = sumCube(openCube(packCube(made)), filter, total);
        const passed = made.filter((each) => passes(each, filter));
        expect(counted).toBe(sum(passed));
        const { incidents, repeats, rules, falseAlarms, devices, sites } = total.toCounts([]);
        expect(incidents).toBe(sum(passed));
        expect(repeats).toBe(passed.reduce((all, each) => all + each.repeats, 0));
        const withRule = (each: Alike, rule: string) => wordsOf(each.rules).includes(rule);
        for (const { value, count } of rules)
          expect(count).toBe(sum(passed.filter((each) => withRule(each, value))));
        for (const { value, count } of falseAlarms ?? [])
          expect(count).toBe(
            sum(passed.filter((each) => withRule(each, value) && each.state === 'false-alarm')),
          );
        expect(devices.reduce((all, { count }) => all + count, 0)).toBe(sum(passed));
        expect(sites.map(({ value }) => value).sort()).toEqual(
          [...new Set(passed.map(({ site }) => site))].sort(),
        );
      }),
    );
  });

  it('stores sums and adds them up again', () => {
    fc.assert(
      fc.property(rows, (made) => {
        const once = new Sums();
        sumCube(openCube(packCube(made)), time, once);
        const twice = new Sums();
        for (let round = 0; round < 2; round++) twice.addStored(JSON.parse(JSON.stringify(once.toStored())));
        expect(twice.incidents).toBe(2 * once.incidents);
        expect(twice.toCounts([]).sites).toEqual(
          once.toCounts([]).sites.map(({ value, count }) => ({ value, count: 2 * count })),
        );
      }),
    );
  });
});

function sum(some: readonly Alike[]): number {
  return some.reduce((all, { n }) => all + n, 0);
}

function passes(each: Alike, filter: IncidentFilter): boolean {
  const has = (list: readonly string[] | undefined, value: string) => !list?.length || list.includes(value);
  return (
    DIMENSIONS.length === 8 &&
    has(filter.units, each.unit) &&
    has(filter.devices, each.device) &&
    has(filter.sites, each.site) &&
    has(filter.states, each.state) &&
    (!filter.rules?.length || wordsOf(each.rules).some((rule) => filter.rules!.includes(rule)))
  );
}
