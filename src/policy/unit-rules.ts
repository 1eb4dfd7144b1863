import type { EngineTables } from '../engine/tables.ts';
import type { LocatedFinding, Outcome, Verdict } from '../engine/verdict.ts';
import { decide, type Transfer } from './decide.ts';
import type { Policy } from './policy.ts';
import { capByStage } from './stages.ts';

/** All that a unit judges by: its rule pack and its policy. */
export interface UnitRules {
  /** SHA-256 of the pack's statement, or `bundled`. */
  readonly packId: string;
  readonly tables: EngineTables;
  readonly policy: Policy;
}

/** The verdict over one item by the stages of the unit's rules and by its policy. */
export function weigh(
  { findings, outcome }: { readonly findings: readonly LocatedFinding[]; readonly outcome: Outcome },
  { tables, policy }: UnitRules,
  transfer: Transfer = {},
): Verdict {
  const staged = capByStage(findings, tables.stages, transfer.destination?.site ?? '');
  return decide(staged, outcome, policy, transfer);
}
