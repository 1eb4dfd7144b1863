import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type AttemptTools,
  judgeFiles,
  recordAnswer,
  recordReview,
  recordText,
} from '../../src/background/attempts.ts';
import { type Anchor, type IncidentStore, openIncidentStore } from '../../src/background/incident-store.ts';
import type { Channel, Verdict } from '../../src/engine/verdict.ts';
import { incidentOf } from '../../src/incidents/incident.ts';
import { logRecordSchema } from '../../src/incidents/schema.ts';
import type { Checkpoint, LogRecord } from '../../src/incidents/types.ts';
import { verifyLog } from '../../src/incidents/verify.ts';
import { bundledPolicy } from '../../src/policy/bundled.ts';
import { bundledTables } from '../../src/rules/bundled.ts';
import { madeAnchor, madeIncident } from '../support/made-log.ts';

const verdict: Verdict = { action: 'block', level: 'mat', outcome: 'scanned', findings: [] };
const NOON = Date.parse('2026-03-03T05:00:00.000Z');

let database = 0;
let anchor: Anchor;
let store: IncidentStore;
let tools: AttemptTools;
beforeEach(() => {
  database += 1;
  anchor = madeAnchor();
  store = openStore();
  tools = {
    store,
    rules: async () => ({ ...bundledTables, pack: { name: 'test', version: '1' } }),
    productVersion: '2',
    readPolicy: async () => bundledPolicy,
    allowed: async () => [],
    scan: async (file) => ({
      outcome: 'encrypted',
      findings: [],
      mediaType: 'application/pdf',
      size: file.size,
    }),
    isMarked: (text) => text.includes('MẬT'),
    onRecorded: vi.fn(),
    onTrouble: vi.fn(),
  };
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const name = () => `store-${database}`;
/** Another life of the worker over the same log. */
const openStore = () => openIncidentStore(anchor, name());
const attempt = (attemptId: string, text = 'MẬT', channel: Channel = 'paste', site = 'chat.zalo.me') =>
  ({
    attemptId,
    channel,
    destination: { site, frame: site },
    item: { kind: 'text', text, verdict },
  }) as const;
const id = (number: number) => `attempt-${String(number).padStart(8, '0')}`;
const check = async (records: readonly LogRecord[], log = store) => {
  const { checkpoints, tombstones } = await log.statements();
  const kept = await anchor.read();
  return (await verifyLog(records, [...checkpoints, ...(kept ? [kept] : [])], tombstones)).faults;
};
const pause = (minutes: number) => vi.setSystemTime(Date.now() + minutes * 60_000);
const startClock = (at = NOON) => vi.useFakeTimers({ now: at, toFake: ['Date'] });

describe('the same attempt again', () => {
  beforeEach(() => void startClock());

  it('within minutes is the same incident: a short record, and the answer names the incident', async () => {
    await recordText(attempt(id(1)), tools);
    pause(5);
    expect(await recordText(attempt(id(2)), tools)).toEqual({ incidentId: id(1) });
    const records = await store.read(10);
    expect(records).toMatchObject([{ id: id(1) }, { id: id(2), repeatOf: id(1) }]);
    expect(JSON.stringify(records[1]).length).toBeLessThan(400);
    expect(await store.countIncidents()).toBe(1);
    expect(await check(records)).toEqual([]);
  });

  it('all day long is one incident, however long the storm', async () => {
    for (let i = 0; i < 200; i++) {
      await recordText(attempt(id(i)), tools);
      pause(2);
    }
    expect(await store.countIncidents()).toBe(1);
    expect(await store.recordsOf(id(0))).toHaveLength(200);
  });

  it('after a quiet while, elsewhere, another way or with another text is an incident of its own', async () => {
    await recordText(attempt(id(1)), tools);
    pause(16);
    await recordText(attempt(id(2)), tools);
    await recordText(attempt(id(3), 'MẬT', 'paste', 'mail.google.com'), tools);
    await recordText(attempt(id(4), 'MẬT', 'drop'), tools);
    await recordText(attempt(id(5), 'TỐI MẬT'), tools);
    expect(await store.countIncidents()).toBe(5);
  });

  it('is never taken for a repetition when its file could not be read', async () => {
    const destination = { site: 'chat.zalo.me', frame: 'chat.zalo.me' };
    for (const attemptId of [id(1), id(2)])
      await judgeFiles({ attemptId, channel: 'drop', destination, files: [{} as File] }, tools);
    expect(await store.countIncidents()).toBe(2);
  });

  it('can be answered each time', async () => {
    await recordText(attempt(id(1)), tools);
    await recordText(attempt(id(2)), tools);
    await recordAnswer({ attemptId: id(1), answer: 'continued', reason: 'một' }, tools);
    await recordAnswer({ attemptId: id(2), answer: 'continued', reason: 'hai' }, tools);
    await recordAnswer({ attemptId: id(2), answer: 'continued', reason: 'hai' }, tools);
    const answers = await store.answersTo([id(1)]);
    expect(answers.map(({ reason }) => reason)).toEqual(['một', 'hai']);
  });
});

describe('what the officer decides', () => {
  beforeEach(() => recordText(attempt(id(1)), tools));

  it('is a record of its own in the chain, as often as it changes', async () => {
    await recordReview({ incidentId: id(1), state: 'confirmed', note: ' đã lập biên bản ' }, tools);
    await recordReview({ incidentId: id(1), state: 'exercise', note: '' }, tools);
    const records = await store.recordsOf(id(1));
    expect(records.slice(1)).toMatchObject([
      { state: 'confirmed', note: 'đã lập biên bản', noteDropped: false },
      { state: 'exercise', note: null, noteDropped: false },
    ]);
    expect(await check(records)).toEqual([]);
    for (const record of records) expect(logRecordSchema.safeParse(record).error).toBeUndefined();
  });

  it('loses its note when that looks marked itself, and the officer is told', async () => {
    const review = { incidentId: id(1), state: 'confirmed', note: 'công văn MẬT số 3' } as const;
    expect(await recordReview(review, tools)).toEqual({ noteDropped: true });
    expect(JSON.stringify(await store.read(10))).not.toContain('công văn');
  });

  it('is refused for an incident that is not there', async () => {
    await expect(recordReview({ incidentId: id(9), state: 'confirmed', note: '' }, tools)).rejects.toThrow();
  });
});

describe('retention', () => {
  /** An incident every ten days, ending today. */
  const fill = async (count: number) => {
    for (let i = 0; i < count; i++) {
      startClock(NOON + i * 10 * 86_400_000);
      await recordText(attempt(id(i), `MẬT ${i}`), tools);
    }
  };

  it('removes what is too old and leaves a signed tombstone, so that the rest still proves itself whole', async () => {
    await fill(12);
    await store.prune(50);
    const records = await store.read(100);
    expect(records.map(({ id }) => id)).toEqual([6, 7, 8, 9, 10, 11].map(id));
    expect(await check(records)).toEqual([]);
    expect(await store.statements()).toMatchObject({
      checkpoints: [{ sequence: 12, count: 6 }],
      tombstones: [{ sequence: 6, incidents: 6 }],
    });
    await recordText(attempt(id(50), 'MẬT mới'), tools);
    await store.prune(20);
    expect(await check(await store.read(100))).toEqual([]);
    expect(await store.statements()).toMatchObject({ tombstones: [{ sequence: 9, incidents: 9 }] });
  });

  it('keeps what the unit’s server has not confirmed, and always the newest', async () => {
    await fill(6);
    await store.prune(0, 3);
    expect((await store.read(100)).map(({ sequence }) => sequence)).toEqual([3, 4, 5, 6]);
    await store.prune(0);
    expect((await store.read(100)).map(({ sequence }) => sequence)).toEqual([6]);
    expect(await check(await store.read(100))).toEqual([]);
  });

  it('is not fooled by a clock set to a far year', async () => {
    await fill(3);
    startClock(Date.parse('2099-01-01T00:00:00Z'));
    await store.prune(365);
    expect(await store.read(100)).toHaveLength(3);
  });

  it('does nothing to an empty log', async () => {
    await store.prune(1);
    expect(await store.statements()).toEqual({ checkpoints: [], tombstones: [] });
  });
});

describe('a log that was lost', () => {
  const loseDatabase = () =>
    new Promise((resolve) => {
      const request = indexedDB.deleteDatabase(name());
      request.onsuccess = resolve;
    });

  it('is followed by a new one that says so first, signed by the same device', async () => {
    await recordText(attempt(id(1)), tools);
    await recordText(attempt(id(2), 'MẬT hai'), tools);
    const former = (await anchor.read()) as Checkpoint;
    await loseDatabase();
    await recordText(attempt(id(3)), { ...tools, store: openStore() });
    const records = await openStore().read(10);
    expect(records).toMatchObject([{ event: 'log-lost', former, sequence: 1 }, { id: id(3) }]);
    const faults = await check(records, openStore());
    expect(faults).toEqual([{ fault: 'log-lost', first: 1, last: 1 }]);
    expect((await anchor.read())?.device).toBe(former.device);
  });

  it('says so once, not at every start of the worker', async () => {
    await recordText(attempt(id(1)), tools);
    await loseDatabase();
    for (const n of [2, 3, 4]) await recordText(attempt(id(n), `MẬT ${n}`), { ...tools, store: openStore() });
    const losses = (await openStore().read(10)).filter((record) => 'event' in record);
    expect(losses).toHaveLength(1);
  });

  it('shows when only its end was cut off, or a record was changed and chained anew', async () => {
    for (const n of [1, 2, 3]) await recordText(attempt(id(n), `MẬT ${n}`), tools);
    const request = indexedDB.open(name());
    await new Promise((resolve) => {
      request.onsuccess = resolve;
    });
    const cutting = request.result.transaction('records', 'readwrite');
    cutting.objectStore('records').delete(3);
    await new Promise((resolve) => {
      cutting.oncomplete = resolve;
    });
    request.result.close();
    expect(await check(await store.read(10))).toContainEqual({ fault: 'truncated', first: 3, last: 3 });
    await recordText(attempt(id(4), 'MẬT 4'), { ...tools, store: openStore() });
    expect(await store.read(10)).toMatchObject([{}, {}, { event: 'log-lost' }, { id: id(4) }]);
  });

  it('goes on when the worker died between the disk and the kept checkpoint', async () => {
    await recordText(attempt(id(1)), tools);
    const early = (await anchor.read()) as Checkpoint;
    await recordText(attempt(id(2), 'MẬT 2'), tools);
    await anchor.write(early);
    await recordText(attempt(id(3), 'MẬT 3'), { ...tools, store: openStore() });
    expect((await store.read(10)).map((record) => 'event' in record)).toEqual([false, false, false]);
  });

  it('is given up and begun anew when the database does not open any more', async () => {
    await recordText(attempt(id(1)), tools);
    const open = indexedDB.open.bind(indexedDB);
    let failures = 2;
    vi.spyOn(indexedDB, 'open').mockImplementation((db, version) => {
      if (db !== name() || failures-- <= 0) return open(db, version);
      throw new DOMException('Internal error opening backing store', 'UnknownError');
    });
    await recordText(attempt(id(2)), { ...tools, store: openStore() });
    expect(await openStore().read(10)).toMatchObject([{ event: 'log-lost' }, { id: id(2) }]);
  });
});

describe('a disk that is full', () => {
  beforeEach(() => {
    vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
  });

  it('stops files all the same, with their verdicts, and tells the person', async () => {
    const destination = { site: 'chat.zalo.me', frame: 'chat.zalo.me' };
    const files = [new File(['x'], 'x.pdf')];
    const response = await judgeFiles({ attemptId: id(1), channel: 'drop', destination, files }, tools);
    expect(response).toMatchObject({ incidentId: null, verdicts: [{ verdict: { action: 'hold' } }] });
    expect(tools.onTrouble).toHaveBeenCalledOnce();
    expect(tools.onRecorded).not.toHaveBeenCalled();
  });

  it('is no success for a text: the guard, which stopped it, tries again, and the log has it once there is room', async () => {
    await expect(recordText(attempt(id(1)), tools)).rejects.toThrow('full');
    expect(tools.onTrouble).toHaveBeenCalledOnce();
    vi.restoreAllMocks();
    await recordText(attempt(id(1)), tools);
    expect(await store.read(10)).toMatchObject([{ id: id(1), sequence: 1 }]);
    expect(await check(await store.read(10))).toEqual([]);
  });

  it('loses no record that was there', async () => {
    vi.restoreAllMocks();
    const incident = madeIncident(1);
    await store.record(incident);
    vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    await expect(store.record(madeIncident(2))).rejects.toThrow('full');
    expect(await openStore().read(10)).toMatchObject([{ id: incident.id }]);
  });

  it('takes the record after all once the reserve has made room, and asks for the reserve only then', async () => {
    const full = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
      throw new DOMException('full', 'AbortError');
    });
    const give = vi.fn(async () => {
      full.mockRestore();
      return true;
    });
    const kept = openIncidentStore(anchor, name(), { give });
    expect(await kept.record(madeIncident(1))).toBe(madeIncident(1).id);
    expect(await kept.record(madeIncident(2))).toBe(madeIncident(2).id);
    expect(give).toHaveBeenCalledTimes(1);
    expect(await kept.read(10)).toHaveLength(2);
  });

  it('refuses the record, and keeps what is there, when the reserve is gone', async () => {
    vi.restoreAllMocks();
    await store.record(madeIncident(1));
    vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
      throw new DOMException('full', 'AbortError');
    });
    const kept = openIncidentStore(anchor, name(), { give: async () => false });
    await expect(kept.record(madeIncident(2))).rejects.toThrow('full');
    expect(await kept.read(10)).toHaveLength(1);
  });
});

describe('an incident', () => {
  it('has a group that tells nothing of its items', async () => {
    const item = madeIncident(1).items[0]!;
    const made = await incidentOf({
      attemptId: id(1),
      channel: 'paste',
      destination: { site: 'a', frame: 'a' },
      items: [item],
      packVersion: '1',
      productVersion: '1',
      time: new Date(NOON),
    });
    expect(made.group).toMatch(/^[0-9a-f]{32}$/);
  });
});
