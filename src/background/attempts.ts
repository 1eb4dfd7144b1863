import type { EngineTables } from '../engine/tables.ts';
import type { Verdict } from '../engine/verdict.ts';
import { fingerprint } from '../incidents/fingerprint.ts';
import { answerOf, incidentOf, logItem, reviewOf } from '../incidents/incident.ts';
import { type AllowedDocument, passes } from '../incidents/passing.ts';
import type { LoggedItem } from '../incidents/types.ts';
import type { InspectionResult } from '../inspection/types.ts';
import type { Request, Response } from '../messages/messages.ts';
import type { Policy } from '../policy/policy.ts';
import type { IncidentStore } from './incident-store.ts';
import { allowed, dayOf, weighFile } from './weigh-file.ts';

/** What recording an attempt needs from the rest of the background. */
export interface AttemptTools {
  readonly store: Pick<IncidentStore, 'append' | 'record' | 'findIncident' | 'fingerprintKey'>;
  /** The rules in force. */
  rules(): Promise<EngineTables>;
  readonly productVersion: string;
  readPolicy(): Promise<Policy>;
  /** Documents of this machine that were found to be false alarms. */
  allowed(policy: Policy): Promise<readonly AllowedDocument[]>;
  /** Never rejects. */
  scan(file: File): Promise<InspectionResult>;
  /** True when a text must not enter the log. */
  isMarked(text: string): boolean;
  /** Told after every record that is new or repeated. */
  onRecorded(): void;
  /** Told when the log could not be written; the attempt is stopped all the same. */
  onTrouble(error: unknown): void;
}

/** Files of one attempt on their way at once: enough to keep the scan host busy, few enough that none waits there long. */
const LANES = 4;

type AttemptName = 'attempt.text' | 'attempt.files';

/**
 * Logs a text that the guard stopped. Resolves when the incident is on the disk; rejects when it cannot be written, and the
 * guard, which has stopped the text already, tries again.
 */
export async function recordText(
  request: Request<'attempt.text'>,
  tools: AttemptTools,
): Promise<Response<'attempt.text'>> {
  const { text, verdict } = request.item;
  const print = await printOf(text, tools);
  const item = { kind: 'text', mediaType: 'text/plain', size: text.length, fingerprint: print } as const;
  try {
    return { incidentId: await record(request, [logItem(item, verdict)], tools) };
  } catch (error) {
    tools.onTrouble(error);
    throw error;
  }
}

/**
 * Has held files scanned, decides, and logs what is not allowed. Resolves when the incident is on the disk, or with the
 * verdicts and no incident when it cannot be written: a full disk must not let files go, nor hide why they are stopped.
 */
export async function judgeFiles(
  request: Request<'attempt.files'>,
  tools: AttemptTools,
): Promise<Response<'attempt.files'>> {
  const policy = await tools.readPolicy();
  const { channel, destination } = request;
  const judged = await inLanes(request.files, async (file) => {
    const result = await tools.scan(file);
    const weighed = await weighFile(file, result, await tools.rules(), policy, { channel, destination });
    if (weighed.action === 'allow') return { verdict: weighed, result, item: null };
    const print = file instanceof File ? await printOf(file, tools) : '';
    if (passes(await tools.allowed(policy), print, dayOf(new Date())))
      return { verdict: allowed(weighed.outcome), result, item: null };
    return { verdict: weighed, result, item: logFile(result, weighed, print) };
  });
  const items = judged.flatMap(({ item }) => item ?? []);
  const verdicts = judged.map(({ verdict, result }) => ({ verdict, result }));
  if (items.length === 0) return { incidentId: null, verdicts };
  try {
    return { incidentId: await record(request, items, tools), verdicts };
  } catch (error) {
    tools.onTrouble(error);
    return { incidentId: null, verdicts };
  }
}

/** Logs what a person did with the notice of an attempt. Rejects when that attempt is not in the log. */
export async function recordAnswer(
  request: Request<'attempt.answer'>,
  tools: AttemptTools,
): Promise<Response<'attempt.answer'>> {
  const { attemptId, answer, reason } = request;
  const incident = await tools.store.findIncident(attemptId);
  if (!incident) throw new Error('no such attempt');
  const about = { attemptId, incidentId: incident.id };
  await tools.store.append(answerOf(about, answer, reason, tools.isMarked, new Date()));
  tools.onRecorded();
  return { recorded: true };
}

/** Logs how the officer judged an incident. Rejects when that is not in the log. */
export async function recordReview(
  { incidentId, state, note }: Request<'log.review'>,
  tools: Pick<AttemptTools, 'store' | 'isMarked'>,
): Promise<Response<'log.review'>> {
  if ((await tools.store.findIncident(incidentId))?.id !== incidentId) throw new Error('no such incident');
  const review = reviewOf(incidentId, state, note, tools.isMarked, new Date());
  await tools.store.append(review);
  return { noteDropped: review.noteDropped };
}

function logFile({ mediaType, size }: InspectionResult, verdict: Verdict, print: string): LoggedItem {
  return logItem({ kind: 'file', mediaType, size, fingerprint: print }, verdict);
}

/** Empty for a file that is gone, or where the keys cannot be read: the attempt still leaves its incident. */
async function printOf(content: Blob | string, { store }: AttemptTools): Promise<string> {
  try {
    return await fingerprint(await store.fingerprintKey(), content);
  } catch {
    return '';
  }
}

async function record(
  request: Request<AttemptName>,
  items: readonly LoggedItem[],
  tools: AttemptTools,
): Promise<string> {
  const { attemptId, channel, destination } = request;
  const { productVersion } = tools;
  const { version: packVersion } = (await tools.rules()).pack;
  const time = new Date();
  const incident = await incidentOf({
    attemptId,
    channel,
    destination,
    items,
    packVersion,
    productVersion,
    time,
  });
  const incidentId = await tools.store.record(incident);
  tools.onRecorded();
  return incidentId;
}

/** Works through a list, `LANES` at a time; the results come in the order of the list. */
async function inLanes<T, R>(list: readonly T[], work: (each: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const left = list.entries();
  const lane = async () => {
    for (const [index, each] of left) results[index] = await work(each);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return results;
}
