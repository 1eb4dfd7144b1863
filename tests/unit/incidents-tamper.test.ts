import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Unlinked } from '../../src/incidents/chain.ts';
import { type DeviceKey, isSignedByDevice, makeDeviceKey } from '../../src/incidents/device-key.ts';
import { logRecordSchema } from '../../src/incidents/schema.ts';
import type { Checkpoint, LogRecord, Tombstone } from '../../src/incidents/types.ts';
import { type LogCheck, verifyLog } from '../../src/incidents/verify.ts';
import { chainOf, checkpointOf, madeIncident, madeLog, tombstoneOf } from '../support/made-log.ts';

const LENGTH = 12;

let key: DeviceKey;
let log: LogRecord[];
let checkpoint: Checkpoint;
beforeAll(async () => {
  key = await makeDeviceKey();
  log = await madeLog(LENGTH);
  checkpoint = await checkpointOf(log, key);
});

/** Fault names with their places, as `name first` or `name first-last`. */
const named = ({ faults }: LogCheck) =>
  faults.map(({ fault, first, last }) => `${fault} ${first === last ? first : `${first}-${last}`}`);
const check = async (
  records: readonly LogRecord[],
  checkpoints = [checkpoint],
  tombstones: Tombstone[] = [],
) => named(await verifyLog(records, checkpoints, tombstones));
/** The record without its place, to be chained anew. */
const unlinked = ({ sequence: _s, previous: _p, hash: _h, ...rest }: LogRecord) => rest as Unlinked;

describe('an untouched log', () => {
  it('has no fault, and tells whose it is and how far it is signed', async () => {
    const result = await verifyLog(log, [checkpoint]);
    expect(result).toEqual({
      faults: [],
      records: LENGTH,
      device: checkpoint.device,
      signedThrough: LENGTH,
      prunedThrough: 0,
    });
  });

  it('has none when older checkpoints are known as well, or its beginning was pruned', async () => {
    const older = await checkpointOf(log.slice(0, 5), key);
    const tombstone = await tombstoneOf(log.slice(0, 7), key);
    expect(await check(log, [older, checkpoint])).toEqual([]);
    expect(await check(log.slice(7), [checkpoint], [tombstone])).toEqual([]);
    expect(await check(log.slice(7), [older, checkpoint], [tombstone])).toEqual([]);
    expect(await check(log, [checkpoint], [tombstone])).toEqual([]);
    expect(await check([], [], [await tombstoneOf(log, key)])).toEqual([]);
  });

  it('fits the schema that importers and servers use', () => {
    for (const record of log) expect(logRecordSchema.safeParse(record).success).toBe(true);
  });
});

