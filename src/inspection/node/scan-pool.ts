import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { SCAN_PATIENCE, ScanPool, type ScanWorker } from '../scan-pool.ts';

/** Megabytes of a worker's own objects; a file that needs more loses its worker, not the process. */
const MEMORY = 1024;
const IDLE_MS = 30_000;

/** A pool of threads that read files. `size` defaults to the processors less one. */
export function createNodeScanPool(
  size = Math.max(1, availableParallelism() - 1),
  signal?: AbortSignal,
): ScanPool {
  return new ScanPool({
    makeWorker: startWorker,
    size,
    patience: SCAN_PATIENCE,
    idle: IDLE_MS,
    ...(signal ? { signal } : {}),
  });
}

/** The built command has the worker beside it; the sources run as they are. */
function startWorker(): ScanWorker {
  const built = new URL('./scan-worker.js', import.meta.url);
  const thread = new Worker(existsSync(built) ? built : new URL('./scan-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: MEMORY },
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
