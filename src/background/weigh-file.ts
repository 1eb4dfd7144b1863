import type { EngineTables } from '../engine/tables.ts';
import type { Outcome, Verdict } from '../engine/verdict.ts';
import type { InspectionResult } from '../inspection/types.ts';
import { decide, type Transfer } from '../policy/decide.ts';
import type { Policy } from '../policy/policy.ts';
import { capByStage } from '../policy/stages.ts';
import { isAllowedFile } from '../rules/allowlist.ts';

/** The verdict over a scanned file: by the stages of its rules, by policy, and by what the unit has found to be a false alarm. */
export async function weighFile(
  file: File,
  { findings, outcome }: InspectionResult,
  tables: EngineTables,
  policy: Policy,
  transfer: Transfer,
): Promise<Verdict> {
  const staged = capByStage(findings, tables.stages, transfer.destination?.site ?? '');
  const verdict = decide(staged, outcome, policy, transfer);
  if (verdict.action === 'allow' || !(await isFalseAlarm(file, tables))) return verdict;
  return allowed(outcome);
}

/** The verdict over a file that somebody has found to be a false alarm. */
export function allowed(outcome: Outcome): Verdict {
  return { action: 'allow', level: null, findings: [], outcome };
}

async function isFalseAlarm(file: File, { allowlist }: EngineTables): Promise<boolean> {
  if (!(file instanceof File)) return false;
  try {
    return await isAllowedFile(allowlist, file, dayOf(new Date()));
  } catch {
    // A file that is gone by now is not the one that somebody looked at.
    return false;
  }
}

/** A day on this machine's clock, `YYYY-MM-DD`. */
export function dayOf(moment: Date): string {
  const local = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 10);
}
