import type { PackId } from '../engine/types.ts';
import type { Remembered } from './state.ts';
import type { SweepReport, SweptItem } from './types.ts';

/** Items a report names; a site that is marked on every page must not make a report without end. */
const MOST_NAMED = 5_000;

/** Gathers the items of one sweep into its report. */
export class Tally {
  readonly remembered = new Map<string, Remembered>();
  readonly #named: SweptItem[] = [];
  #pages = 0;
  #bytes = 0;
  #same = 0;
  #blocked = 0;
  #warned = 0;
  #unread = 0;

  get found(): number {
    return this.#blocked + this.#warned;
  }

  add(one: Remembered): void {
    const { item } = one;
    this.remembered.set(item.place, one);
    this.#bytes += item.size;
    if (item.mediaType === 'text/html') this.#pages += 1;
    if (item.change === 'same') this.#same += 1;
    if (item.action === 'block') this.#blocked += 1;
    if (item.action === 'warn') this.#warned += 1;
    if (item.outcome !== 'scanned') this.#unread += 1;
    const named = item.action !== 'allow' || item.outcome !== 'scanned';
    if (named && this.#named.length < MOST_NAMED) this.#named.push(item);
  }

  report(
    about: Pick<SweepReport, 'source' | 'kind' | 'complete'>,
    started: Date,
    { name, version }: PackId,
    skipped: number,
  ): SweepReport {
    const rank = { block: 0, hold: 1, warn: 2, report: 3, allow: 4 } as const;
    const items = this.remembered.size;
    return {
      format: 1,
      ...about,
      started: started.toISOString(),
      ended: new Date().toISOString(),
      rules: { name, version },
      totals: {
        items,
        pages: this.#pages,
        documents: items - this.#pages,
        bytes: this.#bytes,
        same: this.#same,
        blocked: this.#blocked,
        warned: this.#warned,
        unread: this.#unread,
        skipped,
      },
      items: this.#named.toSorted((a, b) => rank[a.action] - rank[b.action]),
    };
  }
}
