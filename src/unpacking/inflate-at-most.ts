import { Inflate } from 'pako';

/** Thrown through the library to stop it. */
const FULL = new Error('full');

/**
 * The first `most` bytes of a deflate stream, or all when it has fewer. Ends there, however much would follow: a thousandth
 * of it in packed bytes is enough to keep a reader busy for minutes. Throws for damaged streams.
 */
export function inflateAtMost(
  packed: Uint8Array,
  most: number,
  wrapped: 'raw' | 'zlib' | 'gzip',
): Uint8Array {
  const inflating = new Inflate({ chunkSize: most, raw: wrapped === 'raw' });
  let whole = new Uint8Array();
  inflating.onData = (piece) => {
    whole = piece;
    if (piece.length === most) throw FULL;
  };
  try {
    inflating.push(packed, true);
  } catch (error) {
    if (error !== FULL) throw error;
    return whole;
  }
  if (inflating.err !== 0) throw new Error(`unpacking failed: ${inflating.msg}`);
  return whole;
}
