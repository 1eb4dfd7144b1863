import type { Sql } from './database.ts';

/** One transaction that waits for its turn. */
export interface Job {
  readonly work: (sql: Sql) => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Transactions in the order they came, and how many more were announced. */
export class JobQueue {
  readonly #jobs: Job[] = [];
  #announced = 0;
  #wake: (() => void) | null = null;

  get length(): number {
    return this.#jobs.length;
  }

  push(job: Job): void {
    this.#jobs.push(job);
    this.#wake?.();
  }

  shift(): Job | undefined {
    return this.#jobs.shift();
  }

  /** Says that whoever does this work will ask for a transaction right after it. */
  async announce<T>(work: Promise<T>): Promise<T> {
    this.#announced += 1;
    try {
      return await work;
    } finally {
      this.#announced -= 1;
      // After what the caller does next in this turn.
      setImmediate(() => this.#wake?.());
    }
  }

  /** Waits for announced jobs; true when one came. False at the latest at `deadline`, by `performance.now`. */
  async hasMore(deadline: number): Promise<boolean> {
    while (this.#jobs.length === 0) {
      const left = deadline - performance.now();
      if (this.#announced === 0 || left <= 0) return false;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#wake = null;
    }
    return true;
  }
}
