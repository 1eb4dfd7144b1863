import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { Unlinked } from '../../src/incidents/chain.ts';
import { logRecordSchema } from '../../src/incidents/schema.ts';
import { linePatternOf } from '../../src/server/intake/line-pattern.ts';
import { readBatch } from '../../src/server/intake/read-batch.ts';
import { readLine } from '../../src/server/intake/read-line.ts';
import { readForm } from '../../src/server/intake/read-record.ts';
import { canonicalJson } from '../../src/signing/canonical-json.ts';
import { chain, incident } from './support.ts';

const time = '2026-10-01T02:00:00.000Z';
const former = {
  kind: 'checkpoint',
  device: 'a'.repeat(32),
  key: 'k'.repeat(87),
  chain: 'b'.repeat(64),
  time,
  signature: 's'.repeat(86),
  sequence: 7,
  hash: 'c'.repeat(64),
  count: 7,
} as const;
const note = `xem ,"hash":"${'0'.repeat(64)}" và "ghi chú"\n`;
const log = await chain([
  incident(1),
  incident(2, { group: 'd'.repeat(32) }),
  { id: 'again', repeatOf: 'attempt-000000000001', time, group: 'd'.repeat(32) },
  { id: 'a/continued', incidentId: 'a', time, answer: 'continued', reason: note, reasonDropped: false },
  { id: 'r', incidentId: 'a', time, state: 'false-alarm', note, noteDropped: false },
  { id: 'l', time, event: 'log-lost', former } as Unlinked,
]);

