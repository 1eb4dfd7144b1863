import type { Level } from '../engine/types.ts';
import type { Channel, Destination, Verdict } from '../engine/verdict.ts';
import { canonicalJson } from '../signing/canonical-json.ts';
import type { Unlinked } from './chain.ts';
import { toHex } from './chain.ts';
import type { Answer, Disposition, LoggedItem, ReviewState } from './types.ts';

const DISPOSITIONS = { report: 'reported', warn: 'warned', hold: 'held', block: 'blocked' } as const;
const RANK = { allow: 0, report: 1, warn: 2, hold: 3, block: 4 } as const;
const LEVELS: readonly (Level | null)[] = [null, 'mat', 'toi-mat', 'tuyet-mat'];

/** Enough to judge an incident by; a text of a million markings must not fill the log. */
const LOGGED_FINDINGS = 50;
const GROUP_DIGITS = 32;

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
      // Four places tell all there is to tell, and let the server read a record at one look.
      confidence: Math.round(finding.confidence * 10_000) / 10_000,
      where: word(where),
      signals: finding.signals.map(({ id, weight }) => ({ id: word(id), weight })),
    })),
  };
}

/** The incident of an attempt, still without its place in the chain. `items` must not be empty. */
export async function incidentOf(attempt: Attempt): Promise<UnlinkedIncident> {
  let worst: Exclude<Verdict['action'], 'allow'> = 'report';
  let level: Level | null = null;
  for (const item of attempt.items) {
    if (item.action !== 'allow' && RANK[item.action] > RANK[worst]) worst = item.action;
    if (LEVELS.indexOf(item.level) > LEVELS.indexOf(level)) level = item.level;
  }
  const disposition = DISPOSITIONS[worst];
  const group = await groupOf(attempt, disposition);
  return {
    id: attempt.attemptId,
    time: attempt.time.toISOString(),
    channel: attempt.channel,
    destination: { site: attempt.destination.site, frame: attempt.destination.frame },
    disposition,
    level,
    items: attempt.items,
    packVersion: attempt.packVersion,
    productVersion: attempt.productVersion,
    ...(group === null ? {} : { group }),
  };
}

/** An incident before it has its place in the chain. */
export type UnlinkedIncident = Extract<Unlinked, { disposition: Disposition }>;

/**
 * The record of what a person did with the notice of the attempt `attemptId`, which the log keeps as (or with)
 * `incidentId`; the same answer given twice has the same id. `isMarked` says whether a reason looks like content: the log
 * would rather lose a reason than hold a secret.
 */
export function answerOf(
  { attemptId, incidentId }: { readonly attemptId: string; readonly incidentId: string },
  answer: Answer['answer'],
  reason: string | undefined,
  isMarked: (reason: string) => boolean,
  time: Date,
): Extract<Unlinked, { answer: string }> {
  const { kept, dropped } = keepWords(reason, isMarked);
  return {
    id: `${attemptId}/${answer}`,
    incidentId,
    time: time.toISOString(),
    answer,
    reason: kept,
    reasonDropped: dropped,
  };
}

/** The record of how the officer judged an incident. The note is kept like a reason: not when it looks marked. */
export function reviewOf(
  incidentId: string,
  state: ReviewState,
  note: string,
  isMarked: (note: string) => boolean,
  time: Date,
): Extract<Unlinked, { state: ReviewState }> {
  const { kept, dropped } = keepWords(note, isMarked);
  return {
    id: `review-${crypto.randomUUID()}`,
    incidentId,
    time: time.toISOString(),
    state,
    note: kept,
    noteDropped: dropped,
  };
}

function keepWords(written: string | undefined, isMarked: (words: string) => boolean) {
  const words = written?.trim() ?? '';
  const dropped = words !== '' && isMarked(words);
  return { kept: words === '' || dropped ? null : words, dropped };
}

/** Null when an item could not be read: nothing tells it from another. */
async function groupOf(
  { channel, destination, items }: Attempt,
  disposition: Disposition,
): Promise<string | null> {
  const prints = items.map(({ fingerprint }) => fingerprint);
  if (prints.includes('')) return null;
  const { site, frame } = destination;
  const bytes = new TextEncoder().encode(canonicalJson([site, frame, channel, disposition, prints]));
  return toHex(await crypto.subtle.digest('SHA-256', bytes)).slice(0, GROUP_DIGITS);
}

/** Anything that is not a machine word could be a piece of a document: it is not kept. */
function word(value: string): string {
  return /^[\w.:/@#+-]{0,200}$/.test(value) ? value : '?';
}
