import type { Level } from '../engine/types.ts';
import type { Channel, Destination, Verdict } from '../engine/verdict.ts';
import type { Unlinked } from './chain.ts';
import type { Answer, Disposition, LoggedItem } from './types.ts';

const DISPOSITIONS = { report: 'reported', warn: 'warned', hold: 'held', block: 'blocked' } as const;
const RANK = { allow: 0, report: 1, warn: 2, hold: 3, block: 4 } as const;
const LEVELS: readonly (Level | null)[] = [null, 'mat', 'toi-mat', 'tuyet-mat'];

/** Enough to judge an incident by; a text of a million markings must not fill the log. */
const LOGGED_FINDINGS = 50;

/** One transfer attempt as the background knows it, ready to be logged. `items` are those that were not allowed. */
export interface Attempt {
  readonly attemptId: string;
  readonly channel: Channel;
  readonly destination: Destination;
  readonly items: readonly LoggedItem[];
  readonly packVersion: string;
  readonly productVersion: string;
  readonly time: Date;
}

/** What the log keeps of one item: ids, sizes and numbers. `fingerprint` is made by the caller. */
export function logItem(
  item: Pick<LoggedItem, 'kind' | 'mediaType' | 'size' | 'fingerprint'>,
  verdict: Verdict,
): LoggedItem {
  return {
    kind: item.kind,
    mediaType: word(item.mediaType),
    size: item.size,
    action: verdict.action,
    level: verdict.level,
    outcome: verdict.outcome,
    fingerprint: item.fingerprint,
    findings: verdict.findings.slice(0, LOGGED_FINDINGS).map(({ finding, where }) => ({
      ruleId: word(finding.ruleId),
      level: finding.level,
      confidence: finding.confidence,
      where: word(where),
      signals: finding.signals.map(({ id, weight }) => ({ id: word(id), weight })),
    })),
  };
}

/** The incident of an attempt, still without its place in the chain. `items` must not be empty. */
export function incidentOf(attempt: Attempt): Extract<Unlinked, { disposition: Disposition }> {
  let worst: Exclude<Verdict['action'], 'allow'> = 'report';
  let level: Level | null = null;
  for (const item of attempt.items) {
    if (item.action !== 'allow' && RANK[item.action] > RANK[worst]) worst = item.action;
    if (LEVELS.indexOf(item.level) > LEVELS.indexOf(level)) level = item.level;
  }
  return {
    id: attempt.attemptId,
    time: attempt.time.toISOString(),
    channel: attempt.channel,
    destination: { site: attempt.destination.site, frame: attempt.destination.frame },
    disposition: DISPOSITIONS[worst],
    level,
    items: attempt.items,
    packVersion: attempt.packVersion,
    productVersion: attempt.productVersion,
  };
}

/**
 * The record of what a person did with the notice of `incidentId`; the same answer given twice has the same id.
 * `isMarked` says whether a reason looks like content: the log would rather lose a reason than hold a secret.
 */
export function answerOf(
  incidentId: string,
  answer: Answer['answer'],
  reason: string | undefined,
  isMarked: (reason: string) => boolean,
  time: Date,
): Extract<Unlinked, { incidentId: string }> {
  const words = reason?.trim() ?? '';
  const reasonDropped = words !== '' && isMarked(words);
  return {
    id: `${incidentId}/${answer}`,
    incidentId,
    time: time.toISOString(),
    answer,
    reason: words === '' || reasonDropped ? null : words,
    reasonDropped,
  };
}

/** Anything that is not a machine word could be a piece of a document: it is not kept. */
function word(value: string): string {
  return /^[\w.:/@#+-]{0,200}$/.test(value) ? value : '?';
}
