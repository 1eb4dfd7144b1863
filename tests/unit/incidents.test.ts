import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { type AttemptTools, judgeFiles, recordAnswer, recordText } from '../../src/background/attempts.ts';
import { type Anchor, type IncidentStore, openIncidentStore } from '../../src/background/incident-store.ts';
import { countBlockedToday, readIncidents } from '../../src/background/status.ts';
import type { Verdict } from '../../src/engine/verdict.ts';
import { linkRecord, verifyChain } from '../../src/incidents/chain.ts';
import { fingerprint, makeFingerprintKey } from '../../src/incidents/fingerprint.ts';
import type { LogRecord } from '../../src/incidents/types.ts';
import type { InspectionResult } from '../../src/inspection/types.ts';
import { bundledPolicy } from '../../src/policy/bundled.ts';
import { bundledTables } from '../../src/rules/bundled.ts';
import { canonicalJson } from '../../src/signing/canonical-json.ts';
import { madeAnchor } from '../support/made-log.ts';

const SECRET = 'TUYỆT MẬT\nKế hoạch đặt trạm ra-đa tại đồi Cây Đa';
const FILE_NAME = 'ke-hoach-tram-ra-da.docx';
const destination = { site: 'chat.zalo.me', frame: 'chat.zalo.me' };
const verdict: Verdict = {
  action: 'block',
  level: 'tuyet-mat',
  outcome: 'scanned',
  findings: [
    {
      where: 'text',
      finding: {
        ruleId: 'marking.tuyet-mat',
        kind: 'marking',
        level: 'tuyet-mat',
        action: 'block',
        confidence: 0.97,
        start: 0,
        end: 9,
        signals: [{ id: 'alone-on-line', weight: 3, start: 0, end: 9 }],
      },
    },
  ],
};
const marked: InspectionResult = {
  outcome: 'scanned',
  findings: verdict.findings,
  mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  size: 12,
};
const clean: InspectionResult = { outcome: 'scanned', findings: [], mediaType: 'text/plain', size: 5 };

let database = 0;
let anchor: Anchor;
let store: IncidentStore;
let tools: AttemptTools;
beforeEach(() => {
  database += 1;
  anchor = madeAnchor();
  store = openStore();
  tools = toolsFor(store);
});

/** Another life of the worker over the same log. */
const openStore = () => openIncidentStore(anchor, `log-${database}`);

function toolsFor(
  log: IncidentStore,
  scan = async (file: File) => (file.size > 5 ? marked : clean),
): AttemptTools {
  return {
    store: log,
    rules: async () => ({ ...bundledTables, pack: { name: 'test', version: '1' } }),
    productVersion: '2',
    readPolicy: async () => bundledPolicy,
    allowed: async () => [],
    scan,
    isMarked: (text) => text.includes('MẬT'),
    onRecorded() {},
    onTrouble() {},
  };
}

const textAttempt = (attemptId: string, text = SECRET) =>
  ({ attemptId, channel: 'paste', destination, item: { kind: 'text', text, verdict } }) as const;
const filesAttempt = (attemptId: string, files: File[]) =>
  ({ attemptId, channel: 'file-picker', destination, files }) as const;
const markedFile = () => new File([SECRET], FILE_NAME);

/** Every record of the log, oldest first. */
async function readLog(name = `log-${database}`): Promise<LogRecord[]> {
  const request = indexedDB.open(name);
  await new Promise((resolve) => {
    request.onsuccess = resolve;
  });
  const all = request.result.transaction('records').objectStore('records').getAll();
  await new Promise((resolve) => {
    all.onsuccess = resolve;
  });
  return all.result;
}

