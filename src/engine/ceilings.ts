import type { RuleStage, Stage } from './tables.ts';
import type { Finding } from './types.ts';

const RANK = { allow: 0, report: 1, warn: 2, block: 3 } as const;

/**
 * Holds findings of rules on trial to the most that any site lets them do, so that nobody stops reading a document for a
 * finding that cannot block. What the site at hand allows is the caller's to weigh (`capByStage`).
 */
export function applyCeilings(findings: Finding[], stages: readonly RuleStage[]): Finding[] {
  const ceilings = new Map(stages.map((rule) => [rule.ruleId, ceilingOf(rule)]));
  return findings.map((finding) => {
    const ceiling = ceilings.get(finding.ruleId);
    return ceiling && RANK[finding.action] > RANK[ceiling] ? { ...finding, action: ceiling } : finding;
  });
}

function ceilingOf({ stage, sites }: RuleStage): Stage {
  return sites.reduce((most, site) => (RANK[site.stage] > RANK[most] ? site.stage : most), stage);
}
