import type { Response } from '../messages/messages.ts';
import { keepAwake } from '../platform/keep-awake.ts';
import { onAlarm, setAlarm } from '../platform/lifecycle.ts';
import { readStored, writeStored } from '../platform/stored.ts';
import type { Policy } from '../policy/policy.ts';
import { downloadLimits, readBounded } from '../rules/trust/read-bounded.ts';
import { createPackEvents } from './pack-events.ts';
import { createPackFeed, type PackFeed, readLookRecord } from './pack-feed.ts';
import type { Packs } from './packs.ts';

const LOOK = 'look-for-pack';
const RECORD = 'updates.looked';

/** The feed with the browser's alarms, storage and network. Call it in the background's first turn. */
export function openPackFeed(
  packs: Packs,
  readPolicy: () => Promise<Policy>,
  credentials: (address: string) => Promise<Readonly<Record<string, string>>>,
  run: (task: () => Promise<void>) => void,
): PackFeed {
  const reach = (address: string, init: RequestInit) => fetch(address, init);
  const events = createPackEvents({
    fetch: reach,
    credentials,
    keepAwake,
    onPack: () => run(async () => void (await feed.lookNow())),
  });
  const feed = createPackFeed(
    {
      packs,
      readPolicy,
      fetch: reach,
      credentials,
      now: () => new Date(),
      readRecord: async () => readLookRecord(await readStored(RECORD)),
      writeRecord: (record) => writeStored(RECORD, record),
      wakeAt: (moment) => setAlarm(LOOK, moment),
    },
    events,
  );
  onAlarm(LOOK, () => run(feed.pulse));
  return feed;
}

/** The rules in force, for whoever has others. */
export async function readRules(packs: Packs): Promise<Response<'pack.read'>> {
  const { packId, tables } = await packs.inForce();
  return { packId, tables };
}

/** The bytes of a file a person gave; empty, which is no pack, when it is too large to be one. */
export async function readPackBytes(file: File): Promise<Uint8Array> {
  const download = await readBounded(file.stream(), downloadLimits);
  return download.ok ? download.bytes : new Uint8Array();
}
