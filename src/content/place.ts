import type { Destination } from '../engine/verdict.ts';
import { bundledSites, ownSites } from '../policy/bundled.ts';
import { matchesHost } from '../policy/sites.ts';
import { readDestination } from './destination.ts';

/** Where a frame stands, by the bundled list. The gate works it out, and the guard need not carry the list again. */
export interface Place {
  readonly destination: Destination;
  /** The top-level page is on the list. */
  readonly guarded: boolean;
  /** The page may learn of the guard: it is a system of the unit or the state, or a page that policy added. */
  readonly trusted: boolean;
  /** The frame's own host is on the list. */
  readonly frameGuarded: boolean;
}

/** Reads the frame's address. Synchronous, no allocation to speak of. */
export function readPlace(): Place {
  const destination = readDestination();
  const { site, frame } = destination;
  const guarded = matchesHost(site, bundledSites);
  return {
    destination,
    guarded,
    trusted: !guarded || matchesHost(site, ownSites),
    frameGuarded: matchesHost(frame, bundledSites),
  };
}
