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

/** Bytes that pdf.js may ask for at once, and in one request that is counted. */
const MOST_AT_ONCE = 96 * 1024 * 1024;
const MOST_IN_ALL = 256 * 1024 * 1024;

const Bytes = globalThis.Uint8Array;

/** What `Uint8Array` is while pdf.js works on what nobody could measure beforehand: it unpacks without a limit. */
const CountedBytes = new Proxy(Bytes, {
  construct(target, args: unknown[]) {
    if (typeof args[0] === 'number') for (const one of running) one.count(args[0]);
    return Reflect.construct(target, args);
  },
});

/** Unpacks in a thread of the browser's, without a limit; where it is missing, pdf.js unpacks by itself. */
const Unpacker = globalThis.DecompressionStream;

/**
 * What `structuredClone` is while pdf.js works: its two halves talk in copies as if a thread lay between them. Pieces of a
 * page's text are made for one message each, and copying them in full took a sixth of the time.
 */
function handOver<T>(message: T, options?: StructuredSerializeOptions): T {
  const { chunk, data } = message as { chunk?: { items?: unknown }; data?: unknown };
  // An error here would be nobody's: the request has been refused by then.
  if ([...running].some((one) => !one.takesContents(data))) return { ...message, data: null };
  // The sender goes on to use what holds the items, not the items.
  return Array.isArray(chunk?.items) ? { ...message, chunk: { ...chunk } } : copy(message, options);
}

function takePlaces(): void {
  Date.now = look;
  globalThis.structuredClone = handOver;
  if (![...running].some(({ counts }) => counts)) return;
  globalThis.Uint8Array = CountedBytes;
  Reflect.deleteProperty(globalThis, 'DecompressionStream');
}

function givePlacesBack(): void {
  Date.now = now;
  globalThis.structuredClone = copy;
  if (globalThis.Uint8Array === Bytes) return;
  globalThis.Uint8Array = Bytes;
  globalThis.DecompressionStream = Unpacker;
}

/**
 * Stops pdf.js when the time is up or a page has too many operators. It reads a page in one run of microtasks, so that no
 * timer comes to its turn before the page is done; but it looks at the clock every hundred operators, and there it is
 * made to stop. What it swallows of that is thrown again by `during`.
 */
export class PdfWatch {
  readonly #budget: Budget;
  readonly #isUnknown: boolean;
  #looks = 0;
  /** Bytes that the request may still ask for; null where they are not counted in all. */
  #left: number | null = null;
  #refusal: DocumentError | null = null;
  #refuse: (reason: DocumentError) => void = () => undefined;

  /** `isUnknown` is a file whose streams could not all be measured: an encrypted one, for example. */
  constructor(budget: Budget, isUnknown: boolean) {
    this.#budget = budget;
    this.#isUnknown = isUnknown;
  }

  /** True while bytes have to be counted. */
  get counts(): boolean {
    return this.#isUnknown || this.#left !== null;
  }

  /** Runs a request that may ask for the same bytes many times. Throws `bomb` as well. */
  async duringCounted<T>(work: () => Promise<T>): Promise<T> {
    this.#left = MOST_IN_ALL;
    try {
      return await this.during(work);
    } finally {
      this.#left = null;
    }
  }

  /** Runs one request to pdf.js. Throws `timed-out`, `too-many` and `bomb`. */
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
    this.#check(() => {
      if (this.#looks > MOST_LOOKS) throw new DocumentError('too-many', 'a page of too many operators');
      this.#budget.checkTime();
    });
  }

  /** Throws when the work asks for too many bytes. */
  count(bytes: number): void {
    if (this.#left !== null) this.#left -= bytes;
    this.#check(() => {
      if ((this.#isUnknown && bytes > MOST_AT_ONCE) || (this.#left ?? 0) < 0)
        throw new DocumentError('bomb', 'a stream unpacks to too much');
    });
  }

  /** False where attachments that are handed over, each a copy, are too large together. */
  takesContents(files: unknown): boolean {
    if (this.#left === null || typeof files !== 'object') return true;
    for (const file of Object.values(files ?? {})) {
      const { content } = ((file as { file?: unknown } | null)?.file ?? file ?? {}) as { content?: unknown };
      if (content instanceof Bytes) this.#left -= content.length;
    }
    try {
      this.count(0);
      return true;
    } catch {
      return false;
    }
  }

  #check(limit: () => void): void {
    try {
      limit();
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
