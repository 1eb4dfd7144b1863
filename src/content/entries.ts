import { RollingBuffer } from '../engine/rolling-buffer.ts';
import { type Judge, type Stopped, stops, type Weigher } from './judge.ts';

/** What recently came into the page by paste or drop, so that a marking in two halves is seen where no field shows it. */
export interface Entries {
  /** Weighs a text together with those before it; what stops, or null. */
  weigh(text: string, weigher?: Weigher): Stopped | null;
  /** Remembers a text that went in. */
  keep(text: string): void;
}

const REACH = 1_000;
const FORGET_MS = 120_000;

export function createEntries(judge: Judge): Entries {
  const buffer = new RollingBuffer(REACH);
  let last = 0;
  return {
    weigh(piece, weigher = judge) {
      if (Date.now() - last > FORGET_MS) buffer.clear();
      // Only what lies over the seam is asked for; the piece itself is weighed by itself.
      const { text, from } = buffer.join(piece.slice(0, REACH));
      if (from === 0) return null;
      const verdict = weigher.weighAcross(text, from);
      return stops(verdict) ? { text, verdict } : null;
    },
    keep(piece) {
      buffer.keep(piece);
      last = Date.now();
    },
  };
}
