import type { Policy } from '../policy/policy.ts';
import { fileNamedIn } from '../rules/trust/latest.ts';
import type { UpdateProblem } from '../rules/trust/problem.ts';
import { downloadLimits, readBounded } from '../rules/trust/read-bounded.ts';
import type { Packs } from './packs.ts';

/** What is remembered between looks for a newer pack; kept on disk, written as one value. */
export interface LookRecord {
  /** ISO 8601, or null before the first look. */
  readonly last: string | null;
  /** When a source last gave a good answer: a pack that was taken, or that the one in force is the newest. */
  readonly good: string | null;
  readonly next: string | null;
  readonly problem: LookProblem | null;
  /** Looks in a row that no source answered well. */
  readonly failures: number;
  /** What each address last called the pack that is in force. */
  readonly tags: Readonly<Record<string, { readonly tag: string; readonly packId: string }>>;
}

export interface LookProblem {
  /** Host of the source. */
  readonly host: string;
  readonly problem: SourceProblem;
}

/** Why a source gave no pack. At a unit's server a machine must have enrolled. */
export type SourceProblem = UpdateProblem | 'no-root' | 'not-enrolled';

export const noLooks: LookRecord = {
  last: null,
  good: null,
  next: null,
  problem: null,
  failures: 0,
  tags: {},
};

/** What looking needs from the rest of the background. */
export interface LookTools {
  readonly packs: Packs;
  readonly now: () => Date;
  fetch(address: string, init: RequestInit): Promise<Response>;
  readPolicy(): Promise<Policy>;
  readRecord(): Promise<LookRecord>;
  writeRecord(record: LookRecord): Promise<void>;
  /** Has `look` called again at that moment, also when the worker has died meanwhile. */
  wakeAt(moment: Date): Promise<void>;
  /** Headers of a GET with which this machine makes itself known to the unit's server; none where it has no name there. */
  credentials?(address: string): Promise<Readonly<Record<string, string>>>;
}

const HOUR = 3_600_000;
const MINUTE = 60_000;
/** A unit's server is asked this often when it cannot push. */
const POLL = MINUTE;
const FIRST_BYTE = 30_000;
const RETRY_AFTER_DEATH = 5 * MINUTE;

/** Where policy says that packs are to be had, in order. */
export function addressesOf({ server, updates }: Policy): readonly string[] {
  return [
    ...(server === '' ? [] : [`${server}/v1/pack`]),
    ...updates.sources.map((folder) => `${folder}latest.json`),
  ];
}

/**
 * Asks the sources in order until one has a good answer, and says when to ask again. Never rejects for a source's sake;
 * what went wrong is in the record.
 */
export async function look(tools: LookTools): Promise<LookRecord> {
  const policy = await tools.readPolicy();
  const before = await tools.readRecord();
  const addresses = addressesOf(policy);
  // If the worker dies while it looks, somebody must begin again.
  if (addresses.length > 0) await tools.wakeAt(new Date(tools.now().getTime() + RETRY_AFTER_DEATH));
  let { tags } = before;
  let problem: LookProblem | null = null;
  let good = false;
  for (const address of addresses) {
    const answer = await ask(address, policy, tags, tools);
    tags = answer.tags;
    if (answer.problem === null) {
      good = true;
      if (!answer.empty) break;
      continue;
    }
    good = false;
    problem ??= { host: new URL(address).host, problem: answer.problem };
  }
  const now = tools.now();
  const failures = good || addresses.length === 0 ? 0 : before.failures + 1;
  const next = addresses.length === 0 ? null : nextLook(policy, failures, now);
  const record: LookRecord = {
    last: addresses.length === 0 ? before.last : now.toISOString(),
    good: good ? now.toISOString() : before.good,
    next: next?.toISOString() ?? null,
    problem,
    failures,
    tags: Object.fromEntries(Object.entries(tags).filter(([address]) => addresses.includes(address))),
  };
  await tools.writeRecord(record);
  if (next) await tools.wakeAt(next);
  return record;
}

