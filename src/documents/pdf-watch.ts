import type { Budget } from './budget.ts';
import { DocumentError } from './types.ts';

/** Looks at the clock while one page is read; pdf.js looks every hundred operators. Dense maps have some hundred thousand. */
const MOST_LOOKS = 15_000;

const running = new Set<PdfWatch>();
const now = Date.now;

/** What `Date.now` is while pdf.js works. */
function look(): number {
  for (const one of running) one.look();
  return now();
}

const copy = globalThis.structuredClone;

/**
 * What `structuredClone` is while pdf.js works: its two halves talk in copies as if a thread lay between them. Pieces of a
 * page's text are made for one message each, and copying them in full took a sixth of the time.
 */
function handOver<T>(message: T, options?: StructuredSerializeOptions): T {
  const { chunk } = message as { chunk?: { items?: unknown } };
  // The sender goes on to use what holds the items, not the items.
  return Array.isArray(chunk?.items) ? { ...message, chunk: { ...chunk } } : copy(message, options);
}

function takePlaces(): void {
  Date.now = look;
  globalThis.structuredClone = handOver;
}

function givePlacesBack(): void {
  Date.now = now;
  globalThis.structuredClone = copy;
}

/**
 * Stops pdf.js when the time is up or a page has too many operators. It reads a page in one run of microtasks, so that no
 * timer comes to its turn before the page is done; but it looks at the clock every hundred operators, and there it is
 * made to stop. What it swallows of that is thrown again by `during`.
 */
export class PdfWatch {
  readonly #budget: Budget;
  #looks = 0;
  #refusal: DocumentError | null = null;
  #refuse: (reason: DocumentError) => void = () => undefined;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /** Runs one request to pdf.js. Throws `timed-out` and `too-many`. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#budget.checkTime();
    this.#looks = 0;
    running.add(this);
    takePlaces();
    try {
      const result = await this.#inTime(work());
      if (this.#refusal) throw this.#refusal;
      return result;
    } catch (error) {
      throw this.#refusal ?? error;
    } finally {
      running.delete(this);
      if (running.size === 0) givePlacesBack();
    }
  }

  /** Throws when the work has to end. */
  look(): void {
    this.#looks += 1;
    try {
      if (this.#looks > MOST_LOOKS) throw new DocumentError('too-many', 'a page of too many operators');
      this.#budget.checkTime();
    } catch (error) {
      this.#refusal ??= error as DocumentError;
      this.#refuse(this.#refusal);
      throw error;
    }
  }

  async #inTime<T>(work: Promise<T>): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      this.#refuse = reject;
      timer = setTimeout(
        () => reject(new DocumentError('timed-out', 'pdf.js does not come back')),
        this.#budget.timeLeft + 1,
      );
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
