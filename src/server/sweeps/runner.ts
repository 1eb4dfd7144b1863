import { createNodeScanPool } from '../../inspection/node/scan-pool.ts';
import { bundledPolicy } from '../../policy/bundled.ts';
import { bundledTables } from '../../rules/bundled.ts';
import { reportAsHtml } from '../../sweep/report-html.ts';
import { sweepSite } from '../../sweep/sweep-site.ts';
import type { Progress, SweepReport } from '../../sweep/types.ts';
import type { Texts } from '../../sweep/words.ts';
import type { SweepPlan, SweepPlans } from './plans.ts';

const LOOK_EVERY = 60_000;
const RATE = 5;
const JOBS = 4;

/** Runs plans when they are due or asked for, one at a time, until the signal aborts. */
export class SweepRunner {
  readonly #plans: SweepPlans;
  readonly #texts: Texts;
  readonly #log: (line: string) => void;
  readonly #signal: AbortSignal;
  readonly #asked = new Set<string>();
  #running: { readonly id: string; progress: Progress | null } | null = null;

  constructor(plans: SweepPlans, texts: Texts, log: (line: string) => void, signal: AbortSignal) {
    this.#plans = plans;
    this.#texts = texts;
    this.#log = log;
    this.#signal = signal;
    const timer = setInterval(() => void this.look(), LOOK_EVERY);
    timer.unref();
    signal.addEventListener('abort', () => clearInterval(timer), { once: true });
  }

  /** How far the sweep of a plan is: null when it neither runs nor waits. */
  progressOf(id: string): Progress | 'waiting' | null {
    if (this.#running?.id === id) return this.#running.progress ?? 'waiting';
    return this.#asked.has(id) ? 'waiting' : null;
  }

  start(id: string): void {
    this.#asked.add(id);
    void this.look();
  }

  /** Starts the next plan that is due, unless one runs. Never rejects. */
  async look(): Promise<void> {
    if (this.#running || this.#signal.aborted) return;
    const mark = { id: '', progress: null };
    this.#running = mark;
    const next = await this.#next().catch(() => null);
    this.#running = null;
    if (!next || this.#signal.aborted) return;
    this.#asked.delete(next.id);
    await this.#run(next);
    await this.look();
  }

  async #next(): Promise<SweepPlan | null> {
    for (const plan of await this.#plans.list()) {
      if (this.#asked.has(plan.id)) return plan;
      const { started } = await this.#plans.status(plan.id);
      const due =
        plan.everyHours > 0 && Date.now() - (Date.parse(started) || 0) > plan.everyHours * 3_600_000;
      if (due) return plan;
    }
    return null;
  }

  async #run(plan: SweepPlan): Promise<void> {
    const running: { id: string; progress: Progress | null } = { id: plan.id, progress: null };
    this.#running = running;
    const end = new AbortController();
    const before = await this.#plans.status(plan.id);
    const started = new Date().toISOString();
    try {
      const pool = createNodeScanPool(1, end.signal);
      const report = await sweepSite(plan.url, {
        pack: bundledTables.pack,
        policy: bundledPolicy,
        inspect: (item) => pool.scan(item),
        rate: RATE,
        jobs: JOBS,
        images: plan.images,
        stateFile: this.#plans.path(plan.id, 'state.json'),
        signal: this.#signal,
        onProgress: (progress) => {
          running.progress = progress;
        },
      });
      if (report.complete) await this.#keep(plan, report, before.fresh);
    } catch (error) {
      const name = error instanceof Error ? error.name : 'Error';
      const status = { ...before, started, ended: new Date().toISOString(), error: name };
      await this.#plans.write(plan.id, 'status.json', JSON.stringify(status)).catch(() => undefined);
      this.#log(JSON.stringify({ task: 'sweep', plan: plan.id, error: name }));
    } finally {
      end.abort();
      this.#running = null;
    }
  }

  async #keep(plan: SweepPlan, report: SweepReport, unseen: number): Promise<void> {
    const last = await this.#plans.text(plan.id, 'report.json');
    const fresh = countFresh(report, last === null ? null : (JSON.parse(last) as SweepReport));
    const { started, ended, totals } = report;
    await this.#plans.write(plan.id, 'report.json', JSON.stringify(report));
    await this.#plans.write(plan.id, 'report.html', reportAsHtml(report, this.#texts));
    const status = { started, ended, error: '', totals, fresh: unseen + fresh };
    await this.#plans.write(plan.id, 'status.json', JSON.stringify(status));
    // A line that monitoring can look for; it names the plan, not the address.
    if (fresh > 0) this.#log(JSON.stringify({ alert: 'sweep', plan: plan.id, fresh }));
  }
}

/** Items with findings that the report before did not have in that place. */
function countFresh(report: SweepReport, before: SweepReport | null): number {
  const keyOf = ({ place, findings }: SweepReport['items'][number]) =>
    `${place} ${findings.map(({ ruleId }) => ruleId).sort()}`;
  const known = new Set(before?.items.map(keyOf));
  return report.items.filter((item) => item.findings.length > 0 && !known.has(keyOf(item))).length;
}