describe('an incident', () => {
  it('is in the log when the answer comes', async () => {
    const { incidentId } = await recordText(textAttempt('attempt-0123456789'), tools);
    expect(await readLog()).toMatchObject([
      {
        id: incidentId,
        sequence: 1,
        channel: 'paste',
        destination,
        disposition: 'blocked',
        level: 'tuyet-mat',
        items: [
          { kind: 'text', size: SECRET.length, action: 'block', findings: [{ ruleId: 'marking.tuyet-mat' }] },
        ],
      },
    ]);
  });

  it('is recorded once however often the guard repeats the attempt, also at the same time', async () => {
    const attempt = textAttempt('attempt-0123456789');
    const ids = await Promise.all([recordText(attempt, tools), recordText(attempt, tools)]);
    ids.push(await recordText(attempt, tools));
    // A worker that was killed starts with nothing but what is on the disk.
    ids.push(await recordText(attempt, toolsFor(openStore())));
    expect(new Set(ids.map(({ incidentId }) => incidentId)).size).toBe(1);
    expect(await readLog()).toHaveLength(1);
  });

  it('covers all files of an attempt that are not clean, and is not made for clean ones', async () => {
    const files = [new File(['clean'], 'a.txt'), markedFile(), new File(['clean'], 'b.txt')];
    const answer = await judgeFiles(filesAttempt('attempt-0123456789', files), tools);
    expect(answer.verdicts.map((each) => each.verdict.action)).toEqual(['allow', 'block', 'allow']);
    expect((await readLog()).map((record) => 'items' in record && record.items.length)).toEqual([1]);
    const second = await judgeFiles(filesAttempt('attempt-9876543210', [files[0] as File]), tools);
    expect(second.incidentId).toBeNull();
    expect(await readLog()).toHaveLength(1);
  });

  it('lists files in their order, though their scans end in another', async () => {
    const slowFirst = async (file: File): Promise<InspectionResult> => {
      await new Promise((resolve) => setTimeout(resolve, 20 - file.size));
      return { ...marked, size: file.size };
    };
    const files = Array.from({ length: 20 }, (_, i) => new File(['x'.repeat(i)], `${i}`));
    const answer = await judgeFiles(filesAttempt('attempt-0123456789', files), toolsFor(store, slowFirst));
    const order = files.map(({ size }) => size);
    expect(answer.verdicts.map(({ result }) => result.size)).toEqual(order);
    const [incident] = await readLog();
    expect(incident && 'items' in incident && incident.items.map(({ size }) => size)).toEqual(order);
  });

  it('is made for a file that could not be scanned, and for one that never arrived', async () => {
    const unavailable = async (): Promise<InspectionResult> => ({ ...clean, outcome: 'scanner-unavailable' });
    const lost = {} as File;
    const attempt = filesAttempt('attempt-0123456789', [markedFile(), lost]);
    const { verdicts } = await judgeFiles(attempt, toolsFor(store, unavailable));
    expect(verdicts.map((each) => each.verdict.action)).toEqual(['hold', 'hold']);
    const [incident] = await readLog();
    expect(incident).toMatchObject({ disposition: 'held', items: [{}, { fingerprint: '' }] });
  });

  it('counts for today', async () => {
    await recordText(textAttempt('attempt-0123456789'), tools);
    await recordText(textAttempt('attempt-9876543210', 'MẬT khác'), tools);
    await recordAnswer({ attemptId: 'attempt-0123456789', answer: 'cancelled' }, tools);
    expect(await countBlockedToday(store)).toBe(2);
    expect(await store.countSince(new Date(Date.now() + 60_000), ['blocked'])).toBe(0);
  });
});

