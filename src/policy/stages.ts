import type { RuleStage, Stage } from '../engine/tables.ts';
import type { Action } from '../engine/types.ts';
import type { LocatedFinding } from '../engine/verdict.ts';
import { exactness } from './sites.ts';

const RANK = { allow: 0, report: 1, warn: 2, block: 3 } as const;

/**
 * Findings as their rules' stages let them be: a rule on trial asks for no more than its stage at this site. `site` is the
 * host of the page, empty where there is none (a file on the command line).
 */
export function capByStage(
  findings: readonly LocatedFinding[],
  stages: readonly RuleStage[] | undefined,
  site: string,
): readonly LocatedFinding[] {
  if (!stages || findings.length === 0) return findings;
  return findings.map((located) => {
    const rule = stages.find(({ ruleId }) => ruleId === located.finding.ruleId);
    const action = rule ? weaker(located.finding.action, stageAt(rule, site)) : located.finding.action;
    return action === located.finding.action
      ? located
      : { ...located, finding: { ...located.finding, action } };
  });
}

/** The stage of the most exact host pattern that matches, else the rule's own. */
function stageAt(rule: RuleStage, site: string): Stage {
  let best = 0;
  let stage = rule.stage;
  for (const each of rule.sites) {
    const exact = exactness(site, [each.host]);
    if (exact <= best) continue;
    best = exact;
    stage = each.stage;
  }
  return stage;
}

function weaker(a: Action, b: Stage): Action {
  return RANK[a] < RANK[b] ? a : b;
}
