import type { EngineTables } from '../engine/tables.ts';
import type { Verdict } from '../engine/verdict.ts';
import type { Unlinked } from '../incidents/chain.ts';
import { answerOf, incidentOf, logItem } from '../incidents/incident.ts';
import type { LoggedItem } from '../incidents/types.ts';
import type { InspectionResult } from '../inspection/types.ts';
import type { Request, Response } from '../messages/messages.ts';
import type { Policy } from '../policy/policy.ts';
import { weighFile } from './weigh-file.ts';

/** Where records go. Adding one that is there already is harmless. */
export interface AttemptLog {
  append(record: Unlinked): Promise<Unlinked>;
  find(id: string): Promise<Unlinked | undefined>;
}

/** What recording an attempt needs from the rest of the background. */
export interface AttemptTools {
  readonly store: AttemptLog;
  /** The rules in force. */
  rules(): Promise<EngineTables>;
  readonly productVersion: string;
  readPolicy(): Promise<Policy>;
  /** Tells repeats apart, tells nothing else; rejects when the content cannot be read. */
  fingerprint(content: Blob | string): Promise<string>;
  /** Never rejects. */
  scan(file: File): Promise<InspectionResult>;
  /** True when a text must not enter the log. */
  isMarked(text: string): boolean;
  /** Told after every record that is new or repeated. */
  onRecorded(): void;
}

/** Files of one attempt on their way at once: enough to keep the scan host busy, few enough that none waits there long. */
const LANES = 4;

type AttemptName = 'attempt.text' | 'attempt.files';

/** Logs a text that the guard stopped. Resolves when the incident is on the disk. */
export async function recordText(
  request: Request<'attempt.text'>,
  tools: AttemptTools,
): Promise<Response<'attempt.text'>> {
  const { text, verdict } = request.item;
  const print = await tools.fingerprint(text);
  const item = { kind: 'text', mediaType: 'text/plain', size: text.length, fingerprint: print } as const;
  return { incidentId: await record(request, [logItem(item, verdict)], tools) };
}

/** Has held files scanned, decides, and logs what is not allowed. Resolves when the incident is on the disk. */
export async function judgeFiles(
  request: Request<'attempt.files'>,
  tools: AttemptTools,
): Promise<Response<'attempt.files'>> {
  const policy = await tools.readPolicy();
  const { channel, destination } = request;
  const judged = await inLanes(request.files, async (file) => {
    const result = await tools.scan(file);
    const verdict = await weighFile(file, result, await tools.rules(), policy, { channel, destination });
    const item = verdict.action === 'allow' ? null : await logFile(file, result, verdict, tools);
    return { verdict, result, item };
  });
  const items = judged.flatMap(({ item }) => item ?? []);
  return {
    incidentId: items.length === 0 ? null : await record(request, items, tools),
    verdicts: judged.map(({ verdict, result }) => ({ verdict, result })),
  };
}

/** Logs what a person did with the notice of an attempt. Rejects when that attempt is not in the log. */
export async function recordAnswer(
  request: Request<'attempt.answer'>,
  tools: AttemptTools,
): Promise<Response<'attempt.answer'>> {
  const incident = await tools.store.find(request.attemptId);
  if (!incident || !('disposition' in incident)) throw new Error('no such attempt');
  const { answer, reason } = request;
  await tools.store.append(answerOf(incident.id, answer, reason, tools.isMarked, new Date()));
  tools.onRecorded();
  return { recorded: true };
}

async function logFile(
  file: File,
  result: InspectionResult,
  verdict: Verdict,
  tools: AttemptTools,
): Promise<LoggedItem> {
  const { mediaType, size } = result;
  // A file that is gone, or that never arrived, still leaves its incident.
  const print = file instanceof File ? await tools.fingerprint(file).catch(() => '') : '';
  return logItem({ kind: 'file', mediaType, size, fingerprint: print }, verdict);
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
  const incident = incidentOf({
    attemptId,
    channel,
    destination,
    items,
    packVersion,
    productVersion,
    time,
  });
  const { id } = await tools.store.append(incident);
  tools.onRecorded();
  return id;
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
