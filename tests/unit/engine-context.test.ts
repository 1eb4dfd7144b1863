import { expect, it } from 'vitest';
import { buildContext } from '../../src/engine/context.ts';
import { bundledTables } from '../../src/rules/bundled.ts';

it('has a bit for every kind of context phrase, and one left for those the rules do not have', () => {
  expect(buildContext(bundledTables.context).kinds.size).toBeLessThan(32);
});
