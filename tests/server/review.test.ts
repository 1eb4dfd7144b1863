import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bucketsOf, periodAround } from '../../src/incidents/period.ts';
import { createReviewIndex } from '../../src/incidents/review-index.ts';
import { countRows, type IncidentCounts, type IncidentFilter } from '../../src/incidents/review-model.ts';
import type { ReviewPage } from '../../src/incidents/review-source.ts';
import type { LogRecord } from '../../src/incidents/types.ts';
import { recount } from '../../src/server/counts/recount.ts';
import {
  addPerson,
  chain,
  dialects,
  enrol,
  incident,
  incidents,
  makeDevice,
  send,
  setUpAdmin,
  startTestServer,
  type TestPerson,
  type TestServer,
} from './support.ts';

const YEAR = periodAround('reporting-year', new Date('2026-11-22T00:00:00Z'));

describe.each(dialects)('review on %s', (dialect) => {
  let server: TestServer;
  let officer: TestPerson;
  let admin: TestPerson;
  let webmaster: TestPerson;
  let local: TestPerson;
  const index = createReviewIndex();
  const machines = [
    { ...makeDevice(), unit: 'Khoa A' },
    { ...makeDevice(), unit: 'Khoa B' },
  ];

  beforeAll(async () => {
    server = await startTestServer(dialect);
    admin = await setUpAdmin(server);
    officer = await addPerson(server, admin, { name: 'canbo', role: 'officer' });
    webmaster = await addPerson(server, admin, { name: 'web', role: 'webmaster' });
    local = await addPerson(server, admin, { name: 'canbo.a', role: 'officer', unit: 'Khoa A' });
    for (const [at, machine] of machines.entries()) {
      const { device, unit } = machine;
      await enrol(server, admin, machine, { unit, deviceName: `may-${at}` });
      const log = await withWords(await incidents(120, at * 500 + 1));
      await send(server.address, machine, log.slice(0, 60));
      await send(server.address, machine, log.slice(60));
      index.add(log, { device, unit, name: `may-${at}` });
    }
    await recount(server.db);
  });
  afterAll(() => server?.end());

  const ask = async <T>(path: string, filter: object, person = officer, more = ''): Promise<T> => {
    const answer = await person.call(`${path}?filter=${encodeURIComponent(JSON.stringify(filter))}${more}`);
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
    return (await answer.json()) as T;
  };
  const pages = async (filter: object, limit: number): Promise<ReviewPage['rows']> => {
    const rows: ReviewPage['rows'][number][] = [];
    let cursor: string | null = null;
    do {
      const more: string = `&limit=${limit}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`;
      const page: ReviewPage = await ask('/v1/review/incidents', filter, officer, more);
      rows.push(...page.rows);
      cursor = page.next;
    } while (cursor !== null);
    return rows;
  };
  const filters: readonly IncidentFilter[] = [
    YEAR,
    { ...YEAR, units: ['Khoa B'] },
    { ...YEAR, sites: ['chat.zalo.me'] },
    { ...YEAR, rules: ['marking-mat'] },
    { ...YEAR, rules: ['marking-mat', 'category-exam'], channels: ['paste', 'drop'] },
    { ...YEAR, levels: ['none'], states: ['false-alarm'] },
    { ...YEAR, dispositions: ['continued'] },
    { ...YEAR, devices: [machines[0]!.device] },
    { ...YEAR, rules: ['category-exam'], sites: ['mail.google.com'] },
    { from: '2026-10-01T02:30:00.000Z', to: '2026-10-01T04:00:00.000Z' },
  ];

  it.each(filters)('lists and counts as the local log does: %j', async (filter) => {
    const rows = index.rows(filter);
    const listed = await pages(filter, 17);
    const byTime = (row: { time: string; device: string; id: string }) =>
      `${row.time} ${row.device} ${row.id}`;
    expect(listed.map(byTime).sort()).toEqual(rows.map(byTime).sort());
    expect(listed.map(({ time }) => time)).toEqual(rows.map(({ time }) => time));
    const states = (all: readonly { id: string; state: string; disputed: boolean; repeats: number }[]) =>
      all.map(({ id, state, disputed, repeats }) => `${id} ${state} ${disputed} ${repeats}`).sort();
    expect(states(listed)).toEqual(states(rows));
    const buckets = bucketsOf(filter);
    expect(await ask<IncidentCounts>('/v1/review/counts', filter)).toEqual(countRows(rows, buckets));
  });

  it('keeps an officer within the unit, whatever the filter says', async () => {
    const page = await ask<ReviewPage>('/v1/review/incidents', { ...YEAR, units: ['Khoa B'] }, local);
    expect(new Set(page.rows.map(({ unit }) => unit))).toEqual(new Set(['Khoa A']));
    const foreign = `/v1/review/incident?device=${machines[1]!.device}&id=attempt-000000000501`;
    expect((await local.call(foreign)).status).toBe(404);
    expect((await officer.call(foreign)).status).toBe(200);
  });

  it('lets only officers judge, keeps who did, and never keeps a note that looks marked', async () => {
    const key = { device: machines[0]!.device, id: 'attempt-000000000004' };
    const judge = (person: TestPerson, note: string) =>
      person.call('/v1/review/incident', { body: { ...key, state: 'confirmed', note } });
    expect((await judge(admin, 'x')).status).toBe(403);
    expect((await judge(webmaster, 'x')).status).toBe(403);
    expect(await (await judge(officer, 'Đã nhắc nhở')).json()).toEqual({ noteDropped: false });
    const marked = 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỐI MẬT\nSố: 12/TM-BC';
    expect(await (await judge(officer, marked)).json()).toEqual({ noteDropped: true });
    const detail = await officer.call(`/v1/review/incident?device=${key.device}&id=${key.id}`);
    expect(await detail.json()).toMatchObject({
      incident: { id: key.id },
      reviews: [
        { state: 'confirmed', note: 'Đã nhắc nhở' },
        { state: 'confirmed', note: null, noteDropped: true },
      ],
    });
    await recount(server.db);
    const counts = await ask<IncidentCounts>('/v1/review/counts', { ...YEAR, states: ['confirmed'] });
    expect(counts.incidents).toBe(1);
  });

  it('verifies every machine and exports logs that verify', async () => {
    const { checks } = (await (await officer.call('/v1/review/verify')).json()) as {
      checks: { check: { records: number; faults: { fault: string }[] } }[];
    };
    expect(checks.map(({ check }) => check.faults.map(({ fault }) => fault))).toEqual([
      ['unsigned'],
      ['unsigned'],
    ]);
    const lines = (await (await officer.call('/v1/review/logs')).text()).trim().split('\n');
    expect(lines.length).toBe(checks.reduce((sum, { check }) => sum + check.records, 2));
  });

  it('writes the period report as a document', async () => {
    const answer = await officer.call(
      `/v1/review/report?filter=${encodeURIComponent(JSON.stringify(YEAR))}&preset=reporting-year&office=${encodeURIComponent('{"name":"UBND"}')}`,
    );
    expect(answer.status).toBe(200);
    const files = unzipSync(new Uint8Array(await answer.arrayBuffer()));
    const text = new TextDecoder().decode(files['word/document.xml']!).replace(/<[^>]+>/g, '');
    expect(text).toContain('UBND');
    expect(text).toContain('240');
  });

  it('writes down every look, export and judgement', async () => {
    const trail = (await (await admin.call('/v1/audit')).json()) as { action: string; user: string }[];
    const actions = new Set(trail.map(({ user, action }) => `${user} ${action}`));
    for (const each of ['canbo list', 'canbo counts', 'canbo incident', 'canbo review', 'canbo verify'])
      expect(actions).toContain(each);
    for (const each of ['canbo export-logs', 'canbo report', 'quantri code', 'quantri user', 'canbo login'])
      expect(actions).toContain(each);
  });
});

