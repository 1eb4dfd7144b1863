import { FIRST_PREVIOUS } from '../../incidents/chain.ts';
import type { FaultName } from '../../incidents/verify.ts';
import type { ReadRecord } from './read-record.ts';

/** The newest end of a device's chain as the server has it; sequence 0 before the first record. */
export interface Tail {
  readonly sequence: number;
  readonly hash: string;
  readonly time: string;
  /** Counts the chains of this device: a log that was lost begins another. */
  readonly epoch: number;
}

/** A record to be stored, and the chain it belongs to. */
export interface FreshRecord extends ReadRecord {
  readonly epoch: number;
}

/** A range of sequences that have not come; both inclusive. */
export interface Gap {
  readonly first: number;
  readonly last: number;
}

export type IntakeFault = FaultName | 'clock-ahead';

export interface FoundFault extends Gap {
  readonly fault: IntakeFault;
}

/** What is stored already where a batch overlaps it. */
export interface Known {
  /** Hashes by sequence, for every sequence of the batch and the one before and after each. */
  readonly hashes: ReadonlyMap<number, readonly string[]>;
  /** Hashes of records of earlier chains at those sequences. */
  readonly former: ReadonlySet<string>;
  readonly gaps: readonly Gap[];
}

export interface Comparison {
  /** To be stored. */
  readonly fresh: readonly FreshRecord[];
  readonly tail: Tail;
  readonly faults: readonly FoundFault[];
  readonly gaps: readonly Gap[];
}

/** Clocks are set right by seconds all the time. Milliseconds. */
const CLOCK_TOLERANCE = 120_000;
/** A clock further ahead of the server's than this was set wrong. Milliseconds. */
const CLOCK_AHEAD = 86_400_000;

export const NO_TAIL: Tail = { sequence: 0, hash: FIRST_PREVIOUS, time: '', epoch: 1 };

/** True when the batch goes on where the chain ends: then nothing else need be looked up. */
export function isContinuation(records: readonly ReadRecord[], tail: Tail): boolean {
  return records.every(({ sequence }, at) => sequence === tail.sequence + 1 + at);
}

/**
 * Compares records with a device's chain. Nothing is dropped but what is stored already: records of another history, past
 * gaps and with broken links are kept and named.
 */
export function compareWithChain(
  records: readonly ReadRecord[],
  before: Tail,
  known: Known,
  now: Date,
): Comparison {
  const faults: FoundFault[] = [];
  const fresh: FreshRecord[] = [];
  const hashes = new Map([...known.hashes].map(([sequence, list]) => [sequence, [...list]]));
  let gaps = known.gaps;
  let tail = before;
  const find = (fault: IntakeFault, first: number, last = first) => faults.push({ fault, first, last });
  const latest = new Date(now.getTime() + CLOCK_AHEAD).toISOString();
  for (const read of records) {
    const { sequence, previous, time, hash } = read;
    const beside = hashes.get(sequence) ?? [];
    if (beside.includes(hash) || known.former.has(hash)) continue;
    const epoch = beginsAnew(read) && tail.sequence > 0 ? tail.epoch + 1 : tail.epoch;
    fresh.push({ ...read, epoch });
    hashes.set(sequence, [...beside, hash]);
    if (read.isEdited) find('edited', sequence);
    // Texts of one form: they stand in the order of the moments.
    if (time > latest) find('clock-ahead', sequence);
    if (read.kind === 'loss') find('log-lost', read.former);
    if (beginsAnew(read)) {
      tail = { sequence, hash, time, epoch };
      gaps = [];
      hashes.clear();
      hashes.set(sequence, [hash]);
      continue;
    }
    if (beside.length > 0) find('cloned', sequence);
    const stored = hashes.get(sequence - 1) ?? [];
    const expected = sequence === tail.sequence + 1 ? [tail.hash] : stored;
    if (expected.length > 0 && !expected.includes(previous))
      find(stored.includes(previous) ? 'cloned' : 'out-of-place', sequence);
    if (sequence > tail.sequence) {
      if (sequence > tail.sequence + 1) {
        gaps = [...gaps, { first: tail.sequence + 1, last: sequence - 1 }];
        find('missing', tail.sequence + 1, sequence - 1);
      } else if (isEarlier(time, tail.time)) find('clock-moved-back', sequence);
      tail = { sequence, hash, time, epoch };
    } else gaps = gaps.flatMap((gap) => without(gap, sequence));
  }
  return { fresh, tail, faults, gaps };
}

/** What is left of a gap when one sequence came. */
export function without({ first, last }: Gap, sequence: number): Gap[] {
  if (sequence < first || sequence > last) return [{ first, last }];
  return [
    { first, last: sequence - 1 },
    { first: sequence + 1, last },
  ].filter((gap) => gap.first <= gap.last);
}

/** A log that says it was lost begins a chain of its own. */
function beginsAnew({ sequence, kind }: ReadRecord): boolean {
  return sequence === 1 && kind === 'loss';
}

function isEarlier(time: string, other: string): boolean {
  return time < other && Date.parse(time) < Date.parse(other) - CLOCK_TOLERANCE;
}
