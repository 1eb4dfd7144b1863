import compiled from '../../.generated/core-rules.json' with { type: 'json' };
import type { EngineTables } from '../engine/tables.ts';

/** The baseline pack without its categories: small enough for every page, and all that may ever block. */
export const coreTables = compiled as EngineTables;

/** The id of that part: never the pack in use, so a page that holds it asks for the whole. */
export const CORE_PACK = 'core';
