import { inflateAtMost } from '../unpacking/inflate.ts';
import type { Budget } from './budget.ts';
import { concat } from './zip.ts';

/** What an archive says about an entry: its bytes as they are packed, and as they are. */
export interface Claim {
  readonly packed: number;
  readonly claimed: number;
}

/**
 * Unpacks a stream into the room that it says it needs: piece by piece it leaves twice as much behind. Null where it is
 * not what it says, or more than it may be: read piece by piece it comes to its outcome.
 */
export function unpackAtOnce(
  packed: Uint8Array,
  claim: Claim,
  wrapped: 'raw' | 'gzip',
  budget: Budget,
): Uint8Array | null {
  const { claimed } = claim;
  if (claimed > mostOf(claim, budget)) return null;
  let whole: Uint8Array;
  try {
    // One byte more shows a stream that goes on.
    whole = inflateAtMost(packed, claimed + 1, wrapped);
  } catch {
    return null;
  }
  if (whole.length > claimed) return null;
  budget.countUnpacked(whole.length, whole.length, packed.length);
  return whole;
}

/**
 * Puts pieces together, each of which is good only until the next. Claimed sizes are not believed, but where they are
 * true the bytes are written once.
 */
export function gather(pieces: Iterable<Uint8Array>, claim: Claim, budget: Budget): Uint8Array {
  const room = new Uint8Array(Math.min(claim.claimed, mostOf(claim, budget)));
  const beyond: Uint8Array[] = [];
  let length = 0;
  for (const piece of pieces) {
    if (length + piece.length > room.length) beyond.push(piece.slice());
    else room.set(piece, length);
    length += piece.length;
  }
  if (beyond.length === 0) return room.subarray(0, length);
  const first = beyond.reduce((sum, piece) => sum - piece.length, length);
  return concat([room.subarray(0, first), ...beyond]);
}

function mostOf({ packed }: Claim, { limits }: Budget): number {
  return Math.min(limits.unpackedBytes, 1024 + packed * limits.ratio);
}