describe('the log', () => {
  it('holds no piece of the text, no file name and no path, in any byte that is stored', async () => {
    const page = { ...destination, frame: 'docs.example.vn' };
    await recordText({ ...textAttempt('attempt-0123456789'), destination: page }, tools);
    await judgeFiles(filesAttempt('attempt-9876543210', [markedFile()]), tools);
    await recordAnswer(
      { attemptId: 'attempt-9876543210', answer: 'continued', reason: 'đã hỏi: TUYỆT MẬT, đồi Cây Đa' },
      tools,
    );
    const stored = JSON.stringify(await readLog());
    for (const piece of [...SECRET.split(/\s+/), FILE_NAME, 'ke-hoach', 'docx"', 'MẬT'])
      expect(stored, piece).not.toContain(piece);
  });

  it('keeps nothing that is not a machine word where ids belong', async () => {
    const [located] = verdict.findings;
    const odd = { finding: { ...located!.finding, ruleId: 'đồi Cây Đa' }, where: 'entry:kế hoạch.docx' };
    const attempt = textAttempt('attempt-0123456789');
    const item = { ...attempt.item, verdict: { ...verdict, findings: [odd] } };
    await recordText({ ...attempt, item }, tools);
    expect(await readLog()).toMatchObject([{ items: [{ findings: [{ ruleId: '?', where: '?' }] }] }]);
  });

  it('stays small when a text is full of findings', async () => {
    const findings = Array.from({ length: 20_000 }, () => verdict.findings[0]!);
    const attempt = textAttempt('attempt-0123456789');
    await recordText({ ...attempt, item: { ...attempt.item, verdict: { ...verdict, findings } } }, tools);
    expect(JSON.stringify(await readLog()).length).toBeLessThan(20_000);
  });

  it('is read newest first, a page at a time, with the answers that belong to it', async () => {
    for (let i = 1; i <= 5; i++) {
      await recordText(textAttempt(`attempt-000000000${i}`, `MẬT ${i}`), tools);
      await recordAnswer({ attemptId: `attempt-000000000${i}`, answer: 'cancelled' }, tools);
    }
    const first = await readIncidents({ limit: 2 }, store);
    expect(first.incidents.map(({ id }) => id.at(-1))).toEqual(['5', '4']);
    expect(first.answers.map(({ incidentId }) => incidentId.at(-1))).toEqual(['4', '5']);
    expect(first.total).toBe(5);
    const next = await readIncidents({ limit: 10, before: first.incidents.at(-1)!.sequence }, store);
    expect(next.incidents.map(({ id }) => id.at(-1))).toEqual(['3', '2', '1']);
  });

  it('does not stand in the way of a newer version of itself', async () => {
    await recordText(textAttempt('attempt-0123456789'), tools);
    const upgrade = indexedDB.open(`log-${database}`, 99);
    await new Promise((resolve, reject) => {
      upgrade.onsuccess = resolve;
      upgrade.onblocked = reject;
    });
    upgrade.result.close();
    await expect(store.countIncidents()).rejects.toThrow(/version/);
  });
});

describe('what a person answered', () => {
  beforeEach(async () => {
    await recordText(textAttempt('attempt-0123456789'), tools);
  });

  it('is a record of its own that leaves the incident as it was', async () => {
    const [before] = await readLog();
    const answer = {
      attemptId: 'attempt-0123456789',
      answer: 'false-alarm',
      reason: ' tên một bài hát ',
    } as const;
    await recordAnswer(answer, tools);
    const [incident, record] = await readLog();
    expect(incident).toEqual(before);
    expect(record).toMatchObject({
      incidentId: 'attempt-0123456789',
      answer: 'false-alarm',
      reason: 'tên một bài hát',
      reasonDropped: false,
      sequence: 2,
    });
  });

  it('is recorded once when it is repeated, and separately when it is another answer', async () => {
    const attemptId = 'attempt-0123456789';
    await recordAnswer({ attemptId, answer: 'false-alarm' }, tools);
    await recordAnswer({ attemptId, answer: 'false-alarm' }, tools);
    await recordAnswer({ attemptId, answer: 'cancelled' }, tools);
    expect(await readLog()).toHaveLength(3);
  });

  it('loses its reason when that looks marked itself', async () => {
    await recordAnswer(
      { attemptId: 'attempt-0123456789', answer: 'continued', reason: 'vì TUYỆT MẬT' },
      tools,
    );
    expect((await readLog())[1]).toMatchObject({ reason: null, reasonDropped: true });
  });

  it('is refused for an attempt that is not in the log, and for an answer taken for an attempt', async () => {
    const answer = { answer: 'cancelled' } as const;
    await expect(recordAnswer({ attemptId: 'attempt-unknown-00', ...answer }, tools)).rejects.toThrow();
    await recordAnswer({ attemptId: 'attempt-0123456789', ...answer }, tools);
    await expect(
      recordAnswer({ attemptId: 'attempt-0123456789/cancelled', ...answer }, tools),
    ).rejects.toThrow();
  });
});

