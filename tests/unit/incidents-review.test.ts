import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeDeviceKey } from '../../src/incidents/device-key.ts';
import { createFileSource, readLog, writeLog } from '../../src/incidents/log-file.ts';
import {
  bucketsOf,
  daysOf,
  type Period,
  periodAround,
  periodBefore,
  periodOfDays,
} from '../../src/incidents/period.ts';
import { createReviewIndex } from '../../src/incidents/review-index.ts';
import { countRows, type IncidentFilter, type ReviewRow } from '../../src/incidents/review-model.ts';
import type { MachineLog } from '../../src/incidents/review-source.ts';
import type { LogRecord } from '../../src/incidents/types.ts';
import { chainOf, checkpointOf, madeIncident } from '../support/made-log.ts';

const machine = { device: '', name: 'Máy văn thư', unit: 'Sở Thử nghiệm' };
const always: Period = { from: '2000-01-01T00:00:00.000Z', to: '2100-01-01T00:00:00.000Z' };

/** Five incidents; the second repeated twice and judged twice, the third about the document of the first. */
async function someRecords(): Promise<LogRecord[]> {
  const first = madeIncident(1);
  const last = madeIncident(5);
  const group = 'a'.repeat(32);
  const review = { incidentId: madeIncident(2).id, note: null, noteDropped: false } as const;
  return chainOf([
    first,
    {
      ...madeIncident(2, {
        level: 'toi-mat',
        destination: { site: 'mail.google.com', frame: 'mail.google.com' },
      }),
      group,
    },
    { ...madeIncident(3, { channel: 'drop' }), items: first.items },
    madeIncident(4, { level: null, disposition: 'warned' }),
    last,
    { id: 'attempt-again-1', repeatOf: madeIncident(2).id, time: last.time, group },
    { id: 'attempt-again-2', repeatOf: madeIncident(2).id, time: last.time, group },
    { ...review, id: 'review-1', time: last.time, state: 'confirmed' },
    { ...review, id: 'review-2', time: last.time, state: 'near-miss', note: 'đã nhắc' },
  ]);
}

async function rowsFor(filter: Partial<IncidentFilter> = {}): Promise<readonly ReviewRow[]> {
  const index = createReviewIndex();
  index.add(await someRecords(), machine);
  return index.rows({ ...always, ...filter });
}
const numbers = (rows: readonly ReviewRow[]) => rows.map(({ id }) => Number(id.slice(-1)));

describe('a period', () => {
  const at = (iso: string) => new Date(iso);

  it('of the reporting year runs from 15/12 to 14/12, on the country’s clock', () => {
    expect(daysOf(periodAround('reporting-year', at('2026-12-14T16:59:59Z')))).toEqual({
      first: '2025-12-15',
      last: '2026-12-14',
    });
    expect(daysOf(periodAround('reporting-year', at('2026-12-14T17:00:00Z')))).toEqual({
      first: '2026-12-15',
      last: '2027-12-14',
    });
    expect(daysOf(periodAround('reporting-year', at('2026-03-01T00:00:00Z')))).toEqual({
      first: '2025-12-15',
      last: '2026-12-14',
    });
  });

  it('of a month, a quarter, a half-year holds its first and last day', () => {
    expect(daysOf(periodAround('month', at('2028-02-10T00:00:00Z')))).toEqual({
      first: '2028-02-01',
      last: '2028-02-29',
    });
    expect(daysOf(periodAround('quarter', at('2026-12-31T16:00:00Z')))).toEqual({
      first: '2026-10-01',
      last: '2026-12-31',
    });
    expect(daysOf(periodAround('half-year', at('2026-06-30T17:00:00Z')))).toEqual({
      first: '2026-07-01',
      last: '2026-12-31',
    });
  });

  it('before another ends where that begins', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('month', 'quarter', 'half-year', 'reporting-year'),
        fc.date({ min: at('2020-01-01'), max: at('2040-01-01'), noInvalidDate: true }),
        (preset, moment) => {
          const period = periodAround(preset, moment);
          expect(period.from <= moment.toISOString() && moment.toISOString() < period.to).toBe(true);
          expect(periodBefore(preset, period).to).toBe(period.from);
        },
      ),
    );
  });

  it('of chosen days includes both, and is none for days out of order or no days', () => {
    expect(daysOf(periodOfDays('2026-03-01', '2026-03-01')!)).toEqual({
      first: '2026-03-01',
      last: '2026-03-01',
    });
    for (const [first, last] of [
      ['2026-03-02', '2026-03-01'],
      ['2026-02-30', '2026-03-01'],
      ['', ''],
      ['x', '2026-03-01'],
    ])
      expect(periodOfDays(first!, last!)).toBeNull();
  });

  it('is cut into steps without gap or overlap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 800 }), fc.integer({ min: 1, max: 800 }), (start, length) => {
        const day = (n: number) => new Date(Date.UTC(2025, 0, 1 + n)).toISOString().slice(0, 10);
        const period = periodOfDays(day(start), day(start + length - 1))!;
        const buckets = bucketsOf(period);
        expect(buckets[0]!.from).toBe(period.from);
        expect(buckets.at(-1)!.to).toBe(period.to);
        expect(buckets.slice(1).every(({ from }, i) => from === buckets[i]!.to)).toBe(true);
      }),
    );
  });
});

