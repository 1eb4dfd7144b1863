import { createHash } from 'node:crypto';
import { isSignedByDevice } from '../../incidents/device-key.ts';
import { checkpointSchema, logRecordSchema, tombstoneSchema } from '../../incidents/schema.ts';
import type { Checkpoint, LogRecord, Tombstone } from '../../incidents/types.ts';
import { canonicalJson } from '../../signing/canonical-json.ts';

/** A record as it came. */
export interface ReadRecord {
  readonly record: LogRecord;
  /** What its hash must be. Records are kept under it, so that an edited one never stands in for the true one. */
  readonly hash: string;
  /** True when the record carries another hash. */
  readonly isEdited: boolean;
  readonly body: string;
}

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
    const value = parse(line);
    if (isStatement(value)) {
      const statement = readStatement(value);
      if (!statement) refused.push(index + 1);
      else if (statement.device === device && (await isSignedByDevice(statement))) statements.push(statement);
      else badStatements.push(statement.sequence);
      continue;
    }
    const read = logRecordSchema.safeParse(value);
    if (read.success) records.push(checkHash(read.data));
    else refused.push(index + 1);
  }
  return { records, statements, badStatements, refused };
}

function checkHash(record: LogRecord): ReadRecord {
  const { hash: claimed, ...rest } = record;
  const hash = createHash('sha256').update(canonicalJson(rest)).digest('hex');
  return { record, hash, isEdited: hash !== claimed, body: JSON.stringify(record) };
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
