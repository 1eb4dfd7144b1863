import type { Anchor } from '../../src/background/incident-store.ts';
import { linkRecord, type Unlinked } from '../../src/incidents/chain.ts';
import { type DeviceKey, signStatement } from '../../src/incidents/device-key.ts';
import type { Checkpoint, LogRecord, Tombstone } from '../../src/incidents/types.ts';

/** An incident of a made log; `more` overrides its fields. */
export function madeIncident(number: number, more: Partial<Extract<Unlinked, { channel: string }>> = {}) {
  const time = new Date(Date.UTC(2026, 0, 5, 2) + number * 60_000).toISOString();
  return {
    id: `attempt-${String(number).padStart(8, '0')}`,
    time,
    channel: 'paste',
    destination: { site: 'chat.zalo.me', frame: 'chat.zalo.me' },
    disposition: 'blocked',
    level: 'mat',
    items: [
      {
        kind: 'text',
        mediaType: 'text/plain',
        size: 100 + number,
        action: 'block',
        level: 'mat',
        outcome: 'scanned',
        fingerprint: number.toString(16).padStart(64, '0'),
        findings: [
          {
            ruleId: 'marking.mat',
            level: 'mat',
            confidence: 0.9,
            where: 'text',
            signals: [{ id: 'capitals', weight: 2 }],
          },
        ],
      },
    ],
    packVersion: '2026.11',
    productVersion: '0.1.0',
    ...more,
  } satisfies Unlinked;
}

/** Chains records, behind `before` when given. */
export async function chainOf(records: readonly Unlinked[], before?: LogRecord): Promise<LogRecord[]> {
  const chained: LogRecord[] = [];
  for (const record of records) chained.push(await linkRecord(record, chained.at(-1) ?? before));
  return chained;
}

/** A log of `length` incidents. */
export function madeLog(length: number): Promise<LogRecord[]> {
  return chainOf(Array.from({ length }, (_, i) => madeIncident(i + 1)));
}

/** The checkpoint that `key` signs over `records`, from the chain's first record on. */
export function checkpointOf(
  records: readonly LogRecord[],
  key: DeviceKey,
  chain = records[0]!.hash,
): Promise<Checkpoint> {
  const { sequence, hash, time } = records.at(-1)!;
  return signStatement<Checkpoint>(
    { kind: 'checkpoint', chain, sequence, hash, count: records.length, time },
    key,
  );
}

/** The tombstone that `key` signs for `pruned`, the beginning of a log. */
export function tombstoneOf(pruned: readonly LogRecord[], key: DeviceKey): Promise<Tombstone> {
  const { sequence, hash } = pruned.at(-1)!;
  const incidents = pruned.filter((record) => 'disposition' in record).length;
  const time = '2026-06-01T00:00:00.000Z';
  return signStatement<Tombstone>(
    { kind: 'tombstone', chain: pruned[0]!.hash, sequence, hash, incidents, time },
    key,
  );
}

/** Keeps a checkpoint in memory, outside any log. */
export function madeAnchor(): Anchor {
  let kept: Checkpoint | null = null;
  return {
    read: async () => kept,
    async write(checkpoint) {
      kept = checkpoint;
    },
  };
}