describe('the table', () => {
  it('has a row an incident, newest first, with its repetitions and its newest state', async () => {
    const rows = await rowsFor();
    expect(numbers(rows)).toEqual([5, 4, 3, 2, 1]);
    expect(rows[3]).toMatchObject({
      repeats: 2,
      state: 'near-miss',
      site: 'mail.google.com',
      unit: 'Sở Thử nghiệm',
    });
    expect(rows[0]).toMatchObject({ repeats: 0, state: 'new', rules: ['marking.mat'] });
  });

  it('is the same whatever order and pieces the records come in', async () => {
    const records = await someRecords();
    const expected = await rowsFor();
    fc.assert(
      fc.property(
        fc.shuffledSubarray(records, { minLength: records.length }),
        fc.nat(records.length),
        (mixed, cut) => {
          const index = createReviewIndex();
          index.add(mixed.slice(0, cut), machine);
          index.all();
          index.add(mixed.slice(cut), machine);
          expect(index.all()).toEqual(expected);
        },
      ),
    );
  });

  it.each<[Partial<IncidentFilter>, number[]]>([
    [{ sites: ['mail.google.com'] }, [2]],
    [{ channels: ['drop', 'typing'] }, [3]],
    [{ levels: ['toi-mat', 'none'] }, [4, 2]],
    [{ dispositions: ['warned'] }, [4]],
    [{ states: ['near-miss'] }, [2]],
    [{ states: [] }, [5, 4, 3, 2, 1]],
    [{ rules: ['marking.tuyet-mat'] }, []],
    [{ units: ['Sở Thử nghiệm'], devices: [''] }, [5, 4, 3, 2, 1]],
    [{ units: ['đơn vị khác'] }, []],
    [{ fingerprint: madeIncident(1).items[0]!.fingerprint }, [3, 1]],
    [{ from: madeIncident(2).time, to: madeIncident(4).time }, [3, 2]],
  ])('shows what the filter %j asks for', async (filter, expected) => {
    expect(numbers(await rowsFor(filter))).toEqual(expected);
  });
});

describe('the counts', () => {
  it('count every incident once, and repetitions apart', async () => {
    const day = daysOf({ from: madeIncident(1).time, to: madeIncident(6).time });
    const counts = countRows(await rowsFor(), bucketsOf(periodOfDays(day.first, day.last)!));
    expect(counts).toMatchObject({ incidents: 5, repeats: 2, overTime: [5] });
    expect(counts.sites).toEqual([
      { value: 'chat.zalo.me', count: 4 },
      { value: 'mail.google.com', count: 1 },
    ]);
    expect(counts.levels).toEqual([
      { value: 'mat', count: 3 },
      { value: 'none', count: 1 },
      { value: 'toi-mat', count: 1 },
    ]);
    expect(counts.falseAlarms).toEqual([]);
    expect(counts.states).toEqual([
      { value: 'new', count: 4 },
      { value: 'near-miss', count: 1 },
    ]);
  });

  it('tell which rules were wrong how often', async () => {
    const rows = (await rowsFor()).map((row, i) => ({
      ...row,
      state: i < 2 ? ('false-alarm' as const) : row.state,
    }));
    expect(countRows(rows, []).falseAlarms).toEqual([{ value: 'marking.mat', count: 2 }]);
  });

  it('put each incident into the step it belongs to', async () => {
    const buckets = [1, 3, 4].map((n, i, starts) => ({
      from: madeIncident(n).time,
      to: madeIncident(starts[i + 1] ?? 5).time,
      label: String(n),
    }));
    expect(countRows(await rowsFor(), buckets).overTime).toEqual([2, 1, 1]);
  });
});

describe('an exported log', () => {
  async function* logs(): AsyncGenerator<MachineLog> {
    const key = await makeDeviceKey();
    const records = await someRecords();
    const checkpoint = await checkpointOf(records, key);
    yield {
      machine: { ...machine, device: checkpoint.device },
      records: (async function* () {
        yield* records;
      })(),
      checkpoints: [checkpoint],
      tombstones: [],
    };
  }

  it('is read as it was written, can be reviewed and holds its proof', async () => {
    const { parts, faults } = await readLog(writeLog(logs()));
    expect(faults).toEqual([]);
    expect(parts[0]!.records).toEqual(await someRecords());
    const source = createFileSource(parts);
    const page = await source.list(always, null, 3);
    expect(numbers(page.rows)).toEqual([5, 4, 3]);
    expect(numbers((await source.list(always, page.next, 3)).rows)).toEqual([2, 1]);
    const { device } = parts[0]!.machine;
    const detail = await source.detail({ device, id: madeIncident(2).id });
    expect(detail).toMatchObject({
      repeats: [{}, {}],
      reviews: [{ state: 'confirmed' }, { note: 'đã nhắc' }],
    });
    expect((await source.verify())[0]!.check.faults).toEqual([]);
    expect(await source.detail({ device, id: 'attempt-unknown' })).toBeNull();
  });

  it('never fails to be read, whatever its lines are: bad ones are named', async () => {
    const lines: string[] = [];
    for await (const line of writeLog(logs())) if (lines.length < 3) lines.push(line);
    const { parts, faults } = await readLog([...lines, '{', '{"a":1}', '', '[]']);
    expect(parts[0]!.records).toHaveLength(2);
    expect(faults).toEqual([
      { line: 4, fault: 'not-json' },
      { line: 5, fault: 'not-a-record' },
      { line: 7, fault: 'not-a-record' },
    ]);
    expect((await readLog(lines.slice(1))).faults[0]).toEqual({ line: 1, fault: 'no-machine' });
    await fc.assert(fc.asyncProperty(fc.array(fc.string()), async (any) => void (await readLog(any))));
  });
});
