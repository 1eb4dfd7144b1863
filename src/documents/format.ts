import type { Budget } from './budget.ts';
import type { Probe } from './probe.ts';
import type { Part } from './types.ts';

/** One file format: how its content is recognised and how its parts are read. */
export interface Format {
  /** Also the name of its folder of fixtures. */
  readonly id: string;
  readonly mediaType: string;
  /** Decides by content alone, never by name. Must not throw. */
  matches(probe: Probe): boolean;
  /** Yields parts in order of likelihood. Throws `DocumentError`; anything else it throws counts as `damaged`. */
  extract(probe: Probe, budget: Budget): Iterable<Part> | AsyncIterable<Part>;
}
