import { randomBytes } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Progress, SweepReport, SweepTotals } from '../../sweep/types.ts';
import type { Database } from '../store/database.ts';

/** A site that the server sweeps again and again. */
export interface SweepPlan {
  readonly id: string;
  readonly url: string;
  /** Hours from one sweep to the next; 0 for only when it is asked for. */
  readonly everyHours: number;
  readonly images: boolean;
  readonly createdBy: string;
}

/** How a plan stands. */
export interface SweepStatus {
  /** ISO 8601; empty before the first. */
  readonly started: string;
  readonly ended: string;
  /** Name of an error that ended it, or empty. */
  readonly error: string;
  readonly totals: SweepTotals | null;
  /** Findings that the sweep before did not have and nobody has looked at yet. */
  readonly fresh: number;
  /** A person asked for it, and no instance has begun. */
  readonly asked: boolean;
  /** Null where no instance is at it. */
  readonly progress: Progress | null;
}

export interface ShownPlan extends SweepPlan {
  readonly status: SweepStatus;
}

interface Row {
  readonly id: string;
  readonly url: string;
  readonly every_hours: number;
  readonly images: number;
  readonly created_by: string;
  readonly started: string;
  readonly ended: string;
  readonly error: string;
  readonly totals: string;
  readonly fresh: number;
  readonly asked: number;
  readonly leased_until: string;
  readonly progress: string;
}

const PLAN =
  'SELECT id, url, every_hours, images, created_by, started, ended, error, totals, fresh, asked, leased_until, progress FROM sweeps';
/** An instance that has not renewed for so long is gone, and another takes its sweep over. */
const LEASE_MS = 120_000;

/** Plans, what came of them and who is at them, in the database that all instances share. */
export class SweepPlans {
  readonly #db: Database;
  readonly #now: () => Date;

  constructor(db: Database, now: () => Date) {
    this.#db = db;
    this.#now = now;
  }

  async list(): Promise<readonly ShownPlan[]> {
    return (await this.#db.all<Row>(`${PLAN} ORDER BY url, id`)).map((row) => this.#read(row));
  }

  async find(id: string): Promise<ShownPlan | null> {
    const [row] = await this.#db.all<Row>(`${PLAN} WHERE id = ?`, [id]);
    return row ? this.#read(row) : null;
  }

  async add({ url, everyHours, images, createdBy }: Omit<SweepPlan, 'id'>): Promise<void> {
    const words = [
      'started',
      'ended',
      'error',
      'totals',
      'lease',
      'leased_until',
      'progress',
      'report',
      'html',
    ];
    const columns = [
      'id',
      'url',
      'every_hours',
      'images',
      'created_by',
      'fresh',
      'asked',
      'memory',
      ...words,
    ];
    const id = randomBytes(8).toString('hex');
    const values = [id, url, everyHours, Number(images), createdBy, 0, 0, null, ...words.map(() => '')];
    await this.#db.insert('sweeps', columns, [values]);
  }

  async remove(id: string): Promise<void> {
    await this.#db.run('DELETE FROM sweeps WHERE id = ?', [id]);
  }

  async ask(id: string): Promise<void> {
    await this.#db.run('UPDATE sweeps SET asked = 1 WHERE id = ?', [id]);
  }

  async markSeen(id: string): Promise<void> {
    await this.#db.run('UPDATE sweeps SET fresh = 0 WHERE id = ?', [id]);
  }

  /** Takes a plan for one instance. False when another has it, or had it a moment ago. */
  async claim(plan: ShownPlan, lease: string): Promise<boolean> {
    const [now, until] = this.#lease();
    const changed = await this.#db.run(
      `UPDATE sweeps SET lease = ?, leased_until = ?, asked = 0, progress = ''
         WHERE id = ? AND leased_until < ? AND started = ? AND ended = ?`,
      [lease, until, plan.id, now, plan.status.started, plan.status.ended],
    );
    return changed === 1;
  }

  /** Keeps a claim and says how far it is. False when it is lost. */
  async renew(id: string, lease: string, progress: Progress | null): Promise<boolean> {
    const words = progress === null ? '' : JSON.stringify(progress);
    const statement = 'UPDATE sweeps SET leased_until = ?, progress = ? WHERE id = ? AND lease = ?';
    return (await this.#db.run(statement, [this.#lease()[1], words, id, lease])) === 1;
  }

  /** Gives a plan back with how far it came; a sweep that was stopped is due again, and any instance goes on with it. */
  async release(id: string, lease: string, memory: string): Promise<void> {
    const statement = `UPDATE sweeps SET lease = '', leased_until = '', asked = 1${memory === '' ? '' : ', memory = ?'}
         WHERE id = ? AND lease = ?`;
    await this.#db.run(statement, [...(memory === '' ? [] : [gzipSync(memory)]), id, lease]);
  }

  async fail(id: string, lease: string, started: string, error: string): Promise<void> {
    await this.#db.run(
      `UPDATE sweeps SET lease = '', leased_until = '', started = ?, ended = ?, error = ?
         WHERE id = ? AND lease = ?`,
      [started, this.#now().toISOString(), error, id, lease],
    );
  }

  /** Keeps what a sweep came to, with what it remembers for the next. False when the claim is lost. */
  async finish(
    id: string,
    lease: string,
    { report, html, memory, fresh }: { report: SweepReport; html: string; memory: string; fresh: number },
  ): Promise<boolean> {
    const changed = await this.#db.run(
      `UPDATE sweeps SET lease = '', leased_until = '', error = '', started = ?, ended = ?, totals = ?,
         fresh = fresh + ?, report = ?, html = ?, memory = ? WHERE id = ? AND lease = ?`,
      [
        report.started,
        report.ended,
        JSON.stringify(report.totals),
        fresh,
        JSON.stringify(report),
        html,
        gzipSync(memory),
        id,
        lease,
      ],
    );
    return changed === 1;
  }

  /** The last report; null before the first. */
  async report(id: string): Promise<{ readonly report: SweepReport; readonly html: string } | null> {
    const [row] = await this.#db.all<{ report: string; html: string }>(
      'SELECT report, html FROM sweeps WHERE id = ?',
      [id],
    );
    return row && row.report !== '' ? { report: JSON.parse(row.report), html: row.html } : null;
  }

  /** What the last sweep remembered; empty before the first. */
  async memory(id: string): Promise<string> {
    const [row] = await this.#db.all<{ memory: Uint8Array | null }>(
      'SELECT memory FROM sweeps WHERE id = ?',
      [id],
    );
    return row?.memory ? gunzipSync(row.memory).toString() : '';
  }

  #lease(): readonly [now: string, until: string] {
    const now = this.#now().getTime();
    return [new Date(now).toISOString(), new Date(now + LEASE_MS).toISOString()];
  }

  #read(row: Row): ShownPlan {
    const isRunning = row.leased_until > this.#now().toISOString();
    return {
      id: row.id,
      url: row.url,
      everyHours: Number(row.every_hours),
      images: Number(row.images) === 1,
      createdBy: row.created_by,
      status: {
        started: row.started,
        ended: row.ended,
        error: row.error,
        totals: row.totals === '' ? null : JSON.parse(row.totals),
        fresh: Number(row.fresh),
        asked: Number(row.asked) === 1,
        progress: isRunning ? readProgress(row.progress) : null,
      },
    };
  }
}

function readProgress(words: string): Progress {
  return words === '' ? { done: 0, waiting: 1, found: 0 } : JSON.parse(words);
}
