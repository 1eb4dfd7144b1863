import type { EngineTables } from '../engine/tables.ts';
import type { InspectionResult } from '../inspection/types.ts';
import type { ScanAnswer, ScanRequest } from './scan-worker.ts';

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

/** Rules and what they are called; workers are told when theirs are others. */
export interface Rules {
  readonly packId: string;
  readonly tables: EngineTables;
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
  readonly #bundled: string;
  readonly #knows = new WeakMap<ScanWorker, string>();
  #rules: Rules;
  #busy = 0;

  /** `bundled` are the rules that every new worker knows. */
  constructor(options: PoolOptions, bundled: Rules) {
    this.#options = options;
    this.#bundled = bundled.packId;
    this.#rules = bundled;
  }

  get packId(): string {
    return this.#rules.packId;
  }

  /** Scans that begin from now on go by these rules; those that run end by the ones they began with. */
  use(rules: Rules): void {
    this.#rules = rules;
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
    worker.postMessage({ file, ...this.#newsFor(worker) } satisfies ScanRequest);
  }

  #newsFor(worker: ScanWorker): Pick<ScanRequest, 'tables'> {
    const { packId, tables } = this.#rules;
    if ((this.#knows.get(worker) ?? this.#bundled) === packId) return {};
    this.#knows.set(worker, packId);
    return { tables };
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