describe('tampering with a log', () => {
  it('edit of any field of any record: edited', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(LENGTH - 1),
        fc.constantFrom('time', 'channel', 'disposition', 'level'),
        async (i, field) => {
          const edited = log.map((record, n) =>
            n === i ? { ...record, [field]: 'x' } : record,
          ) as LogRecord[];
          expect(await check(edited)).toContain(`edited ${i + 1}`);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('edit with all hashes made anew: rewritten', async () => {
    const forged = [
      ...log.slice(0, 3),
      ...(await chainOf(
        [{ ...unlinked(log[3]!), level: null } as Unlinked, ...log.slice(4).map(unlinked)],
        log[2],
      )),
    ];
    expect(await check(forged)).toEqual([`unsigned 1-${LENGTH}`, `rewritten ${LENGTH}`]);
    const older = await checkpointOf(log.slice(0, 2), key);
    expect(await check(forged, [older, checkpoint])).toEqual([`unsigned 3-${LENGTH}`, `rewritten ${LENGTH}`]);
  });

  it('edit of the first record with all hashes made anew: rewritten', async () => {
    const forged = await chainOf([
      { ...unlinked(log[0]!), level: null } as Unlinked,
      ...log.slice(1).map(unlinked),
    ]);
    expect(await check(forged)).toContain(`rewritten ${LENGTH}`);
  });

  it('deletion of any run of records inside: missing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: LENGTH - 1 }), fc.nat(LENGTH), async (first, more) => {
        const last = Math.min(LENGTH - 1, first + more);
        const cut = log.filter(({ sequence }) => sequence < first || sequence > last);
        expect(await check(cut)).toEqual([`missing ${first === last ? first : `${first}-${last}`}`]);
      }),
      { numRuns: 30 },
    );
  });

  it('deletion at the beginning, with no tombstone or one that ends too early: missing', async () => {
    expect(await check(log.slice(4))).toEqual(['missing 1-4']);
    expect(await check(log.slice(4), [checkpoint], [await tombstoneOf(log.slice(0, 2), key)])).toEqual([
      'missing 3-4',
    ]);
  });

  it('reordering of any two records: out-of-place', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(LENGTH - 1), fc.nat(LENGTH - 1), async (a, b) => {
        fc.pre(a !== b);
        const swapped = [...log];
        [swapped[a], swapped[b]] = [log[b]!, log[a]!];
        expect((await check(swapped)).some((fault) => fault.startsWith('out-of-place'))).toBe(true);
      }),
      { numRuns: 30 },
    );
    const [a, b, c, ...rest] = log as [LogRecord, LogRecord, LogRecord, ...LogRecord[]];
    expect(await check([a, c, b, ...rest])).toEqual(['out-of-place 2']);
  });

  it('truncation by any number of records: truncated', async () => {
    for (let kept = 0; kept < LENGTH; kept++) {
      const lost = kept + 1 === LENGTH ? String(LENGTH) : `${kept + 1}-${LENGTH}`;
      expect(await check(log.slice(0, kept))).toContain(`truncated ${lost}`);
    }
  });

  it('truncation together with the newest checkpoint: unsigned, or truncated where a checkpoint is kept elsewhere', async () => {
    const older = await checkpointOf(log.slice(0, 6), key);
    expect(await check(log.slice(0, 9), [older])).toEqual(['unsigned 7-9']);
    expect(await check(log.slice(0, 6), [older, checkpoint])).toEqual([`truncated 7-${LENGTH}`]);
  });

  it('replay of a record, as it was or chained anew: replayed', async () => {
    expect(await check([...log.slice(0, 4), log[3]!, ...log.slice(4)])).toEqual(['replayed 4']);
    const again = await chainOf([unlinked(log[2]!)], log.at(-1));
    expect(await check([...log, ...again])).toContain(`replayed ${LENGTH + 1}`);
  });

  it('replay of an older state of the log that is then used on: cloned', async () => {
    const continued = [
      ...log.slice(0, 8),
      ...(await chainOf(
        range(20, 30).map((n) => madeIncident(n)),
        log[7],
      )),
    ];
    const newer = await checkpointOf(continued, key);
    expect(await check(continued, [checkpoint, newer])).toEqual([`cloned ${LENGTH}`]);
  });

  it('copy of a profile whose two lives are both signed: cloned, from whichever log one looks', async () => {
    const other = [
      ...log.slice(0, 8),
      ...(await chainOf(
        range(20, 28).map((n) => madeIncident(n)),
        log[7],
      )),
    ];
    const theirs = await checkpointOf(other, key);
    expect(await check(log, [checkpoint, theirs])).toContain(`truncated ${LENGTH + 1}-16`);
    expect(await check(other, [checkpoint, theirs])).toEqual([`cloned ${LENGTH}`]);
    const sameLength = [...log.slice(0, 11), ...(await chainOf([madeIncident(40)], log[10]))];
    expect(await check(log, [checkpoint, await checkpointOf(sameLength, key)])).toEqual([`cloned ${LENGTH}`]);
  });

  it('clock moved back, also over the edge of a day: clock-moved-back; corrected by seconds: nothing', async () => {
    const time = (n: number, minutes: number) => ({
      time: new Date(Date.parse(log[n]!.time) + minutes * 60_000).toISOString(),
    });
    const turned = await chainOf([
      ...log.slice(0, 5).map(unlinked),
      madeIncident(50, time(4, -1440)),
      madeIncident(51, time(4, -1439)),
    ]);
    expect(await check(turned, [await checkpointOf(turned, key)])).toEqual(['clock-moved-back 6']);
    const corrected = await chainOf([...log.slice(0, 5).map(unlinked), madeIncident(50, time(4, -1))]);
    expect(await check(corrected, [await checkpointOf(corrected, key)])).toEqual([]);
  });

  it('statement altered in any field: bad-signature, and it counts for nothing', async () => {
    for (const change of [
      { sequence: 3 },
      { hash: log[2]!.hash },
      { time: '2020-01-01T00:00:00.000Z' },
      { count: 1 },
      { device: 'f'.repeat(32) },
    ]) {
      const altered = { ...checkpoint, ...change };
      expect(await isSignedByDevice(altered)).toBe(false);
      expect((await check(log, [altered])).map((fault) => fault.split(' ')[0])).toContain('bad-signature');
    }
    const tombstone = await tombstoneOf(log.slice(0, 2), key);
    expect(
      await check(log.slice(4), [checkpoint], [{ ...tombstone, sequence: 4, hash: log[3]!.hash }]),
    ).toContain('missing 1-4');
  });

  it('statement signed by somebody else’s key, under its own or the device’s name: other-log or bad-signature', async () => {
    const stranger = await makeDeviceKey();
    const theirs = await checkpointOf(log, stranger);
    expect(named(await verifyLog(log, [theirs], [], checkpoint.device))).toEqual([
      `unsigned 1-${LENGTH}`,
      `other-log ${LENGTH}`,
    ]);
    expect(await check(log, [checkpoint, { ...theirs, device: checkpoint.device }])).toEqual([
      `bad-signature ${LENGTH}`,
    ]);
  });

  it('loss of a whole log that the next one tells of: log-lost, without blaming the old checkpoint', async () => {
    const loss: Unlinked = {
      id: 'loss-1',
      time: '2026-03-01T00:00:00.000Z',
      event: 'log-lost',
      former: checkpoint,
    };
    const fresh = await chainOf([loss, madeIncident(90_000)]);
    expect(logRecordSchema.safeParse(fresh[0]).success).toBe(true);
    expect(await check(fresh, [checkpoint, await checkpointOf(fresh, key)])).toEqual(['log-lost 1']);
  });
});

