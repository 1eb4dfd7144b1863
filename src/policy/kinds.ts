import type { FindingKind } from '../engine/types.ts';

/** The setting that says what to do with each kind of finding. */
export const SETTING_OF = { marking: 'markings', category: 'categories', foreign: 'foreign' } as const;

export const KINDS = Object.keys(SETTING_OF) as readonly FindingKind[];
