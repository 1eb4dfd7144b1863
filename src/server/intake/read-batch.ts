import { hash as digest } from 'node:crypto';
import { isSignedByDevice } from '../../incidents/device-key.ts';
import { checkpointSchema, logRecordSchema, tombstoneSchema } from '../../incidents/schema.ts';
import type { Checkpoint, Tombstone } from '../../incidents/types.ts';
import { canonicalJson } from '../../signing/canonical-json.ts';
import { readLine } from './read-line.ts';
import { type ReadRecord, readForm } from './read-record.ts';

/** One batch, read. Nothing in it was compared with what is stored. */
export interface Batch {
  /** In the order they came. */
  readonly records: readonly ReadRecord[];
  readonly statements: readonly (Checkpoint | Tombstone)[];
  /** Statements that this device's key did not sign, by sequence. */
  readonly badStatements: readonly number[];
  /** Lines, from 1, that are no record: they could hold content and are not kept. */
  readonly refused: readonly number[];
}

/** Reads JSON Lines of one device's log. Never rejects for what the lines hold. */
export async function readBatch(text: string, device: string): Promise<Batch> {
  const records: ReadRecord[] = [];
  const statements: (Checkpoint | Tombstone)[] = [];
  const badStatements: number[] = [];
  const refused: number[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue;
    // Machines send canonical JSON: then the line itself is what was hashed and what is kept.
    const quick = readLine(line);
    const value = quick ?? parse(line);
    if (!quick && isStatement(value)) {
      const statement = readStatement(value);
      if (!statement) refused.push(index + 1);
      else if (statement.device === device && (await isSignedByDevice(statement))) statements.push(statement);
      else badStatements.push(statement.sequence);
      continue;
    }
    const read = quick ?? readLoosely(value);
    // The shape of a time is no promise that there is such a moment.
    if (read && !Number.isNaN(Date.parse(read.time))) records.push(read);
    else refused.push(index + 1);
  }
  return { records, statements, badStatements, refused };
}

/** A line that is no record of canonical JSON, read by the schema; null when it is no record of a log. */
function readLoosely(value: unknown): ReadRecord | null {
  const { data } = logRecordSchema.safeParse(value);
  if (!data) return null;
  const { hash: _, ...rest } = data;
  return readForm(data, digest('sha256', canonicalJson(rest)), JSON.stringify(data));
}

function isStatement(value: unknown): value is { kind: unknown } {
  return typeof value === 'object' && value !== null && 'kind' in value && !('items' in value);
}

function readStatement(value: object): Checkpoint | Tombstone | null {
  return checkpointSchema.safeParse(value).data ?? tombstoneSchema.safeParse(value).data ?? null;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
