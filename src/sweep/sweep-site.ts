import { readPage } from '../inspection/node/read-page.ts';
import type { UnitRules } from '../policy/unit-rules.ts';
import { Client } from './client.ts';
import { type Fetched, type FetchLimits, fetchItem, fetchLimits, type Validators } from './fetch-item.ts';
import { type CrawlLimits, crawlLimits, Frontier, type Target } from './frontier.ts';
import { judgeFailure, judgeResult, keyOf, sha256 } from './judge-item.ts';
import { learnManners, type Manners } from './politeness.ts';
import type { Reach } from './reach.ts';
import { isSitemap, readSitemap } from './sitemap.ts';
import { type Remembered, readSweepState, recall, type SweepState, writeSweepState } from './state.ts';
import { Tally } from './tally.ts';
import type { Inspect, Progress, SweepReport } from './types.ts';

export interface SiteOptions {
  /** What `inspect` goes by, and how its findings are weighed. */
  readonly rules: UnitRules;
  readonly inspect: Inspect;
  /** Called when nothing can be fetched until something is judged: items that wait for company wait no longer. */
  hurry?(): void;
  /** Requests a second to one host at most; 0 for no bound. */
  readonly rate: number;
  /** Requests at the same time. */
  readonly jobs: number;
  /** Further hosts that may be asked, besides that of the source. */
  readonly hosts?: readonly string[];
  readonly images: boolean;
  /** Where its connections may lead; `any` by default. */
  readonly reach?: Reach;
  readonly crawl?: Partial<CrawlLimits>;
  readonly fetch?: FetchLimits;
  /** Remembers what was seen: the next sweep fetches only what changed, and a stopped one goes on. */
  readonly stateFile?: string;
  readonly signal?: AbortSignal;
  onProgress?(progress: Progress): void;
}

type FetchedBody = Extract<Fetched, { kind: 'body' }>;

const NONE = { etag: '', lastModified: '' };
const SAVE_MS = 10_000;
/** The share of the time that saving may take: the memory of a large site is large. */
const SAVE_SHARE = 0.05;
/** What was fetched and waits to be judged: enough that fetching goes on while the threads start. */
const MOST_WAITING = 512;
const MOST_WAITING_BYTES = 64 * 1024 * 1024;
/** Links of all pages that are remembered. Pages beyond that are fetched and read again the next time. */
const MOST_LINKS = 500_000;
const MOST_REDIRECTS = 5;
const MOST_TRIES = 3;
const IMAGE = /\.(?:png|jpe?g|gif|webp|bmp|tiff?|heic|ico|avif)$/i;
const NEVER = /\.(?:css|js|mjs|map|woff2?|ttf|eot|mp[34]|webm|ogg|avi|mov)$/i;

/** Crawls a site from an address or a sitemap and judges every page, document and picture in its scope. */
export async function sweepSite(source: string, options: SiteOptions): Promise<SweepReport> {
  const client = new Client(options.reach ?? 'any');
  try {
    const sweep = await SiteSweep.begin(source, options, client);
    return await sweep.run();
  } finally {
    client.close();
  }
}

class SiteSweep {
  readonly #source: string;
  readonly #options: SiteOptions;
  readonly #client: Client;
  readonly #before: SweepState;
  readonly #frontier: Frontier;
  readonly #manners = new Map<string, Promise<Manners>>();
  readonly #tally = new Tally();
  readonly #signal: AbortSignal;
  readonly #started = new Date();
  readonly #rules: string;
  readonly #site: string;
  #saveAt = Date.now() + SAVE_MS;
  #skipped = 0;
  #waitingBytes = 0;
  #links = 0;

  static async begin(source: string, options: SiteOptions, client: Client): Promise<SiteSweep> {
    const empty: SweepState = { format: 1, source, rules: '', items: {}, done: [] };
    const before = options.stateFile ? await readSweepState(options.stateFile, source) : empty;
    return new SiteSweep(source, options, before, client);
  }

  private constructor(source: string, options: SiteOptions, before: SweepState, client: Client) {
    this.#source = source;
    this.#options = options;
    this.#before = before;
    this.#client = client;
    this.#signal = options.signal ?? new AbortController().signal;
    const hosts = [new URL(source).host, ...(options.hosts ?? [])];
    this.#frontier = new Frontier(hosts, { ...crawlLimits, ...options.crawl });
    this.#rules = keyOf(options.rules);
    this.#site = new URL(source).hostname;
  }

