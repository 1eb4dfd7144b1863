import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SweepTotals } from '../../sweep/types.ts';

/** A site that the server sweeps again and again. */
export interface SweepPlan {
  readonly id: string;
  readonly url: string;
  /** Hours from one sweep to the next; 0 for only when it is asked for. */
  readonly everyHours: number;
  readonly images: boolean;
  readonly createdBy: string;
}

/** How the last sweep of a plan went. */
export interface SweepStatus {
  /** ISO 8601; empty before the first. */
  readonly started: string;
  readonly ended: string;
  /** Name of an error that ended it, or empty. */
  readonly error: string;
  readonly totals: SweepTotals | null;
  /** Findings that the sweep before did not have and nobody has looked at yet. */
  readonly fresh: number;
}

export const NEVER: SweepStatus = { started: '', ended: '', error: '', totals: null, fresh: 0 };

/** Plans and results as files in one folder, readable by the server's user alone. One instance of the server sweeps. */
export class SweepPlans {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async list(): Promise<readonly SweepPlan[]> {
    const ids = await readdir(this.#folder).catch(() => []);
    const plans = await Promise.all(ids.filter(isId).map((id) => this.#read<SweepPlan>(id, 'plan.json')));
    return plans.filter((plan) => plan !== null).toSorted((a, b) => (a.url < b.url ? -1 : 1));
  }

  async add(plan: Omit<SweepPlan, 'id'>): Promise<SweepPlan> {
    const made = { ...plan, id: randomBytes(8).toString('hex') };
    await this.write(made.id, 'plan.json', JSON.stringify(made));
    return made;
  }

  async find(id: string): Promise<SweepPlan | null> {
    return isId(id) ? this.#read<SweepPlan>(id, 'plan.json') : null;
  }

  async remove(id: string): Promise<void> {
    if (isId(id)) await rm(join(this.#folder, id), { recursive: true, force: true });
  }

  async status(id: string): Promise<SweepStatus> {
    return (await this.#read<SweepStatus>(id, 'status.json')) ?? NEVER;
  }

  async text(id: string, name: string): Promise<string | null> {
    return readFile(this.path(id, name), 'utf8').catch(() => null);
  }

  path(id: string, name: string): string {
    return join(this.#folder, id, name);
  }

  async write(id: string, name: string, content: string): Promise<void> {
    const path = this.path(id, name);
    await mkdir(join(this.#folder, id), { recursive: true, mode: 0o700 });
    await writeFile(`${path}.new`, content, { mode: 0o600 });
    await rename(`${path}.new`, path);
  }

  async #read<T>(id: string, name: string): Promise<T | null> {
    const text = await this.text(id, name);
    return text === null ? null : (JSON.parse(text) as T);
  }
}

function isId(id: string): boolean {
  return /^[0-9a-f]{16}$/.test(id);
}
