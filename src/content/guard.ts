import type { Destination } from '../engine/verdict.ts';
import type { Attempts } from './attempts.ts';
import type { Entries } from './entries.ts';
import type { FileGate } from './file-gate.ts';
import type { Judge } from './judge.ts';
import type { BESIDE } from './question.ts';

/** What every channel of one guarded frame works with. */
export interface Guard {
  readonly destination: Destination;
  readonly judge: Judge;
  readonly attempts: Attempts;
  readonly files: FileGate;
  readonly entries: Entries;
  /** Aborted when the frame is no longer guarded. */
  readonly signal: AbortSignal;
  /** Speaks to the main world's hooks; null until they announce themselves. */
  hooks: EventTarget | null;
  /** True when small files are found clean at once and need not be held; false says nothing. Synchronous. */
  looksClean(files: readonly File[]): boolean;
}

/** What can be heard first in line (`front.ts`). */
export interface Heard extends WindowEventMap {
  readonly navigate: Event;
  readonly [BESIDE]: Event;
}

/** What a channel listens to, in the capture phase. */
export type Listeners = { readonly [K in keyof Heard]?: (event: Heard[K]) => void };

/** Stops an event: neither the page nor the browser acts on it. */
export function refuse(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}
