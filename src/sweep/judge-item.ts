import { createHash } from 'node:crypto';
import type { InspectionResult } from '../inspection/types.ts';
import { decide } from '../policy/decide.ts';
import type { Policy } from '../policy/policy.ts';
import type { Failure, SweptFinding, SweptItem } from './types.ts';

/** Enough to judge an item by. */
const MOST_FINDINGS = 50;

export type Judgement = Pick<SweptItem, 'action' | 'level' | 'outcome' | 'mediaType' | 'size' | 'findings'>;

/** What a report keeps of an inspection: rules, places and evidence, never letters. */
export function judgeResult(result: InspectionResult, policy: Policy): Judgement {
  const { action, level, outcome, findings } = decide(result.findings, result.outcome, policy);
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

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
