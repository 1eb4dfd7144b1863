import { canonicalJson } from '../signing/canonical-json.ts';
import type { Answer, Incident, Link, LogLoss, LogRecord, Repeat, Review } from './types.ts';

/** `previous` of the first record. */
export const FIRST_PREVIOUS = '0'.repeat(64);

/** A record before it has its place in the chain. */
export type Unlinked =
  | Omit<Incident, keyof Link>
  | Omit<Repeat, keyof Link>
  | Omit<Answer, keyof Link>
  | Omit<Review, keyof Link>
  | Omit<LogLoss, keyof Link>;

/** What a record needs to know of the one before it, or of the tombstone in its place. */
export type Tail = Pick<Link, 'sequence' | 'hash'>;

/** Where a chain is broken, by sequence, and how. */
export interface ChainFault {
  readonly sequence: number;
  readonly fault: 'edited' | 'missing' | 'out-of-place';
}

/** Gives a record its place behind `tail`, the newest record of the log, or at the start when there is none. */
export async function linkRecord(record: Unlinked, tail: Tail | undefined): Promise<LogRecord> {
  const placed = {
    ...record,
    sequence: (tail?.sequence ?? 0) + 1,
    previous: tail?.hash ?? FIRST_PREVIOUS,
  };
  return { ...placed, hash: await hashRecord(placed) };
}

/**
 * Every fault in a run of records that should follow `before` (the start of the log when undefined), in order. What was
 * cut off behind the last record leaves no trace in a chain; a checkpoint kept elsewhere shows that.
 */
export async function verifyChain(
  records: Iterable<LogRecord> | AsyncIterable<LogRecord>,
  before?: Tail,
): Promise<ChainFault[]> {
  const faults: ChainFault[] = [];
  let tail: Tail | undefined = before;
  for await (const record of records) {
    const expected = (tail?.sequence ?? 0) + 1;
    const { hash, ...rest } = record;
    if (record.sequence > expected) faults.push({ sequence: expected, fault: 'missing' });
    else if (record.sequence < expected || record.previous !== (tail?.hash ?? FIRST_PREVIOUS))
      faults.push({ sequence: record.sequence, fault: 'out-of-place' });
    if ((await hashRecord(rest)) !== hash) faults.push({ sequence: record.sequence, fault: 'edited' });
    tail = record;
  }
  return faults;
}

/** What `hash` of a record must be: SHA-256 over the canonical JSON of its other fields. */
export async function hashRecord(record: Unlinked & Omit<Link, 'hash'>): Promise<string> {
  const bytes = new TextEncoder().encode(canonicalJson(record));
  return toHex(await crypto.subtle.digest('SHA-256', bytes));
}

/** Lower-case hex. */
export function toHex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
