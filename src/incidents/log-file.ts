import * as z from 'zod/mini';
import { canonicalJson } from '../signing/canonical-json.ts';
import { createMemorySource } from './memory-source.ts';
import { createReviewIndex } from './review-index.ts';
import type { Machine } from './review-model.ts';
import type { MachineLog, ReviewSource } from './review-source.ts';
import { checkpointSchema, readRecord, tombstoneSchema } from './schema.ts';
import type { Checkpoint, LogRecord, Tombstone } from './types.ts';

const NAME_LENGTH = 200;
const FORMAT = 1;

/** The line that begins a machine's part of an exported log. */
const machineLine = z.strictObject({
  kind: z.literal('machine'),
  format: z.literal(FORMAT),
  device: z.string().check(z.regex(/^([0-9a-f]{32})?$/)),
  name: z.string().check(z.maxLength(NAME_LENGTH)),
  unit: z.string().check(z.maxLength(NAME_LENGTH)),
});

/** One machine's part of a file, read. */
export interface LogPart {
  readonly machine: Machine;
  readonly records: readonly LogRecord[];
  readonly checkpoints: readonly Checkpoint[];
  readonly tombstones: readonly Tombstone[];
}

/** A line that is none of a log; `line` counts from 1. */
export interface LineFault {
  readonly line: number;
  readonly fault: 'not-json' | 'not-a-record' | 'no-machine';
}

/**
 * Lines (without line ends) of a log as JSON Lines: for each machine one line that names it, its tombstones, its records in
 * order, its checkpoints. Every line is canonical JSON.
 */
export async function* writeLog(logs: AsyncIterable<MachineLog>): AsyncGenerator<string> {
  for await (const { machine, records, checkpoints, tombstones } of logs) {
    const { device, name, unit } = machine;
    yield canonicalJson({ kind: 'machine', format: FORMAT, device, name, unit });
    for (const tombstone of tombstones) yield canonicalJson(tombstone);
    for await (const record of records) yield canonicalJson(record);
    for (const checkpoint of checkpoints) yield canonicalJson(checkpoint);
  }
}

/** Reads what `writeLog` wrote, or what somebody made of it. Never rejects for bad lines: they are named. */
export async function readLog(
  lines: Iterable<string> | AsyncIterable<string>,
): Promise<{ parts: LogPart[]; faults: LineFault[] }> {
  const parts: {
    machine: Machine;
    records: LogRecord[];
    checkpoints: Checkpoint[];
    tombstones: Tombstone[];
  }[] = [];
  const faults: LineFault[] = [];
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (line.trim() === '') continue;
    const value = parseJson(line);
    if (value === undefined) {
      faults.push({ line: number, fault: 'not-json' });
      continue;
    }
    const machine = isKind(value, 'machine') ? machineLine.safeParse(value).data : undefined;
    if (machine) {
      const { device, name, unit } = machine;
      parts.push({ machine: { device, name, unit }, records: [], checkpoints: [], tombstones: [] });
      continue;
    }
    const fault = put(value, parts.at(-1));
    if (fault) faults.push({ line: number, fault });
  }
  return { parts, faults };
}

/**
 * A review source over parts that were read; nothing can be written to it. Parts of one machine vouch for each other: an
 * older export shows what a newer one hides.
 */
export function createFileSource(parts: readonly LogPart[]): ReviewSource {
  const index = createReviewIndex();
  for (const { machine, records } of parts) index.add(records, machine);
  const machines = new Map(parts.map(({ machine }) => [machine.device, machine]));
  const sameDevice = (device: string) => parts.filter(({ machine }) => machine.device === device);
  return createMemorySource(index, {
    kind: 'file',
    machines: [...machines.values()],
    async recordsOf({ device, id }) {
      const about = sameDevice(device).flatMap(({ records }) =>
        records.filter((record) => speaksOf(record, id)),
      );
      return [...new Map(about.map((record) => [record.id, record])).values()];
    },
    async *logs() {
      for (const { machine, records } of parts) {
        const known = sameDevice(machine.device);
        yield {
          machine,
          records: inOrder(records),
          checkpoints: known.flatMap(({ checkpoints }) => checkpoints),
          tombstones: known.flatMap(({ tombstones }) => tombstones),
        };
      }
    },
  });
}

/** True for the incident itself and for every record about it. */
export function speaksOf(record: LogRecord, incidentId: string): boolean {
  if ('incidentId' in record) return record.incidentId === incidentId;
  if ('repeatOf' in record) return record.repeatOf === incidentId;
  return record.id === incidentId;
}

function put(
  value: unknown,
  part: { records: LogRecord[]; checkpoints: Checkpoint[]; tombstones: Tombstone[] } | undefined,
): LineFault['fault'] | null {
  if (!part) return 'no-machine';
  if (isKind(value, 'checkpoint')) return keep(checkpointSchema.safeParse(value).data, part.checkpoints);
  if (isKind(value, 'tombstone')) return keep(tombstoneSchema.safeParse(value).data, part.tombstones);
  return keep(readRecord(value) ?? undefined, part.records);
}

function keep<T>(read: T | undefined, list: T[]): LineFault['fault'] | null {
  if (read === undefined) return 'not-a-record';
  list.push(read);
  return null;
}

function isKind(value: unknown, kind: string): boolean {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind;
}

async function* inOrder(records: readonly LogRecord[]): AsyncGenerator<LogRecord> {
  yield* records;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
