import { DocumentError, type Limits } from './types.ts';

/** Unpacked bytes of one entry below which its ratio says nothing: short runs of one letter pack very well. */
const RATIO_FLOOR = 1024 * 1024;

/**
 * What one inspection may still spend, shared by an item and all that is inside it. Every method throws a
 * `DocumentError` with the outcome of the limit that was passed.
 */
export class Budget {
  readonly limits: Limits;
  readonly #signal: AbortSignal | undefined;
  readonly #deadline: number;
  #unpacked = 0;
  #entries = 0;
  #pages = 0;

  constructor(limits: Limits, signal?: AbortSignal) {
    this.limits = limits;
    this.#signal = signal;
    this.#deadline = performance.now() + limits.milliseconds;
  }

  /** Milliseconds until the time is up; 0 when it is. */
  get timeLeft(): number {
    return Math.max(0, this.#deadline - performance.now());
  }

  /** Call before work that takes about a millisecond or more. */
  checkTime(): void {
    if (this.#signal?.aborted) throw new DocumentError('timed-out', 'the inspection was cancelled');
    if (performance.now() > this.#deadline) {
      throw new DocumentError('timed-out', `more than ${this.limits.milliseconds} ms`);
    }
  }

  /** Counts bytes that came out of `packed` bytes of one entry, `total` so far, `fresh` since the last call. */
  countUnpacked(fresh: number, total: number, packed: number): void {
    this.#unpacked += fresh;
    if (this.#unpacked > this.limits.unpackedBytes) {
      throw new DocumentError('bomb', `more than ${this.limits.unpackedBytes} bytes unpacked`);
    }
    if (total > RATIO_FLOOR && total > packed * this.limits.ratio) {
      throw new DocumentError('bomb', `an entry unpacks to more than ${this.limits.ratio} times its size`);
    }
    this.checkTime();
  }

  countEntries(count: number): void {
    this.#entries += count;
    if (this.#entries > this.limits.entries) {
      throw new DocumentError('too-many', `more than ${this.limits.entries} entries`);
    }
    this.checkTime();
  }

  countPage(): void {
    this.#pages += 1;
    if (this.#pages > this.limits.pages)
      throw new DocumentError('too-many', `more than ${this.limits.pages} pages`);
    this.checkTime();
  }

  /** `depth` is 0 for the item itself. */
  checkDepth(depth: number): void {
    if (depth > this.limits.depth)
      throw new DocumentError('too-deep', `nested more than ${this.limits.depth} deep`);
  }
}
