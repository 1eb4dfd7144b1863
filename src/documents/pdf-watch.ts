import type { Bounds } from '../../.generated/pdf-worker.js';
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

const MB = 1024 * 1024;
/** Bytes that one stream may unpack to, and all streams of one request: those that are kept, and others. */
const MOST_AT_ONCE = 84 * MB;
const MOST_KEPT = 256 * MB;
const MOST_IN_ALL = 1024 * MB;

/**
 * What `structuredClone` is while pdf.js works: its two halves talk in copies as if a thread lay between them. Pieces of a
 * page's text are made for one message each, and copying them in full took a sixth of the time.
 */
function handOver<T>(message: T, options?: StructuredSerializeOptions): T {
  const { action, chunk, data } = message as { action?: string; chunk?: { items?: unknown }; data?: unknown };
  // The file itself, which nobody writes to. A copy would take as much again, and what is handed over is taken away.
  if (action === 'GetDocRequest') return message;
  // An error here would be nobody's: the request has been refused by then.
  if ([...running].some((one) => !one.takesContents(data))) return { ...message, data: null };
  // The sender goes on to use what holds the items, not the items.
  return Array.isArray(chunk?.items) ? { ...message, chunk: { ...chunk } } : copy(message, options);
}

/** Answers what pdf.js's worker asks before it goes on with a word, a list or a stream without an end. */
export const bounds: Bounds = {
  tooMany(detail) {
    const refusal = new DocumentError('too-many', detail);
    for (const one of running) one.refuse(refusal);
    // It may go on for a while after its request has ended.
    throw refusal;
  },
  unpacking(more, inAll) {
    for (const one of running) one.count(more);
    if (inAll <= MOST_AT_ONCE) return;
    const refusal = new DocumentError('bomb', 'a stream unpacks to too much');
    for (const one of running) one.refuse(refusal);
    throw refusal;
  },
  cut() {
    for (const one of running) one.cut = true;
  },
};

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
  /** Whether an error ended a drawing, so that the rest of it is unread. */
  cut = false;
  #looks = 0;
  /** Bytes that the request may still ask for. */
  #left = 0;
  #refusal: DocumentError | null = null;
  #reject: (reason: DocumentError) => void = () => undefined;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /** Runs one request to pdf.js; `keeps` is one that hands over all it unpacks. Throws `timed-out`, `too-many` and `bomb`. */
  async during<T>(work: () => Promise<T>, { keeps = false } = {}): Promise<T> {
    this.#left = keeps ? MOST_KEPT : MOST_IN_ALL;
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
      this.refuse(error as DocumentError);
      throw error;
    }
  }

  /** Throws when the work asks for too many bytes. */
  count(bytes: number): void {
    this.#left -= bytes;
    if (this.#left >= 0) return;
    const refusal = new DocumentError('bomb', 'the streams of a request unpack to too much');
    this.refuse(refusal);
    throw refusal;
  }

  /** Ends the request: pdf.js may keep an error to itself. */
  refuse(reason: DocumentError): void {
    this.#refusal ??= reason;
    this.#reject(this.#refusal);
  }

  /** False where attachments that are handed over, each a copy, are too large together. */
  takesContents(files: unknown): boolean {
    if (typeof files !== 'object') return true;
    for (const file of Object.values(files ?? {})) {
      const { content } = ((file as { file?: unknown } | null)?.file ?? file ?? {}) as { content?: unknown };
      if (content instanceof Uint8Array) this.#left -= content.length;
    }
    try {
      this.count(0);
      return true;
    } catch {
      return false;
    }
  }

  async #inTime<T>(work: Promise<T>): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      this.#reject = reject;
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
