import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createNodeScanPool } from '../../inspection/node/scan-pool.ts';
import type { UnitRules } from '../../policy/unit-rules.ts';
import type { Reach } from '../../sweep/reach.ts';
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
/** Sites that are swept at the same time, each with threads and connections of its own. */
const AT_ONCE = 3;
/** Milliseconds after which a sweep makes room when others wait; it goes on from there at its next turn. */
const TURN = 20 * 60_000;

export interface RunnerParts extends Pick<ServerParts, 'config' | 'stopping' | 'now'> {
  readonly plans: SweepPlans;
  readonly rules: Pick<ServerRules, 'current'>;
  readonly texts: Texts;
  readonly log: (line: string) => void;
  /** Other than the usual ones, for a test. */
  readonly turn?: number;
}

interface Running {
  readonly since: number;
  readonly end: AbortController;
}

/**
 * Runs plans when they are due or asked for, a few at a time, until the server stops. A site that answers drop by drop takes
 * its own place and no other's. Of several instances on one database only one is at a plan.
 */
export class SweepRunner {
  readonly #parts: RunnerParts;
  readonly #running = new Map<string, Running>();
  /** When a plan had its last turn here: who waited longest comes first. */
  readonly #turns = new Map<string, number>();
  #looking: Promise<void> = Promise.resolve();

  constructor(parts: RunnerParts) {
    this.#parts = parts;
    const timer = setInterval(() => void this.look(), Math.min(LOOK_EVERY, parts.turn ?? TURN));
    timer.unref();
    parts.stopping.addEventListener('abort', () => clearInterval(timer), { once: true });
  }

  /** Starts the plans that are due while there is room. Resolves when they are started; never rejects. */
  look(): Promise<void> {
    this.#looking = this.#looking.then(async () => {
      try {
        await this.#startDue();
      } catch (error) {
        if (!this.#parts.stopping.aborted) this.#tell({ error: nameOf(error) });
      }
    });
    return this.#looking;
  }

  async #startDue(): Promise<void> {
    const { plans, stopping } = this.#parts;
    if (stopping.aborted) return;
    const due = (await plans.list())
      .filter((plan) => plan.status.progress === null && !this.#running.has(plan.id) && this.#isDue(plan))
      .toSorted((a, b) => (this.#turns.get(a.id) ?? 0) - (this.#turns.get(b.id) ?? 0));
    for (const plan of due) {
      if (this.#running.size >= AT_ONCE) return this.#makeRoom();
      const lease = randomUUID();
      if (!(await plans.claim(plan, lease))) continue;
      const end = new AbortController();
      this.#running.set(plan.id, { since: Date.now(), end });
      this.#turns.set(plan.id, Date.now());
      void this.#run(plan, lease, end).finally(() => {
        this.#running.delete(plan.id);
        void this.look();
      });
    }
  }

  /** The sweep that had the longest turn ends it, if that was long enough. */
  #makeRoom(): void {
    const [longest] = [...this.#running.values()].toSorted((a, b) => a.since - b.since);
    if (longest && Date.now() - longest.since > (this.#parts.turn ?? TURN)) longest.end.abort();
  }

  #isDue({ everyHours, status: { asked, started } }: ShownPlan): boolean {
    const age = this.#parts.now().getTime() - (Date.parse(started) || 0);
    return asked || (everyHours > 0 && age > everyHours * 3_600_000);
  }

  async #run(plan: ShownPlan, lease: string, end: AbortController): Promise<void> {
    const { plans, stopping, rules } = this.#parts;
    const started = this.#parts.now().toISOString();
    const stateFile = this.#stateFile(plan);
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
      const problem = problemOf(report);
      if (problem) await plans.fail(plan.id, lease, started, problem);
      else if (report.complete) await this.#keep(plan, lease, report);
      else await plans.release(plan.id, lease, await readFile(stateFile, 'utf8').catch(() => ''));
      await rm(stateFile, { force: true });
    } catch (error) {
      this.#tell({ plan: plan.id, error: nameOf(error) });
      if (error instanceof StateError) await rm(stateFile, { force: true });
      // A database that is away now frees the plan when the lease runs out.
      await plans.fail(plan.id, lease, started, nameOf(error)).catch(() => undefined);
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
    const { config, plans } = this.#parts;
    const stateFile = this.#stateFile(plan);
    const memory = await plans.memory(plan.id);
    const folder = join(config.data, 'sweeps');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const name of await readdir(folder))
      if (name.startsWith(plan.id) && join(folder, name) !== stateFile)
        await rm(join(folder, name), { force: true });
    // What a sweep that was killed here left behind is newer than what the last one remembered.
    if (memory !== '') await writeFile(stateFile, memory, { mode: 0o600, flag: 'wx' }).catch(() => undefined);
    const pool = createNodeScanPool(1, signal);
    pool.use(rules);
    return sweepSite(plan.url, {
      rules,
      inspect: (item) => pool.scan(item),
      hurry: () => pool.hurry(),
      rate: RATE,
      jobs: JOBS,
      images: plan.images,
      reach: reachOf(config),
      stateFile,
      signal,
      onProgress,
    });
  }

  async #keep(plan: ShownPlan, lease: string, report: SweepReport): Promise<void> {
    const { plans, texts } = this.#parts;
    const last = await plans.report(plan.id);
    const fresh = countFresh(report, last?.report ?? null);
    const memory = await readFile(this.#stateFile(plan), 'utf8');
    const kept = await plans.finish(plan.id, lease, {
      report,
      html: reportAsHtml(report, texts),
      memory,
      fresh,
    });
    // A line that monitoring can look for; it names the plan, not the address.
    if (kept && fresh > 0) this.#tell({ alert: 'sweep', plan: plan.id, fresh });
  }

  /** Named after the sweep before: what an instance left behind is worth nothing once another has finished one. */
  #stateFile({ id, status }: ShownPlan): string {
    return join(this.#parts.config.data, 'sweeps', `${id}-${Date.parse(status.ended) || 0}.json`);
  }

  #tell(line: object): void {
    this.#parts.log(JSON.stringify({ task: 'sweep', ...line }));
  }
}

/** Where planned sweeps may lead: people name their addresses, and not everybody may reach what the server reaches. */
export function reachOf({ sweepHosts = [] }: Pick<RunnerParts['config'], 'sweepHosts'>): Reach {
  return sweepHosts.map((host) => host.toLowerCase());
}

/** Why a report is none; a site that lets nothing be read is not a clean site. */
function problemOf({ complete, totals, items }: SweepReport): string | null {
  if (items.some(({ from, outcome }) => from === null && outcome === 'refused')) return 'InternalAddress';
  return complete && totals.items === 0 ? 'NothingRead' : null;
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
