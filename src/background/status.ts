import { describeDevice } from '../incidents/device-key.ts';
import type { Checkpoint } from '../incidents/types.ts';
import type { Request, Response } from '../messages/messages.ts';
import { isGuarded } from '../policy/applies.ts';
import { bundledSites } from '../policy/bundled.ts';
import type { Policy } from '../policy/policy.ts';
import type { IncidentStore } from './incident-store.ts';
import type { PackState } from './packs.ts';
import { addressesOf, type LookRecord } from './updates.ts';

/** What the guard of a page needs to know. */
export function readGuardState(
  { destination }: Request<'guard.read'>,
  policy: Policy,
  packId: string,
): Response<'guard.read'> {
  return { guarded: isGuarded(destination, policy, bundledSites), policy, contact: policy.contact, packId };
}

/** What the background knows beside its store and its policy. */
export interface StatusFacts {
  readonly pack: PackState;
  readonly looked: LookRecord;
  readonly logTrouble: Response<'status.read'>['logTrouble'];
}

/** What the popup shows about the tab it was opened on. */
export async function readStatus(
  { tabUrl }: Request<'status.read'>,
  policy: Policy,
  store: IncidentStore,
  { pack, looked, logTrouble }: StatusFacts,
): Promise<Response<'status.read'>> {
  const site = hostOf(tabUrl);
  return {
    site,
    guarded: site !== null && isGuarded({ site, frame: site }, policy, bundledSites),
    pack,
    updates: updateStatus(policy, looked),
    mode: policy.mode,
    blockedToday: await countBlockedToday(store),
    contact: policy.contact,
    logTrouble,
  };
}

/** How this machine keeps its rules current. */
export function updateStatus(
  policy: Policy,
  { last, good, next, problem }: LookRecord,
): Response<'updates.look'> {
  return { configured: addressesOf(policy).length > 0, last, good, next, problem };
}

/** One page of the log, newest first. */
export async function readIncidents(
  { limit, before }: Request<'incidents.read'>,
  store: IncidentStore,
): Promise<Response<'incidents.read'>> {
  const incidents = await store.incidents(limit, before);
  const answers = await store.answersTo(incidents.map((incident) => incident.id));
  answers.sort((a, b) => a.sequence - b.sequence);
  return { incidents, answers, total: await store.countIncidents() };
}

/** A piece of the whole log, newest piece first, with what vouches for it. */
export async function readLogPiece(
  { limit, before }: Request<'log.read'>,
  store: IncidentStore,
  anchor: Checkpoint | null,
): Promise<Response<'log.read'>> {
  const { device } = await describeDevice(await store.deviceKey());
  const { checkpoints, tombstones } = await store.statements();
  const known = [...checkpoints, ...(anchor ? [anchor] : [])];
  return { device, records: await store.read(limit, before), checkpoints: known, tombstones };
}

/** Which trouble an error of the log means for people. */
export function troubleOf(error: unknown): NonNullable<Response<'status.read'>['logTrouble']> {
  return error instanceof DOMException && error.name === 'QuotaExceededError' ? 'full' : 'failed';
}

/** Attempts stopped since midnight on this machine's clock. */
export function countBlockedToday(store: IncidentStore): Promise<number> {
  const midnight = new Date();
  midnight.setHours(0, 0, 0, 0);
  return store.countSince(midnight, ['blocked', 'held']);
}

function hostOf(url: string | null): string | null {
  if (url === null || !URL.canParse(url)) return null;
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' || protocol === 'https:' ? hostname : null;
}
