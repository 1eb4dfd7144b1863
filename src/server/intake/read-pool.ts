import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Batch } from './read-batch.ts';

export interface ReadRequest {
  readonly id: number;
  readonly bytes: Uint8Array;
  readonly device: string;
}

export interface ReadAnswer {
  readonly id: number;
  readonly batch: Batch | null;
}

/** Threads that unpack and check batches while this one writes. */
export interface ReadPool {
  /** The batch in gzipped bytes; null when they hold no text. Rejects when the thread died of it. */
  read(bytes: Uint8Array, device: string): Promise<Batch | null>;
  close(): Promise<void>;
}

interface Thread {
  readonly worker: Worker;
  readonly waiting: Map<number, { resolve(batch: Batch | null): void; reject(error: Error): void }>;
}

/** Megabytes of a thread's own objects: a batch that needs more loses its thread, not the server. */
const MEMORY = 512;
/** More threads than this check faster than any database writes. */
const MOST_THREADS = 4;

/** Threads start when the first batch comes. `size` defaults to the processors less one. */
export function createReadPool(
  size = Math.min(MOST_THREADS, Math.max(1, availableParallelism() - 1)),
): ReadPool {
  const threads = new Set<Thread>();
  let count = 0;
  const start = (): Thread => {
    const thread: Thread = { worker: startWorker(), waiting: new Map() };
    thread.worker.on('message', ({ id, batch }: ReadAnswer) => {
      thread.waiting.get(id)?.resolve(batch);
      thread.waiting.delete(id);
    });
    const end = () => {
      threads.delete(thread);
      for (const { reject } of thread.waiting.values()) reject(new Error('the reading thread ended'));
      thread.waiting.clear();
    };
    thread.worker.on('error', end);
    thread.worker.on('exit', end);
    threads.add(thread);
    return thread;
  };
  return {
    read(bytes, device) {
      const idlest = [...threads].sort((a, b) => a.waiting.size - b.waiting.size)[0];
      const thread = idlest && (idlest.waiting.size === 0 || threads.size >= size) ? idlest : start();
      const id = ++count;
      return new Promise((resolve, reject) => {
        thread.waiting.set(id, { resolve, reject });
        thread.worker.postMessage({ id, bytes, device } satisfies ReadRequest);
      });
    },
    async close() {
      await Promise.all([...threads].map(({ worker }) => worker.terminate()));
    },
  };
}

/** The built command has the worker beside it; the sources run as they are. */
function startWorker(): Worker {
  const built = new URL('./read-worker.js', import.meta.url);
  const worker = new Worker(existsSync(built) ? built : new URL('./read-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: MEMORY },
  });
  // An idle thread must not keep the process from ending.
  worker.unref();
  return worker;
}
