import type { FindingKind } from '../engine/types.ts';

/**
 * The setting that says what to do with each kind of finding. A keyword of the unit has none: its rule says what to do, and
 * its stage how far it may go.
 */
export const SETTING_OF = {
  marking: 'markings',
  category: 'categories',
  foreign: 'foreign',
  keyword: null,
} as const satisfies Record<FindingKind, string | null>;

export const KINDS = Object.keys(SETTING_OF) as readonly FindingKind[];
