import compiled from '../../.generated/rules.json' with { type: 'json' };
import type { EngineTables } from '../engine/tables.ts';

/** The baseline rule pack, compiled from `rules/` at build time. */
export const bundledTables = compiled as EngineTables;

/** The id of that pack among those a machine may have in use: the others are named by the SHA-256 of their statement. */
export const BUNDLED_PACK = 'bundled';