describe('reading a batch', () => {
  it('reads by the quick look what the schema reads', async () => {
    const answer = { id: 'a/continued', incidentId: 'a', time, answer: 'continued', reasonDropped: false };
    const review = { id: 'r', incidentId: 'a', time, state: 'false-alarm', noteDropped: false };
    const quick = await chain([
      incident(1),
      incident(2, { group: 'd'.repeat(32) }),
      { id: 'again', repeatOf: 'attempt-000000000001', time, group: 'd'.repeat(32) },
      { ...answer, reason: 'Đã được phép' } as Unlinked,
      { ...answer, reason: null } as Unlinked,
      { ...review, note: null } as Unlinked,
      { ...review, note: 'Diễn tập tháng 10' } as Unlinked,
    ]);
    for (const record of quick)
      expect(readLine(canonicalJson(record))).toEqual(readForm(record, record.hash, canonicalJson(record)));
  });

  it('finds true hashes true, whatever a note holds, and edited ones edited', async () => {
    const read = await readBatch(log.map((record) => canonicalJson(record)).join('\n'), 'x');
    expect(read.records.map(({ hash, isEdited }) => [hash, isEdited])).toEqual(
      log.map(({ hash }) => [hash, false]),
    );
    const edited = log.map((record) => canonicalJson({ ...record, time: '2026-10-02T02:00:00.000Z' }));
    expect((await readBatch(edited.join('\n'), 'x')).records.every(({ isEdited }) => isEdited)).toBe(true);
  });

  it('reads a record with spaces, another order or a doubled field as what it means', async () => {
    const [record] = log;
    const { id, ...rest } = record!;
    const lines = [
      JSON.stringify(record),
      JSON.stringify({ id, ...rest }),
      canonicalJson(record).replace('{', '{ '),
      canonicalJson(record).replace('"id":', '"id":"other","id":'),
    ];
    const { records } = await readBatch(lines.join('\n'), 'x');
    expect(records.map(({ hash, isEdited, subject }) => [hash, isEdited, subject])).toEqual(
      lines.map(() => [record!.hash, false, id]),
    );
  });

  it('takes a hash over other bytes than the canonical ones for an edit', async () => {
    const { hash: _, ...rest } = log[0]!;
    const loose = JSON.stringify(rest);
    const own = createHash('sha256').update(loose).digest('hex');
    const line = `${loose.slice(0, -1)},"hash":"${own}"}`;
    const { records } = await readBatch(line, 'x');
    expect(records[0]).toMatchObject({ isEdited: true, hash: log[0]!.hash });
  });

  it('refuses a moment that there is not', async () => {
    const [line] = await chain([incident(1, { time: '2026-13-45T02:00:00.000Z' })]);
    expect(await readBatch(canonicalJson(line), 'x')).toMatchObject({ records: [], refused: [1] });
  });

  it('lets nothing through by the quick look that the schema would refuse or the canonical order would change', () => {
    const texts = log.map((record) => canonicalJson(record));
    const paths = texts.map((text) => pathsOf(JSON.parse(text)));
    const change = fc.record({
      which: fc.nat(texts.length - 1),
      where: fc.nat(),
      value: fc.oneof(fc.jsonValue(), fc.constantFrom('', 'A', 'new', -1, 0.5, 2, 1e300, null, true, [], {})),
      how: fc.constantFrom('set', 'delete', 'add', 'last'),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 2 }), (changes) => {
        const { which } = changes[0]!;
        const changed = JSON.parse(texts[which]!);
        for (const { where, value: other, how } of changes) {
          const path = paths[which]![where % paths[which]!.length]!;
          mutate(changed, path, how, other);
        }
        const line = JSON.stringify(changed);
        const quick = readLine(line);
        if (!quick) return;
        const read = logRecordSchema.safeParse(JSON.parse(line));
        expect(read.success).toBe(true);
        expect(line).toBe(canonicalJson(read.data));
        const { hash: _, ...rest } = read.data!;
        const hash = createHash('sha256').update(canonicalJson(rest)).digest('hex');
        expect(quick).toEqual(readForm(read.data!, hash, line));
      }),
      { numRuns: 3000 },
    );
  });

  it('lets no letter be changed by the quick look', () => {
    const texts = log.map((record) => canonicalJson(record));
    const letters = fc.constantFrom(
      '"',
      '\\',
      ',',
      '}',
      ']',
      '0',
      '9',
      'a',
      'ư',
      '\u0007',
      '\ud83d',
      ' ',
      '-',
      '.',
      'e',
    );
    const change = fc.record({ at: fc.nat(), letter: letters, over: fc.constantFrom(0, 1, 2) });
    fc.assert(
      fc.property(
        fc.nat(texts.length - 1),
        fc.array(change, { minLength: 1, maxLength: 3 }),
        (which, changes) => {
          let line = texts[which]!;
          for (const { at, letter, over } of changes) {
            const place = at % line.length;
            line = line.slice(0, place) + letter + line.slice(place + over);
          }
          if (!readLine(line)) return;
          const value = JSON.parse(line);
          expect(logRecordSchema.safeParse(value).success).toBe(true);
          expect(canonicalJson(value)).toBe(line);
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('reads a number by the quick look only as it would be written again', async () => {
    const numbers = [
      '0',
      '1',
      '0.5',
      '0.9525741268224334',
      '0.0000001',
      '0.10',
      '-0',
      '1.0',
      '2',
      '-0.5',
      '1e-3',
      '00',
    ];
    const [incidentLine] = log.map((record) => canonicalJson(record));
    const taken = numbers.filter((number) =>
      readLine(incidentLine!.replace('"confidence":0.9', `"confidence":${number}`)),
    );
    expect(taken).toEqual(['0', '1', '0.5']);
    const { records } = await readBatch(
      incidentLine!.replace('"confidence":0.9', '"confidence":0.9525741268224334'),
      'x',
    );
    expect(records).toHaveLength(1);
  });

  it('makes no quick look of a schema it does not know whole', () => {
    const of = (schema: z.ZodMiniType) => () => linePatternOf(schema, []);
    expect(of(z.object({ a: z.string() }))).toThrow('open object');
    expect(of(z.strictObject({ a: z.date() }))).toThrow('date');
    expect(of(z.strictObject({ a: z.string().check(z.refine((text) => text !== 'x')) }))).toThrow('custom');
    expect(of(z.strictObject({ a: z.string().check(z.regex(/^a.c$/)) }))).toThrow('no pattern of');
    expect(of(z.strictObject({ a: z.string().check(z.regex(/^abc/)) }))).toThrow('no pattern of');
    expect(of(z.strictObject({ a: z.number().check(z.minimum(3)) }))).toThrow('number');
    expect(of(z.strictObject({ a: z.exactOptional(z.string()) }))).toThrow('may be missing');
  });
});

type Path = readonly (string | number)[];

function pathsOf(value: unknown, before: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    [...before, key],
    ...pathsOf(inner, [...before, key]),
  ]);
}

function mutate(root: unknown, path: Path, how: string, other: unknown): void {
  let place = root as Record<string, unknown>;
  for (const key of path.slice(0, -1)) place = (place?.[key] ?? {}) as Record<string, unknown>;
  if (typeof place !== 'object' || place === null) return;
  const key = String(path.at(-1));
  if (how === 'add') place[`${key}x`] = other;
  else if (how === 'delete') delete place[key];
  else if (how === 'set') place[key] = other;
  else {
    const kept = place[key];
    delete place[key];
    place[key] = kept;
  }
}
