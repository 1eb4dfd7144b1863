import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type Rules, SCAN_PATIENCE, ScanPool, type ScanWorker } from '../scan-pool.ts';
import type { Batch, BatchResult, FileBytes, ItemResult } from './batch.ts';

/** Megabytes of a worker's own objects; a file that needs more loses its worker, not the process. */
const MEMORY = 1024;
/** What a thread's memory is held to. Left alone, what Node keeps of short-lived strings comes to a hundred megabytes. */
export const THREAD_LIMITS = { maxOldGenerationSizeMb: MEMORY, maxYoungGenerationSizeMb: 24 };
const IDLE_MS = 30_000;
/** What goes to a thread in one message: a message costs as much as reading a small page. */
const BATCH_FILES = 64;
/** A thread that wakes up for fewer pages costs more than it spares the others. Documents take long enough. */
const PAGES_WORTH_A_THREAD = 32;
const BATCH_BYTES = 512 * 1024;
/** Small items wait so long for company, in milliseconds, unless `hurry` says that none comes. */
const GATHER_MS = 25;
const SMALL = 64 * 1024;

interface Waiting {
  readonly file: File | FileBytes;
  readonly resolve: (result: ItemResult) => void;
}

/** Threads that read files. Small ones that wait go together; one that ends its thread costs the others a second reading. */
export class NodeScanPool {
  readonly #pool: ScanPool<BatchResult, Batch>;
  readonly #size: number;
  readonly #waiting: Waiting[] = [];
  #running = 0;
  #gathering: ReturnType<typeof setTimeout> | null = null;

  constructor(size: number, signal?: AbortSignal, patience = SCAN_PATIENCE) {
    this.#size = size;
    this.#pool = new ScanPool({
      makeWorker: startWorker,
      size,
      patience,
      idle: IDLE_MS,
      ...(signal ? { signal } : {}),
    });
  }

  /** Scans that begin from now on go by these rules. */
  use(rules: Rules): void {
    this.#pool.use(rules);
  }

  /** Never rejects: a scan that hung is `timed-out`, one whose thread died is `scanner-unavailable`. */
  scan(file: File | FileBytes): Promise<ItemResult> {
    return new Promise((resolve) => {
      this.#waiting.push({ file, resolve });
      if (file instanceof File || file.size > SMALL || this.#waiting.length >= BATCH_FILES)
        this.#endGathering();
      else this.#gathering ??= setTimeout(() => this.#endGathering(), GATHER_MS);
    });
  }

  /** Sends what waits for company: nothing more comes before it is answered. */
  hurry(): void {
    if (this.#gathering) this.#endGathering();
  }

  #endGathering(): void {
    if (this.#gathering) clearTimeout(this.#gathering);
    this.#gathering = null;
    this.#next();
  }

  #next(): void {
    while (this.#running < this.#size && this.#waiting.length > 0) {
      this.#running += 1;
      void this.#run(this.#takeBatch()).then(() => {
        this.#running -= 1;
        if (!this.#gathering) this.#next();
      });
    }
  }

  /** The next in line, and what is small behind it; idle threads get their share. */
  #takeBatch(): readonly Waiting[] {
    const waiting = this.#waiting.length;
    const { file } = this.#waiting[0]!;
    const least = 'page' in file ? PAGES_WORTH_A_THREAD : 1;
    const share = Math.max(least, Math.ceil(waiting / (this.#size - this.#running + 1)));
    const most = Math.min(BATCH_FILES, share, waiting);
    let count = 1;
    let bytes = file.size;
    while (count < most && bytes + this.#waiting[count]!.file.size <= BATCH_BYTES) {
      bytes += this.#waiting[count]!.file.size;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #run(batch: readonly Waiting[]): Promise<void> {
    const size = batch.reduce((sum, { file }) => sum + file.size, 0);
    const result = await this.#pool.scan({ files: batch.map(({ file }) => file), size });
    if ('each' in result) batch.forEach(({ resolve }, i) => void resolve(result.each[i]!));
    else if (batch.length === 1) batch[0]!.resolve(result);
    // Which of them it was shows when each has a thread to itself.
    else for (const one of batch) await this.#run([one]);
  }
}

/** A pool of threads that read files. `size` defaults to the processors less one, `patience` is in milliseconds. */
export function createNodeScanPool(
  size = Math.max(1, availableParallelism() - 1),
  signal?: AbortSignal,
  patience?: number,
): NodeScanPool {
  return new NodeScanPool(size, signal, patience);
}

/** The built command has the worker beside it; the sources run as they are. */
function startWorker(): ScanWorker {
  const built = new URL('./scan-worker.js', import.meta.url);
  const thread = new Worker(existsSync(built) ? built : new URL('./scan-worker.ts', import.meta.url), {
    resourceLimits: THREAD_LIMITS,
    stdout: true,
    stderr: true,
  });
  // An idle thread must not keep a command from ending.
  thread.unref();
  const worker: ScanWorker = {
    onmessage: null,
    onerror: null,
    postMessage(message: unknown) {
      thread.ref();
      thread.postMessage(message);
    },
    terminate: () => void thread.terminate(),
  };
  const self = worker as unknown as globalThis.Worker;
  thread.on('message', (data: unknown) => {
    worker.onmessage?.call(self, { data } as MessageEvent);
    if (worker.onmessage === null) thread.unref();
  });
  const fail = () => worker.onerror?.call(self, new Event('error', { cancelable: true }) as ErrorEvent);
  thread.on('error', fail);
  thread.on('exit', fail);
  return worker;
}
