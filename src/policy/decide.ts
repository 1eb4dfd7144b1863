import type { Action, Finding, Level } from '../engine/types.ts';
import type { Channel, Destination, LocatedFinding, Outcome, Verdict } from '../engine/verdict.ts';
import { SETTING_OF } from './kinds.ts';
import type { VerdictPolicy } from './policy.ts';
import { matchesHost } from './sites.ts';

const RANK = { allow: 0, report: 1, warn: 2, hold: 3, block: 4 } as const;
const LEVELS: readonly (Level | null)[] = [null, 'mat', 'toi-mat', 'tuyet-mat'];
/** The strictest that each mode goes to. */
const MOST = { watch: 'report', warn: 'warn', block: 'block' } as const;

/** The road an item takes and where to; left out where there is none (a file on the command line). */
export interface Transfer {
  readonly destination?: Destination | undefined;
  readonly channel?: Channel | undefined;
}

/** Findings and the outcome of one item, weighed by policy: the strictest wins. A policy never makes a finding stricter than its rule. */
export function decide(
  findings: readonly LocatedFinding[],
  outcome: Outcome,
  policy: VerdictPolicy,
  transfer: Transfer = {},
): Verdict {
  const most = MOST[policy.mode];
  const unread = outcome === 'scanned' ? 'allow' : (policy.outcomes[outcome] ?? policy.outcomes.default);
  let action: Verdict['action'] = weaker(unread, most);
  let level: Level | null = null;
  const marked = findings.some(({ finding }) => finding.kind === 'marking' && finding.action !== 'allow');
  for (const { finding } of findings) {
    const wanted = weaker(weaker(finding.action, wantedFor(finding, policy, transfer)), most);
    if (RANK[wanted] > RANK[action]) action = wanted;
    // The words of a category say nothing about a paper that carries a marking.
    if (finding.kind === 'category' && marked) continue;
    if (wanted !== 'allow' && LEVELS.indexOf(finding.level) > LEVELS.indexOf(level)) level = finding.level;
  }
  return { action, level, findings, outcome };
}

function wantedFor(finding: Finding, policy: VerdictPolicy, { destination, channel }: Transfer): Action {
  if (finding.kind === 'category' && !hasSector(policy.sectors, finding.ruleId)) return 'allow';
  const exception = policy.actions.find(
    (rule) =>
      rule.kind === finding.kind &&
      (rule.level === undefined || rule.level === finding.level) &&
      (rule.channel === undefined || rule.channel === channel) &&
      (rule.site === undefined || (destination !== undefined && matchesHost(destination.site, [rule.site]))),
  );
  if (exception) return exception.action;
  const setting = SETTING_OF[finding.kind];
  return setting === null ? finding.action : policy[setting];
}

/** A category's rule id names its sector: `category.education.exam-paper`. */
function hasSector(sectors: readonly string[], ruleId: string): boolean {
  return sectors.includes('*') || sectors.includes(ruleId.split('.')[1] ?? '');
}

function weaker<A extends Verdict['action'], B extends Verdict['action']>(a: A, b: B): A | B {
  return RANK[a] < RANK[b] ? a : b;
}
