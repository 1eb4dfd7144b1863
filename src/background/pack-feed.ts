import type { PackOffer } from '../messages/messages.ts';
import type { Policy } from '../policy/policy.ts';
import type { PackEvents } from './pack-events.ts';

import { addressesOf, type LookRecord, type LookTools, look, noLooks } from './updates.ts';

/** Keeps the rule pack of this profile current. */
export interface PackFeed {
  /** Looks now; looks that are asked for while one runs are that one. */
  lookNow(): Promise<LookRecord>;
  /** The alarm has rung, the browser has started, or policy has changed: looks if it is time, and joins the server's line. */
  pulse(): Promise<void>;
  /** A pack file that a person has brought, for machines without a network. */
  takeFile(bytes: Uint8Array): Promise<PackOffer>;
  record(): Promise<LookRecord>;
}

export function createPackFeed(tools: LookTools, events: PackEvents): PackFeed {
  let looking: Promise<LookRecord> | null = null;
  const lookNow = (): Promise<LookRecord> => {
    looking ??= look(tools).finally(() => {
      looking = null;
    });
    return looking;
  };
  return {
    lookNow,
    record: tools.readRecord,
    async pulse() {
      const policy = await tools.readPolicy();
      const record = await tools.readRecord();
      const heard = events.listening();
      events.follow(policy);
      if (isTime(policy, record, heard, tools.now())) await lookNow();
      else if (addressesOf(policy).length > 0) await tools.wakeAt(wakeOf(policy, record, tools.now()));
    },
    async takeFile(bytes) {
      const { updates } = await tools.readPolicy();
      return tools.packs.offer(bytes, { kind: 'file' }, updates.root);
    },
  };
}

const HOUR = 3_600_000;
const PULSE = 60_000;

/** While the server's line stands, asking in the rhythm of a static host is enough. */
function isTime(policy: Policy, record: LookRecord, heard: boolean, now: Date): boolean {
  const addresses = addressesOf(policy);
  if (addresses.length === 0) return false;
  if (record.last === null || record.next === null || record.failures > 0 || !heard)
    return record.next === null || now >= new Date(record.next) || isAhead(record, now);
  return now.getTime() - Date.parse(record.last) >= policy.updates.hours * HOUR || isAhead(record, now);
}

/** A record from the future: the clock was set back, and its moments mean nothing. */
function isAhead({ last }: LookRecord, now: Date): boolean {
  return last !== null && Date.parse(last) > now.getTime() + PULSE;
}

function wakeOf({ server }: Policy, { next }: LookRecord, now: Date): Date {
  const soon = new Date(now.getTime() + PULSE);
  if (server !== '' || next === null) return soon;
  return new Date(Math.max(Date.parse(next), now.getTime() + 1_000));
}

/** A stored record, with what an earlier version did not know yet. */
export function readLookRecord(stored: unknown): LookRecord {
  return typeof stored === 'object' && stored !== null ? { ...noLooks, ...stored } : noLooks;
}