  async run(): Promise<SweepReport> {
    this.#frontier.add({ url: this.#source, from: null, depth: 0 });
    this.#resume();
    const { sitemaps } = await this.#mannersOf(new URL(this.#source));
    for (const url of sitemaps) this.#frontier.add({ url, from: null, depth: 0 });
    await this.#work();
    await this.#save(!this.#signal.aborted);
    return this.#tally.report(
      { source: this.#source, kind: 'site', complete: !this.#signal.aborted },
      this.#started,
      this.#options.rules.tables.pack,
      this.#skipped + this.#frontier.skipped,
    );
  }

  /** Fetches and judges until nothing is left; what is judged does not hold up what is fetched. */
  #work(): Promise<void> {
    const { jobs } = this.#options;
    let fetching = 0;
    let judging = 0;
    return new Promise((done) => {
      const take = async (target: Target): Promise<void> => {
        fetching += 1;
        const fetched = await this.#visit(target);
        fetching -= 1;
        if (fetched) {
          judging += 1;
          this.#waitingBytes += fetched.bytes;
          const judged = fetched.judge();
          more();
          await judged;
          this.#waitingBytes -= fetched.bytes;
          judging -= 1;
        }
        more();
      };
      const hasRoom = () => judging < MOST_WAITING && this.#waitingBytes < MOST_WAITING_BYTES;
      const more = (): void => {
        while (fetching < jobs && hasRoom() && !this.#signal.aborted) {
          const target = this.#frontier.next();
          if (!target) break;
          void take(target);
        }
        if (fetching + judging === 0) done();
        else if (fetching === 0) this.#options.hurry?.();
      };
      more();
    });
  }

  /** Goes on where a stopped sweep was: what is done counts, what it led to is waiting. */
  #resume(): void {
    if (this.#before.rules !== this.#rules) return;
    for (const place of this.#before.done) {
      const known = recall(this.#before, place);
      if (!known || !this.#frontier.claim(place)) continue;
      this.#tally.add(known);
      this.#follow(known.links ?? [], place, 1);
    }
  }

  #mannersOf({ origin }: URL): Promise<Manners> {
    const known = this.#manners.get(origin);
    if (known) return known;
    const learned = learnManners(this.#client, origin, this.#options.rate, this.#signal);
    this.#manners.set(origin, learned);
    return learned;
  }

  /** Fetches one address and follows its links. Resolves to what is left to do with it, if anything. */
  async #visit(target: Target): Promise<{ readonly bytes: number; judge(): Promise<void> } | null> {
    const { url } = target;
    const at = new URL(url);
    const path = at.pathname;
    const manners = await this.#mannersOf(at);
    if (NEVER.test(path) || (!this.#options.images && IMAGE.test(path)) || !manners.mayFetch(url)) {
      this.#skipped += 1;
      return null;
    }
    const known = this.#before.rules === this.#rules ? recall(this.#before, url) : undefined;
    const fetched = await this.#fetch(at, known?.validators ?? null, manners);
    if (this.#signal.aborted) return null;
    if (fetched.kind === 'redirect') {
      this.#redirect(fetched.to, target);
      return null;
    }
    if (fetched.kind !== 'body') {
      const one = missing(target, fetched, known);
      this.#follow(one.links ?? [], url, target.depth + 1);
      await this.#keep(one);
      return null;
    }
    const judge = async () => {
      const one = await this.#judge(target, nameOf(path), fetched, known);
      this.#follow(one.links ?? [], url, target.depth + 1);
      await this.#keep(one);
    };
    return { bytes: fetched.bytes.length, judge };
  }

  async #keep(one: Remembered): Promise<void> {
    if (this.#signal.aborted) return;
    const count = one.links?.length ?? 0;
    this.#links += count;
    const isTooMuch = this.#links > MOST_LINKS && count > 0;
    this.#tally.add(isTooMuch ? { item: one.item, validators: NONE, links: null } : one);
    this.#options.onProgress?.({
      done: this.#tally.remembered.size,
      waiting: this.#frontier.waiting,
      found: this.#tally.found,
    });
    if (Date.now() > this.#saveAt) await this.#save(false);
  }

  async #fetch(url: URL, validators: Validators | null, manners: Manners): Promise<Fetched> {
    const limits = this.#options.fetch ?? fetchLimits;
    for (let attempt = 1; ; attempt++) {
      await manners.turn();
      const fetched = await fetchItem(this.#client, url, validators, limits, this.#signal);
      const again =
        fetched.kind === 'failed' && (fetched.wait !== undefined || fetched.failure === 'unreachable');
      if (!again || attempt === MOST_TRIES || this.#signal.aborted) return fetched;
      manners.pause(fetched.wait ?? 250 * attempt);
    }
  }

  /** A redirect is one more address, counted against the depth so that a circle of them ends. */
  #redirect(to: string, { url, from, depth }: Target): void {
    if (from === null) this.#frontier.follow(url, to);
    if (!this.#frontier.isInScope(to)) this.#skipped += 1;
    else this.#frontier.add({ url: to, from: url, depth: depth + 1 / MOST_REDIRECTS });
  }

  async #judge(
    { url, from }: Target,
    name: string,
    { bytes, status, type, validators }: FetchedBody,
    known: Remembered | undefined,
  ): Promise<Remembered> {
    const hash = sha256(bytes);
    if (known?.links && known.item.sha256 === hash)
      return { item: { ...known.item, from, change: 'same' }, validators, links: known.links };
    const file = { bytes, name, size: bytes.length };
    const [listed, page] = [listedIn(bytes), isPage(type, bytes) ? { page: url } : {}];
    const result = await this.#options.inspect({ ...file, ...(!listed && page) });
    // What ends the thread that reads a page does not hide where the page leads.
    const links = listed ?? result.links ?? ('page' in page ? linksOf(bytes, url) : []);
    const about = { place: url, from, status, sha256: hash, change: changeOf(known) };
    return { item: { ...about, ...judgeResult(result, this.#options.rules, this.#site) }, validators, links };
  }

  #follow(links: readonly string[], from: string, depth: number): void {
    for (const url of links) this.#frontier.add({ url, from, depth });
  }

  async #save(finished: boolean): Promise<void> {
    const { stateFile } = this.#options;
    if (!stateFile) return;
    this.#saveAt = Number.POSITIVE_INFINITY;
    const started = Date.now();
    const done = [...this.#tally.remembered]
      .filter(([, { links }]) => links !== null)
      .map(([place]) => place);
    await writeSweepState(stateFile, {
      format: 1,
      source: this.#source,
      rules: this.#rules,
      // A sweep that was stopped keeps what it did not come to.
      items: { ...(finished ? {} : this.#before.items), ...Object.fromEntries(this.#tally.remembered) },
      done: finished ? [] : done,
    });
    const now = Date.now();
    this.#saveAt = now + Math.max(SAVE_MS, (now - started) / SAVE_SHARE);
  }
}

function changeOf(known: Remembered | undefined): 'new' | 'changed' {
  return known ? 'changed' : 'new';
}

/** An item whose bytes did not come: unchanged, or not to be had. */
function missing(
  { url, from }: Target,
  fetched: Exclude<Fetched, FetchedBody | { kind: 'redirect' }>,
  known: Remembered | undefined,
): Remembered {
  if (fetched.kind === 'same' && known) return { ...known, item: { ...known.item, from, change: 'same' } };
  const [failure, status] =
    fetched.kind === 'failed' ? [fetched.failure, fetched.status] : (['unreachable', 304] as const);
  const about = { place: url, from, status, sha256: '', change: changeOf(known) };
  return {
    item: { ...about, ...judgeFailure(failure) },
    validators: NONE,
    links: [],
  };
}

/** The addresses in a sitemap; null for what is none. */
function listedIn(bytes: Uint8Array): readonly string[] | null {
  if (!isSitemap(bytes)) return null;
  const { pages, sitemaps } = readSitemap(bytes);
  return [...pages, ...sitemaps];
}

function linksOf(bytes: Uint8Array, url: string): readonly string[] {
  return readPage(new TextDecoder().decode(bytes), url).links;
}

function isPage(type: string, bytes: Uint8Array): boolean {
  return /html/i.test(type) || (type === '' && looksLikePage(bytes));
}

function looksLikePage(bytes: Uint8Array): boolean {
  return /<(?:!doctype html|html|head|body)\b/i.test(new TextDecoder().decode(bytes.subarray(0, 1_000)));
}

/** The name a visitor would save it under: it is inspected too. */
function nameOf(path: string): string {
  const last = path.slice(path.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