describe('the chain', () => {
  const build = async () => {
    for (let i = 1; i <= 6; i++) await recordText(textAttempt(`attempt-000000000${i}`, `text ${i}`), tools);
    return readLog();
  };

  it('is whole when many attempts are recorded at once, by two lives of the worker', async () => {
    const other = toolsFor(openStore());
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        recordText(textAttempt(`attempt-${String(i).padStart(10, '0')}`, `MẬT ${i}`), i % 2 ? tools : other),
      ),
    );
    const records = await readLog();
    expect(records.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    expect(await verifyChain(records)).toEqual([]);
  });

  it('shows an edit, also one in a field inside a field', async () => {
    const records = structuredClone(await build()) as unknown as { items: { size: number }[] }[];
    records[2]!.items[0]!.size += 1;
    expect(await verifyChain(records as unknown as LogRecord[])).toEqual([{ sequence: 3, fault: 'edited' }]);
  });

  it('shows a deletion, a swap, and a record put in from elsewhere', async () => {
    const records = await build();
    const [a, b, c, d, e, f] = records as [LogRecord, LogRecord, LogRecord, LogRecord, LogRecord, LogRecord];
    expect(await verifyChain([a, b, d, e, f])).toEqual([{ sequence: 3, fault: 'missing' }]);
    expect((await verifyChain([a, c, b, d, e, f])).length).toBeGreaterThan(0);
    expect(await verifyChain([b, c, d])).toEqual([{ sequence: 1, fault: 'missing' }]);
    const { hash: _, ...open } = b;
    const forged = await linkRecord({ ...open, id: 'attempt-forged-000' } as typeof open, a);
    expect(await verifyChain([a, forged, c])).toEqual([{ sequence: 3, fault: 'out-of-place' }]);
  });

  it('can be checked in parts', async () => {
    const records = await build();
    expect(await verifyChain(records.slice(3), records[2])).toEqual([]);
  });
});

describe('canonical JSON', () => {
  it('does not depend on the order in which fields were written, and says the same as JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(reversed(value))).toBe(text);
      }),
    );
  });

  it('refuses what JSON cannot carry', () => {
    for (const wrong of [Number.NaN, undefined, () => 1, 1n])
      expect(() => canonicalJson(wrong)).toThrow(TypeError);
  });
});

describe('a fingerprint', () => {
  it('is the same for the same text in another spelling of Unicode, case and space, and differs otherwise', async () => {
    const key = await makeFingerprintKey();
    const print = await fingerprint(key, SECRET);
    expect(print).toMatch(/^[0-9a-f]{64}$/);
    expect(await fingerprint(key, ` ${SECRET.normalize('NFD').toLowerCase().replace('\n', '\r\n')}`)).toBe(
      print,
    );
    expect(await fingerprint(key, `${SECRET}!`)).not.toBe(print);
  });

  it('says nothing without the key of the device, which cannot be taken out', async () => {
    const key = await makeFingerprintKey();
    const other = await makeFingerprintKey();
    expect(await fingerprint(key, SECRET)).not.toBe(await fingerprint(other, SECRET));
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow();
  });

  it('covers every byte of a file that is read in pieces', async () => {
    const key = await makeFingerprintKey();
    const bytes = new Uint8Array(17 * 1024 * 1024);
    const print = await fingerprint(key, new Blob([bytes]));
    for (const place of [0, 8 * 1024 * 1024, bytes.length - 1]) {
      bytes[place] = 1;
      expect(await fingerprint(key, new Blob([bytes])), String(place)).not.toBe(print);
      bytes[place] = 0;
    }
    expect(await fingerprint(key, new Blob([bytes]))).toBe(print);
    expect(await fingerprint(key, new Blob([]))).toMatch(/^[0-9a-f]{64}$/);
  });

  it('uses one key for the life of the profile', async () => {
    const again = openStore();
    const [first, second] = await Promise.all([store.fingerprintKey(), again.fingerprintKey()]);
    expect(await fingerprint(first, SECRET)).toBe(await fingerprint(second, SECRET));
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, field]) => [key, reversed(field)]),
  );
}
