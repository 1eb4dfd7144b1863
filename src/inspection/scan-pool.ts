import { defaultLimits } from '../documents/limits.ts';
import type { EngineTables } from '../engine/tables.ts';
import type { InspectionResult } from './types.ts';

/** Milliseconds after which a scan has certainly hung: later than the inspection's own limit. */
export const SCAN_PATIENCE = defaultLimits.milliseconds + 5_000;

/** What a scan worker is asked, and what it answers. */
export interface ScanRequest<F = File> {
  readonly file: F;
  /** The rules from this scan on; absent when they are those of the scan before, or the bundled ones. */
  readonly tables?: EngineTables;
}

export interface ScanAnswer<R = InspectionResult> {
  readonly scanned: R;
}

/** How a scan ended that did not come to its own end. */
export type CutShort = InspectionResult & { readonly outcome: 'timed-out' | 'scanner-unavailable' };

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
  /** Ends every scan, running or waiting, as `scanner-unavailable`. */
  readonly signal?: AbortSignal;
}

/** Rules and what they are called; workers are told when theirs are others. */
export interface Rules {
  readonly packId: string;
  readonly tables: EngineTables;
}

interface Job<R, F> {
  readonly file: F;
  readonly resolve: (result: R | CutShort) => void;
}

/**
 * Runs scans in workers that can be killed: a parser that hangs or crashes costs its own file an outcome and nobody
 * else anything. `F` is what a worker is handed: a file, or what stands for some.
 */
export class ScanPool<R = InspectionResult, F extends { readonly size: number } = File> {
  readonly #options: PoolOptions;
  readonly #waiting: Job<R, F>[] = [];
  /** What ends each running scan. */
  readonly #running = new Set<() => void>();
  readonly #idle: { worker: ScanWorker; timer: ReturnType<typeof setTimeout> }[] = [];
  readonly #knows = new WeakMap<ScanWorker, string>();
  #rules: Rules | null = null;

  constructor(options: PoolOptions) {
    this.#options = options;
    options.signal?.addEventListener('abort', () => this.#stop(), { once: true });
  }

  /** The pack in use; null for the one that every new worker knows. */
  get packId(): string | null {
    return this.#rules?.packId ?? null;
  }

  /** Scans that begin from now on go by these rules; those that run end by the ones they began with. */
  use(rules: Rules): void {
    this.#rules = rules;
  }

  /** Never rejects: a scan that hung is `timed-out`, one whose worker died is `scanner-unavailable`. */
  scan(file: F): Promise<R | CutShort> {
    return new Promise((resolve) => {
      this.#waiting.push({ file, resolve });
      this.#next();
    });
  }

  #next(): void {
    if (this.#running.size >= this.#options.size) return;
    const job = this.#waiting.shift();
    if (!job) return;
    const worker = this.#options.signal?.aborted ? null : this.#take();
    if (!worker) {
      job.resolve(notScanned(job.file, 'scanner-unavailable'));
      this.#next();
      return;
    }
    this.#run(worker, job);
  }

  #run(worker: ScanWorker, { file, resolve }: Job<R, F>): void {
    const stop = () => end(notScanned(file, 'scanner-unavailable'), false);
    const end = (result: R | CutShort, alive: boolean) => {
      clearTimeout(timer);
      worker.onmessage = null;
      worker.onerror = null;
      if (alive) this.#keep(worker);
      else worker.terminate();
      this.#running.delete(stop);
      resolve(result);
      this.#next();
    };
    const timer = setTimeout(() => end(notScanned(file, 'timed-out'), false), this.#options.patience);
    worker.onmessage = ({ data }) => {
      // pdf.js greets from inside the worker; only an answer is an answer.
      if (isAnswer<R>(data)) end(data.scanned, true);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      stop();
    };
    this.#running.add(stop);
    worker.postMessage({ file, ...this.#newsFor(worker) } satisfies ScanRequest<F>);
  }

  #newsFor(worker: ScanWorker): Pick<ScanRequest, 'tables'> {
    if (!this.#rules || this.#knows.get(worker) === this.#rules.packId) return {};
    this.#knows.set(worker, this.#rules.packId);
    return { tables: this.#rules.tables };
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

  #stop(): void {
    for (const stop of [...this.#running]) stop();
    for (const { worker, timer } of this.#idle.splice(0)) {
      clearTimeout(timer);
      worker.terminate();
    }
  }
}

function isAnswer<R>(data: unknown): data is ScanAnswer<R> {
  return typeof data === 'object' && data !== null && 'scanned' in data;
}

function notScanned({ size }: { readonly size: number }, outcome: CutShort['outcome']): CutShort {
  return { outcome, findings: [], mediaType: 'application/octet-stream', size };
}
