import type { RulesInUse } from '../../src/content/judge.ts';
import { BUNDLED_PACK, bundledTables } from '../../src/rules/bundled.ts';

/** What a page has in use as soon as the background has answered, on a machine without a unit's pack. */
export const bundledRules: RulesInUse = { tables: bundledTables, packId: BUNDLED_PACK };
