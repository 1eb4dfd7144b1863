import { type CertifiedItem, certifyItem, type Result } from '../certificate/certificate.ts';
import type { Verdict } from '../engine/verdict.ts';
import type { CutShort } from '../inspection/scan-pool.ts';
import type { Checked, ShownPlace } from './check.ts';

/** Pictures kept at the same time in the whole session. */
const MOST_PICTURES = 300;

/** Something to check. */
export interface Source {
  /** Shown on this screen only. */
  readonly name: string;
  readonly file: File;
}

/** One item of the list. */
export interface Entry {
  readonly number: number;
  readonly name: string;
  readonly size: number;
  readonly state: 'waiting' | 'checking' | 'stopped' | 'done';
  readonly certified: CertifiedItem | null;
  /** What the unit's policy would do with it on a protected site; null before it is checked. */
  readonly action: Verdict['action'] | null;
  readonly places: readonly ShownPlace[];
}

/** What the session checks with; a pool of workers that can be stopped. */
export interface Checker {
  check(file: File): Promise<{ readonly checked: Checked | CutShort; readonly action: Verdict['action'] }>;
  stop(): void;
}

export interface Counts {
  readonly all: number;
  /** Waiting or being checked. */
  readonly open: number;
  readonly stopped: number;
  readonly done: Readonly<Record<Result, number>>;
}

interface Kept {
  entry: Entry;
  /** Let go as soon as it is checked. */
  file: File | null;
}

/**
 * The items of one visit to the page, in memory and nowhere else. Checks `lanes` at a time, in order; may be stopped and
 * taken up again. `onChange` is called after every change.
 */
export class Session {
  readonly #items: Kept[] = [];
  readonly #makeChecker: () => Checker;
  readonly #lanes: number;
  readonly #onChange: () => void;
  #checker: Checker | null = null;
  #next = 0;
  #running = 0;
  #pictures = 0;

  constructor(options: { makeChecker: () => Checker; lanes: number; onChange: () => void }) {
    this.#makeChecker = options.makeChecker;
    this.#lanes = options.lanes;
    this.#onChange = options.onChange;
  }

  add(sources: readonly Source[]): void {
    for (const { name, file } of sources) {
      const number = this.#items.length + 1;
      const entry: Entry = {
        number,
        name,
        size: file.size,
        state: 'waiting',
        certified: null,
        action: null,
        places: [],
      };
      this.#items.push({ entry, file });
    }
    this.#start();
    this.#onChange();
  }

  /** Ends what is being checked and leaves the rest for `resume`. */
  stop(): void {
    this.#checker?.stop();
    this.#checker = null;
    for (const item of this.#items)
      if (item.entry.state === 'waiting' || item.entry.state === 'checking')
        item.entry = { ...item.entry, state: 'stopped' };
    this.#onChange();
  }

  resume(): void {
    for (const item of this.#items)
      if (item.entry.state === 'stopped') item.entry = { ...item.entry, state: 'waiting' };
    this.#next = 0;
    this.#start();
    this.#onChange();
  }

  /** Forgets everything. */
  clear(): void {
    this.stop();
    this.#items.length = 0;
    this.#next = 0;
    this.#pictures = 0;
    this.#onChange();
  }

  count(): Counts {
    const done: Record<Result, number> = { clean: 0, review: 0, unread: 0, marked: 0 };
    let open = 0;
    let stopped = 0;
    for (const { entry } of this.#items) {
      if (entry.certified) done[entry.certified.result] += 1;
      else if (entry.state === 'stopped') stopped += 1;
      else open += 1;
    }
    return { all: this.#items.length, open, stopped, done };
  }

  /** The entries with this result, `from` the given one, at most `limit`; all entries for null. */
  list(result: Result | null, from: number, limit: number): Entry[] {
    const listed: Entry[] = [];
    let skipped = 0;
    for (const { entry } of this.#items) {
      if (result !== null && entry.certified?.result !== result) continue;
      if (skipped++ < from) continue;
      listed.push(entry);
      if (listed.length === limit) break;
    }
    return listed;
  }

  /** Every item as a certificate holds it, and its name, in order; null while something is not checked. */
  results(): { readonly name: string; readonly certified: CertifiedItem }[] | null {
    const results = [];
    for (const { entry } of this.#items) {
      if (!entry.certified) return null;
      results.push({ name: entry.name, certified: entry.certified });
    }
    return results;
  }

  #start(): void {
    while (this.#running < this.#lanes) {
      const item = this.#takeNext();
      if (!item) return;
      void this.#check(item);
    }
  }

  #takeNext(): Kept | null {
    for (; this.#next < this.#items.length; this.#next++) {
      const item = this.#items[this.#next]!;
      if (item.entry.state === 'waiting' && item.file) return item;
    }
    return null;
  }

  async #check(item: Kept): Promise<void> {
    this.#checker ??= this.#makeChecker();
    const checker = this.#checker;
    item.entry = { ...item.entry, state: 'checking' };
    this.#running += 1;
    const { checked, action } = await checker.check(item.file!);
    this.#running -= 1;
    // Stopped meanwhile: what came back says nothing about the file.
    if (item.entry.state === 'checking' && checker === this.#checker) this.#keep(item, checked, action);
    this.#start();
    this.#onChange();
  }

  #keep(item: Kept, checked: Checked | CutShort, action: Verdict['action']): void {
    const { outcome, size, mediaType } = checked;
    const certified =
      'certified' in checked
        ? checked.certified
        : certifyItem({ sha256: null, size, mediaType }, [], outcome);
    const places = 'places' in checked ? checked.places.map((place) => this.#limitPictures(place)) : [];
    item.entry = { ...item.entry, state: 'done', size, certified, action, places };
    item.file = null;
  }

  #limitPictures(place: ShownPlace): ShownPlace {
    if (!place.picture || this.#pictures++ < MOST_PICTURES) return place;
    return { ...place, picture: null };
  }
}
