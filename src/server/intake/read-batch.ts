import { hash as digest } from 'node:crypto';
import { isSignedByDevice } from '../../incidents/device-key.ts';
import { checkpointSchema, logRecordSchema, tombstoneSchema } from '../../incidents/schema.ts';
import type { Checkpoint, LogRecord, Tombstone } from '../../incidents/types.ts';
import { canonicalJson } from '../../signing/canonical-json.ts';
import { exactShapeOf } from './exact-shape.ts';
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

const isExactRecord = exactShapeOf(logRecordSchema);
const HASH_FIELD = '"hash":"';
/** The name, 64 digits, the closing quote and the comma: `id` always follows. */
const HASH_LENGTH = HASH_FIELD.length + 66;

/** Reads JSON Lines of one device's log. Never rejects for what the lines hold. */
export async function readBatch(text: string, device: string): Promise<Batch> {
  const records: ReadRecord[] = [];
  const statements: (Checkpoint | Tombstone)[] = [];
  const badStatements: number[] = [];
  const refused: number[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue;
    const value = parse(line);
    if (isStatement(value)) {
      const statement = readStatement(value);
      if (!statement) refused.push(index + 1);
      else if (statement.device === device && (await isSignedByDevice(statement))) statements.push(statement);
      else badStatements.push(statement.sequence);
      continue;
    }
    const read = readLine(value, line);
    // The shape of a time is no promise that there is such a moment.
    if (read && !Number.isNaN(Date.parse(read.time))) records.push(read);
    else refused.push(index + 1);
  }
  return { records, statements, badStatements, refused };
}

/** Null when the value of the line is no record of a log. */
function readLine(value: unknown, line: string): ReadRecord | null {
  // Machines send canonical JSON: then the line itself is what was hashed and what is kept.
  if (isExactRecord(value) && JSON.stringify(value) === line)
    return readForm(value as LogRecord, hashOfLine(line), line);
  const { data } = logRecordSchema.safeParse(value);
  if (!data) return null;
  const { hash: _, ...rest } = data;
  return readForm(data, digest('sha256', canonicalJson(rest)), JSON.stringify(data));
}

/** Of a record in canonical JSON. Its own `hash` is the last field of that name: no later field holds an object with one. */
function hashOfLine(line: string): string {
  const at = line.lastIndexOf(HASH_FIELD);
  return digest('sha256', line.slice(0, at) + line.slice(at + HASH_LENGTH));
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
