import type { Weights } from './tables.ts';
import type { Signal } from './types.ts';

/** Sums the evidence for and against one candidate. */
export class Evidence {
  readonly signals: Signal[] = [];
  score = 0;
  readonly #weights: Weights;
  constructor(weights: Weights) {
    this.#weights = weights;
  }

  /** Counts a signal once; `times` is for evidence that grows with its number. */
  add(id: string, start = -1, end = start, times = 1): void {
    const weight = (this.#weights[id] ?? 0) * times;
    if (weight === 0 || this.has(id)) return;
    this.signals.push({ id, weight, start, end });
    this.score += weight;
  }

  has(...ids: string[]): boolean {
    return this.signals.some((signal) => ids.includes(signal.id));
  }
}