describe('the schema of records', () => {
  it('refuses fields it does not know, at every depth: they could carry content', () => {
    const record = log[0] as Extract<LogRecord, { items: unknown }>;
    const wrong = [
      { ...record, title: 'x' },
      { ...record, destination: { ...record.destination, path: '/a' } },
      { ...record, items: [{ ...record.items[0]!, name: 'a.docx' }] },
      {
        ...record,
        items: [{ ...record.items[0]!, findings: [{ ...record.items[0]!.findings[0]!, text: 'x' }] }],
      },
    ];
    for (const each of wrong) expect(logRecordSchema.safeParse(each).success).toBe(false);
  });

  it('refuses a piece of a document where an id, a place, a type or a host belongs', () => {
    const record = log[0] as Extract<LogRecord, { items: unknown }>;
    const [item] = record.items;
    const words = 'trạm ra-đa tại đồi Cây Đa';
    const wrong = [
      { ...record, id: words },
      { ...record, channel: words },
      { ...record, packVersion: words },
      { ...record, destination: { site: words, frame: 'a' } },
      { ...record, items: [{ ...item, mediaType: words }] },
      { ...record, items: [{ ...item, fingerprint: words }] },
      { ...record, items: [{ ...item, findings: [{ ...item!.findings[0]!, where: words }] }] },
    ];
    for (const each of wrong) expect(logRecordSchema.safeParse(each).success).toBe(false);
  });
});

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
