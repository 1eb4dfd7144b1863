import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createNodeScanPool } from '../../inspection/node/scan-pool.ts';
import type { UnitRules } from '../../policy/unit-rules.ts';
import { reportAsHtml } from '../../sweep/report-html.ts';
import { StateError } from '../../sweep/state.ts';
import { sweepSite } from '../../sweep/sweep-site.ts';
import type { Progress, SweepReport } from '../../sweep/types.ts';
import type { Texts } from '../../sweep/words.ts';
import type { ServerParts } from '../http/context.ts';
import type { ServerRules } from '../unit-rules.ts';
import type { ShownPlan, SweepPlans } from './plans.ts';

const LOOK_EVERY = 60_000;
const RENEW_EVERY = 5_000;
const RATE = 5;
const JOBS = 4;

export interface RunnerParts extends Pick<ServerParts, 'config' | 'stopping' | 'now'> {
  readonly plans: SweepPlans;
  readonly rules: ServerRules;
  readonly texts: Texts;
  readonly log: (line: string) => void;
}

/**
 * Runs plans when they are due or asked for, one at a time, until the server stops. Of several instances on one database only
 * one is at a plan.
 */
export class SweepRunner {
  readonly #parts: RunnerParts;
  #running = false;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
    const timer = setInterval(() => void this.look(), LOOK_EVERY);
    timer.unref();
    parts.stopping.addEventListener('abort', () => clearInterval(timer), { once: true });
  }

  /** Starts the next plan that is due, unless one runs here. Never rejects. */
  async look(): Promise<void> {
    if (this.#running || this.#parts.stopping.aborted) return;
    this.#running = true;
    try {
      for (let next = await this.#next(); next !== null; next = await this.#next())
        await this.#run(next.plan, next.lease);
    } catch (error) {
      if (!this.#parts.stopping.aborted) this.#tell({ error: nameOf(error) });
    } finally {
      this.#running = false;
    }
  }

  async #next(): Promise<{ readonly plan: ShownPlan; readonly lease: string } | null> {
    const { plans, stopping } = this.#parts;
    if (stopping.aborted) return null;
    for (const plan of await plans.list()) {
      const lease = randomUUID();
      if (plan.status.progress === null && this.#isDue(plan) && (await plans.claim(plan, lease)))
        return { plan, lease };
    }
    return null;
  }

  #isDue({ everyHours, status: { asked, started } }: ShownPlan): boolean {
    const age = this.#parts.now().getTime() - (Date.parse(started) || 0);
    return asked || (everyHours > 0 && age > everyHours * 3_600_000);
  }

  async #run(plan: ShownPlan, lease: string): Promise<void> {
    const { plans, stopping, rules } = this.#parts;
    const started = this.#parts.now().toISOString();
    const end = new AbortController();
    let progress: Progress | null = null;
    const renewing = setInterval(() => {
      plans.renew(plan.id, lease, progress).then(
        (kept) => kept || end.abort(),
        // A database that is away for a moment does not end a sweep; a lease that ran out does, at the next turn.
        () => undefined,
      );
    }, RENEW_EVERY);
    const signal = AbortSignal.any([stopping, end.signal]);
    try {
      const report = await this.#sweep(plan, await rules.current(), signal, (now) => {
        progress = now;
      });
      // A site that lets nothing be read is not a clean site.
      if (report.complete && report.totals.items === 0)
        await plans.fail(plan.id, lease, started, 'NothingRead');
      else if (report.complete) await this.#keep(plan, lease, report);
      else await plans.release(plan.id, lease);
    } catch (error) {
      this.#tell({ plan: plan.id, error: nameOf(error) });
      if (error instanceof StateError) await rm(this.#stateFile(plan.id), { force: true });
      await plans.fail(plan.id, lease, started, nameOf(error));
    } finally {
      clearInterval(renewing);
      end.abort();
    }
  }

  /** Sweeps with a copy of the memory in a file, so that a server that is started again goes on. */
  async #sweep(
    plan: ShownPlan,
    rules: UnitRules,
    signal: AbortSignal,
    onProgress: (progress: Progress) => void,
  ): Promise<SweepReport> {
    const stateFile = this.#stateFile(plan.id);
    const memory = await this.#parts.plans.memory(plan.id);
    await mkdir(join(this.#parts.config.data, 'sweeps'), { recursive: true, mode: 0o700 });
    // What a sweep that was stopped here left behind is newer than what the last one remembered.
    if (memory !== '') await writeFile(stateFile, memory, { mode: 0o600, flag: 'wx' }).catch(() => undefined);
    const pool = createNodeScanPool(1, signal);
    pool.use(rules);
    return sweepSite(plan.url, {
      rules,
      inspect: (item) => pool.scan(item),
      rate: RATE,
      jobs: JOBS,
      images: plan.images,
      stateFile,
      signal,
      onProgress,
    });
  }

  async #keep(plan: ShownPlan, lease: string, report: SweepReport): Promise<void> {
    const { plans, texts } = this.#parts;
    const last = await plans.report(plan.id);
    const fresh = countFresh(report, last?.report ?? null);
    const memory = await readFile(this.#stateFile(plan.id), 'utf8');
    const kept = await plans.finish(plan.id, lease, {
      report,
      html: reportAsHtml(report, texts),
      memory,
      fresh,
    });
    await rm(this.#stateFile(plan.id), { force: true });
    // A line that monitoring can look for; it names the plan, not the address.
    if (kept && fresh > 0) this.#tell({ alert: 'sweep', plan: plan.id, fresh });
  }

  #stateFile(id: string): string {
    return join(this.#parts.config.data, 'sweeps', `${id}.json`);
  }

  #tell(line: object): void {
    this.#parts.log(JSON.stringify({ task: 'sweep', ...line }));
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'Error';
}

/** Items with findings that the report before did not have in that place. */
function countFresh(report: SweepReport, before: SweepReport | null): number {
  const keyOf = ({ place, findings }: SweepReport['items'][number]) =>
    `${place} ${findings.map(({ ruleId }) => ruleId).sort()}`;
  const known = new Set(before?.items.map(keyOf));
  return report.items.filter((item) => item.findings.length > 0 && !known.has(keyOf(item))).length;
}
