import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { Unlinked } from '../../src/incidents/chain.ts';
import { logRecordSchema } from '../../src/incidents/schema.ts';
import { exactShapeOf } from '../../src/server/intake/exact-shape.ts';
import { readBatch } from '../../src/server/intake/read-batch.ts';
import { canonicalJson } from '../../src/signing/canonical-json.ts';
import { chain, incident } from './support.ts';

const isExact = exactShapeOf(logRecordSchema);
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
  it('knows every kind of record by the quick look', () => {
    for (const record of log) expect(isExact(JSON.parse(canonicalJson(record)))).toBe(true);
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
        const value = JSON.parse(JSON.stringify(changed));
        if (!isExact(value)) return;
        expect(logRecordSchema.safeParse(value).success).toBe(true);
        expect(JSON.stringify(value)).toBe(canonicalJson(value));
      }),
      { numRuns: 3000 },
    );
  });

  it('makes no quick look of a schema it does not know whole', () => {
    expect(() => exactShapeOf(z.object({ a: z.string() }))).toThrow('open object');
    expect(() => exactShapeOf(z.strictObject({ a: z.date() }))).toThrow('date');
    expect(() => exactShapeOf(z.string().check(z.refine((text) => text !== 'x')))).toThrow('custom');
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
