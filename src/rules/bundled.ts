import compiled from '../../.generated/rules.json' with { type: 'json' };
import type { EngineTables } from '../engine/tables.ts';

/** The baseline rule pack, compiled from `rules/` at build time. */
export const bundledTables = compiled as EngineTables;
