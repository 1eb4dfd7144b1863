import type { Action, Level } from '../engine/types.ts';
import type { LocatedFinding, Outcome, Verdict } from '../engine/verdict.ts';
import type { Policy } from './policy.ts';

const RANK = { allow: 0, report: 1, warn: 2, hold: 3, block: 4 } as const;
const LEVELS: readonly (Level | null)[] = [null, 'mat', 'toi-mat', 'tuyet-mat'];
/** A keyword of the unit has no line in policy: its rule says what to do, and its stage how far it may go. */
const BY_KIND = { marking: 'markings', category: 'categories', foreign: 'foreign', keyword: null } as const;

/** Findings and the outcome of one item, weighed by policy: the strictest wins. A policy never makes a finding stricter than its rule. */
export function decide(findings: readonly LocatedFinding[], outcome: Outcome, policy: Policy): Verdict {
  let action: Verdict['action'] =
    outcome === 'scanned' ? 'allow' : (policy.outcomes[outcome] ?? policy.outcomes.default);
  let level: Level | null = null;
  for (const { finding } of findings) {
    const setting = BY_KIND[finding.kind];
    const wanted = setting ? weaker(finding.action, policy[setting]) : finding.action;
    if (RANK[wanted] > RANK[action]) action = wanted;
    if (wanted !== 'allow' && LEVELS.indexOf(finding.level) > LEVELS.indexOf(level)) level = finding.level;
  }
  return { action, level, findings, outcome };
}

function weaker(a: Action, b: Action): Action {
  return RANK[a] < RANK[b] ? a : b;
}