/** A log with repetitions, answers and reviews in it. */
async function withWords(log: readonly LogRecord[]): Promise<LogRecord[]> {
  const records = log.flatMap(({ sequence: _s, previous: _p, hash: _h, ...record }, at) => {
    const about = { incidentId: record.id, time: record.time } as const;
    const words: object[] = [];
    const isWarned = 'level' in record && record.level === null;
    if (isWarned && at % 8 === 3)
      words.push({
        ...about,
        id: `${record.id}/continued`,
        answer: 'continued',
        reason: null,
        reasonDropped: false,
      });
    if (at % 9 === 0)
      words.push({
        ...about,
        id: `${record.id}/false-alarm`,
        answer: 'false-alarm',
        reason: null,
        reasonDropped: false,
      });
    if (isWarned && at % 8 === 7)
      words.push({
        ...about,
        id: `${record.id}/review`,
        state: 'false-alarm',
        note: null,
        noteDropped: false,
      });
    if (at % 10 === 0)
      words.push({ id: `${record.id}-again`, repeatOf: record.id, time: record.time, group: 'a'.repeat(32) });
    return [record, ...words];
  });
  return chain(records as Parameters<typeof chain>[0]);
}

// Keeps the fixture honest: it must differ from record to record.
it('makes incidents of several kinds', () => {
  expect(new Set([1, 2, 3, 4].map((number) => JSON.stringify(incident(number)))).size).toBe(4);
});
