import { defaultLimits } from '../documents/limits.ts';
import type { InspectionResult } from './types.ts';

/** Milliseconds after which a scan has certainly hung: later than the inspection's own limit. */
export const SCAN_PATIENCE = defaultLimits.milliseconds + 5_000;

/** What a scan worker is asked, and what it answers. */
export interface ScanRequest {
  readonly file: File;
}

export interface ScanAnswer {
  readonly scanned: InspectionResult;
}

/** What a pool needs of a worker. */
export type ScanWorker = Pick<Worker, 'onmessage' | 'onerror' | 'postMessage' | 'terminate'>;

export interface PoolOptions {
  readonly makeWorker: () => ScanWorker;
  /** Scans at the same time; the others wait in order. */
  readonly size: number;
  /** Milliseconds one scan may take before its worker is killed; later than the inspection's own limit. */
  readonly patience: number;
  /** Milliseconds after which an idle worker is released. */
  readonly idle: number;
}

interface Job {
  readonly file: File;
  readonly resolve: (result: InspectionResult) => void;
}

/**
 * Runs scans in workers that can be killed: a parser that hangs or crashes costs its own file an outcome and nobody
 * else anything.
 */
export class ScanPool {
  readonly #options: PoolOptions;
  readonly #waiting: Job[] = [];
  readonly #idle: { worker: ScanWorker; timer: ReturnType<typeof setTimeout> }[] = [];
  #busy = 0;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** Never rejects: a scan that hung is `timed-out`, one whose worker died is `scanner-unavailable`. */
  scan(file: File): Promise<InspectionResult> {
    return new Promise((resolve) => {
      this.#waiting.push({ file, resolve });
      this.#next();
    });
  }

  #next(): void {
    if (this.#busy >= this.#options.size) return;
    const job = this.#waiting.shift();
    if (!job) return;
    const worker = this.#take();
    if (!worker) {
      job.resolve(notScanned(job.file, 'scanner-unavailable'));
      this.#next();
      return;
    }
    this.#busy += 1;
    this.#run(worker, job);
  }

  #run(worker: ScanWorker, { file, resolve }: Job): void {
    const end = (result: InspectionResult, alive: boolean) => {
      clearTimeout(timer);
      worker.onmessage = null;
      worker.onerror = null;
      if (alive) this.#keep(worker);
      else worker.terminate();
      this.#busy -= 1;
      resolve(result);
      this.#next();
    };
    const timer = setTimeout(() => end(notScanned(file, 'timed-out'), false), this.#options.patience);
    worker.onmessage = ({ data }) => {
      // pdf.js greets from inside the worker; only an answer is an answer.
      if (isAnswer(data)) end(data.scanned, true);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      end(notScanned(file, 'scanner-unavailable'), false);
    };
    worker.postMessage({ file } satisfies ScanRequest);
  }

  #take(): ScanWorker | null {
    const kept = this.#idle.pop();
    if (kept) {
      clearTimeout(kept.timer);
      return kept.worker;
    }
    try {
      return this.#options.makeWorker();
    } catch {
      return null;
    }
  }

  #keep(worker: ScanWorker): void {
    const timer = setTimeout(() => {
      this.#idle.splice(
        this.#idle.findIndex((kept) => kept.worker === worker),
        1,
      );
      worker.terminate();
    }, this.#options.idle);
    this.#idle.push({ worker, timer });
  }
}

function isAnswer(data: unknown): data is ScanAnswer {
  return typeof data === 'object' && data !== null && 'scanned' in data;
}

function notScanned(file: File, outcome: 'timed-out' | 'scanner-unavailable'): InspectionResult {
  return { outcome, findings: [], mediaType: 'application/octet-stream', size: file.size };
}