/**
 * A static host is asked every `hours` give or take a tenth, so that a thousand machines switched on at eight do not come
 * at once. After failures sooner at first, then ever more rarely up to that pace. A server is asked every minute.
 */
export function nextLook({ server, updates }: Policy, failures: number, now: Date): Date {
  const pace = server === '' ? updates.hours * HOUR : POLL;
  const backOff = failures === 0 ? pace : Math.min(pace, 5 * MINUTE * 2 ** (failures - 1));
  const wait = server !== '' && failures > 0 ? Math.min(15 * MINUTE, POLL * 2 ** (failures - 1)) : backOff;
  return new Date(now.getTime() + wait * (0.9 + Math.random() / 5));
}

/** What came from one address. */
type Fetched =
  | { readonly kind: 'file'; readonly bytes: Uint8Array; readonly tag: string | null }
  | { readonly kind: 'same' }
  /** The unit's server has no pack: its machines may get theirs from a folder. */
  | { readonly kind: 'none' }
  | { readonly kind: 'failed'; readonly problem: SourceProblem };

interface Answer {
  readonly problem: SourceProblem | null;
  readonly tags: LookRecord['tags'];
  /** True when the source is in order and has no pack. */
  readonly empty?: boolean;
}

async function ask(
  address: string,
  policy: Policy,
  tags: LookRecord['tags'],
  tools: LookTools,
): Promise<Answer> {
  const { packId } = await tools.packs.inForce();
  const known = tags[address];
  const tag = known?.packId === packId ? known.tag : null;
  const atServer = policy.server !== '' && address.startsWith(`${policy.server}/`);
  let fetched = await get(address, tag, policy.server, tools);
  if (fetched.kind === 'file' && !atServer) {
    const { bytes, tag: newTag } = fetched;
    const file = fileNamedIn(bytes, address);
    const pack = file ? await get(file, null, policy.server, tools) : null;
    fetched =
      pack?.kind === 'file' ? { ...pack, tag: newTag } : (pack ?? { kind: 'failed', problem: 'malformed' });
  }
  if (fetched.kind === 'failed') return { problem: fetched.problem, tags };
  if (fetched.kind === 'same' || fetched.kind === 'none') {
    const { health } = await tools.packs.state();
    return { problem: health === 'expired' ? 'frozen' : null, tags, empty: fetched.kind === 'none' };
  }
  const offer = await tools.packs.offer(fetched.bytes, { kind: 'address', address }, policy.updates.root);
  const { [address]: _old, ...others } = tags;
  if (offer.kind === 'refused') return { problem: offer.problem, tags: others };
  if (fetched.tag === null) return { problem: null, tags: others };
  const inForce = await tools.packs.inForce();
  return { problem: null, tags: { ...others, [address]: { tag: fetched.tag, packId: inForce.packId } } };
}

async function get(address: string, tag: string | null, server: string, tools: LookTools): Promise<Fetched> {
  const atServer = server !== '' && address.startsWith(`${server}/`);
  let response: Response;
  try {
    // No cookies, no cache between us and the source, and no redirect to somewhere policy has not named.
    response = await tools.fetch(address, {
      headers: {
        ...(atServer ? await tools.credentials?.(address) : {}),
        ...(tag === null ? {} : { 'if-none-match': tag }),
      },
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      signal: AbortSignal.timeout(FIRST_BYTE),
    });
  } catch {
    return { kind: 'failed', problem: 'unreachable' };
  }
  if (response.status === 304 && tag !== null) return { kind: 'same' };
  if (!response.ok || !response.body) {
    await response.body?.cancel().catch(() => undefined);
    if (atServer && response.status === 404) return { kind: 'none' };
    const stranger = atServer && (response.status === 401 || response.status === 403);
    return { kind: 'failed', problem: stranger ? 'not-enrolled' : 'unreachable' };
  }
  const download = await readBounded(response.body, downloadLimits);
  if (!download.ok) return { kind: 'failed', problem: download.problem };
  return { kind: 'file', bytes: download.bytes, tag: response.headers.get('etag') };
}
