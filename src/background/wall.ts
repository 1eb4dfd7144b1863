import type { Destination, Verdict } from '../engine/verdict.ts';
import type { Request } from '../messages/messages.ts';
import type { OutgoingRequest } from '../platform/requests.ts';
import { isGuarded } from '../policy/applies.ts';
import { bundledSites } from '../policy/bundled.ts';
import { decide } from '../policy/decide.ts';
import type { Policy } from '../policy/policy.ts';
import { capByStage } from '../policy/stages.ts';
import { readablesOf } from '../reading/readables.ts';
import type { PackInForce } from './packs.ts';

/** The last wall: judges what leaves the browser by roads on which no guard stands. */
export interface WallTools {
  rules(): PackInForce;
  /** The policy in force, or the bundled one until that is read: the answer cannot wait. */
  policy(): Policy;
  record(attempt: Request<'attempt.text'>): void;
}

/** Bytes of one body; more is a file, which is judged where it enters the page. */
const LONGEST_BODY = 4 * 1024 * 1024;
/** A page that tries again and again makes one incident. */
const QUIET_MS = 60_000;

/**
 * Answers whether a request is refused. Only what blocks: where a person may decide, the guard in the page has asked.
 * Requests of pages that are not protected are let go unread.
 */
export function createWall(tools: WallTools): (request: OutgoingRequest) => boolean {
  const lastSeen = new Map<string, number>();
  const note = (text: string, verdict: Verdict, destination: Destination): void => {
    const now = Date.now();
    const key = `${destination.site}|${text}`;
    const seen = lastSeen.get(key) ?? 0;
    for (const [old, time] of lastSeen) if (now - time > QUIET_MS) lastSeen.delete(old);
    lastSeen.set(key, now);
    if (now - seen < QUIET_MS) return;
    const item = { kind: 'text', text, verdict } as const;
    tools.record({ attemptId: crypto.randomUUID(), channel: 'script', destination, item });
  };
  return (request) => {
    const destination = { site: request.from, frame: request.from };
    if (request.from === '' || !isGuarded(destination, tools.policy(), bundledSites)) return false;
    for (const text of textsOf(request)) {
      const verdict = weigh(text, destination, tools);
      if (verdict.action !== 'block') continue;
      note(text, verdict, destination);
      return true;
    }
    return false;
  };
}

function* textsOf({ url, texts, bytes }: OutgoingRequest): Iterable<string> {
  if (/[?#%]/u.test(url) || url.length > 200) yield* readablesOf({ texts: [url], bytes: [] });
  const length = bytes.reduce((sum, each) => sum + each.byteLength, 0);
  if (texts.length > 0 || bytes.length > 0)
    yield* readablesOf({ texts, bytes: length > LONGEST_BODY ? [] : bytes });
}

function weigh(text: string, destination: Destination, { rules, policy }: WallTools): Verdict {
  const { engine, tables } = rules();
  const found = engine.inspect(text).map((finding) => ({ finding, where: 'text' }));
  const staged = capByStage(found, tables.stages, destination.site);
  return decide(staged, 'scanned', policy(), { destination, channel: 'script' });
}
