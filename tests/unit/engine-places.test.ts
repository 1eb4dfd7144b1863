import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import { choosePlaces, withPlaces } from '../../src/engine/key-places.ts';
import type { Engine } from '../../src/engine/types.ts';
import { bundledTables } from '../../src/rules/bundled.ts';
import { extendBaseline } from '../../src/rules/extend.ts';
import { tablesSchema } from '../../src/rules/tables-schema.ts';
import { makeCategoryTexts } from '../rules/categories/texts.ts';

const { places: _, ...unplaced } = bundledTables;
const own = { markings: [], foreign: [], categories: [], keywords: [], stages: [], allowed: [], names: {} };

describe('the places of phrases', () => {
  it('come with the bundled rules and are the same when they are chosen again', () => {
    expect(bundledTables.places).toBe(withPlaces(unplaced).places);
  });

  it('hide no marking: without them, and with those of other rules, the same ones are found', () => {
    const found = (engine: Engine, text: string) =>
      engine.inspect(text).filter(({ kind }) => kind !== 'category');
    const engines = [unplaced, { ...unplaced, places: choosePlaces(['một hai ba bốn năm']) }].map(
      createEngine,
    );
    const placed = createEngine(bundledTables);
    for (const { text: paper } of makeCategoryTexts().filter((_text, i) => i % 25 === 0)) {
      const text = `Số: 12/BC-SNV\nTỐI MẬT\n${paper}\nTOP SECRET//NOFORN\n`;
      expect(found(placed, text).map(({ action }) => action)).toContain('block');
      for (const engine of engines) expect(found(engine, text)).toEqual(found(placed, text));
    }
  });

  it('leave the letters that all phrases share', () => {
    const [first] = choosePlaces(['kxkxkx qwqwqw', 'kxkxkx vyvyvy', 'kxkxkx zfzfzf']);
    expect(first!.charCodeAt(0) - '0'.charCodeAt(0)).toBeGreaterThan('kxkxkx'.length);
  });

  it('stand in no pack of a unit', () => {
    const extended = extendBaseline(
      bundledTables,
      { ...own, evidence: undefined, context: undefined },
      {
        pack: { name: 'unit', version: '1' },
        salt: '00',
      },
    );
    expect(extended).not.toHaveProperty('places');
    expect(tablesSchema.safeParse(bundledTables).success).toBe(false);
    expect(tablesSchema.safeParse(extended).success).toBe(true);
  });
});
