import { hash } from 'node:crypto';
import type { InspectionResult } from '../inspection/types.ts';
import { type UnitRules, weigh } from '../policy/unit-rules.ts';
import type { Failure, SweptFinding, SweptItem } from './types.ts';

/** Enough to judge an item by. */
const MOST_FINDINGS = 50;

export type Judgement = Pick<SweptItem, 'action' | 'level' | 'outcome' | 'mediaType' | 'size' | 'findings'>;

/** What a report keeps of an inspection: rules, places and evidence, never letters. */
export function judgeResult(result: InspectionResult, rules: UnitRules, site = ''): Judgement {
  const { action, level, outcome, findings } = weigh(result, rules, { destination: { site, frame: site } });
  return {
    action,
    level,
    outcome,
    mediaType: result.mediaType,
    size: result.size,
    findings: findings.slice(0, MOST_FINDINGS).map(
      ({ finding, where }): SweptFinding => ({
        ruleId: finding.ruleId,
        kind: finding.kind,
        action: finding.action,
        level: finding.level,
        where,
        reasons: finding.signals.filter(({ weight }) => weight > 0).map(({ id }) => id),
      }),
    ),
  };
}

/** An item that was never read: not clean, and not suspected of anything either. */
export function judgeFailure(outcome: Failure): Judgement {
  return { action: 'hold', level: null, outcome, mediaType: '', size: 0, findings: [] };
}

/** Changes with whatever an item is judged by: what was judged by other rules counts as unread. */
export function keyOf({ packId, tables: { pack }, policy }: UnitRules): string {
  return `${pack.name} ${pack.version} ${hash('sha256', JSON.stringify([packId, policy])).slice(0, 16)}`;
}

export function sha256(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex');
}
