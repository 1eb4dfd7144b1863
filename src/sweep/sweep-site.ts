import type { Engine } from '../engine/types.ts';
import type { LocatedFinding } from '../engine/verdict.ts';
import type { Policy } from '../policy/policy.ts';
import { type Fetched, type FetchLimits, fetchItem, fetchLimits, type Validators } from './fetch-item.ts';
import { type CrawlLimits, crawlLimits, Frontier, type Target } from './frontier.ts';
import { judgeFailure, judgeResult, sha256 } from './judge-item.ts';
import { learnManners, type Manners } from './politeness.ts';
import { readPage } from './read-page.ts';
import { isSitemap, readSitemap } from './sitemap.ts';
import { type Remembered, readSweepState, type SweepState, writeSweepState } from './state.ts';
import { Tally } from './tally.ts';
import type { Inspect, Progress, SweepReport, SweptItem } from './types.ts';

export interface SiteOptions {
  readonly engine: Engine;
  readonly policy: Policy;
  readonly inspect: Inspect;
  /** Requests a second to one host at most; 0 for no bound. */
  readonly rate: number;
  /** Requests at the same time. */
  readonly jobs: number;
  /** Further hosts that may be asked, besides that of the source. */
  readonly hosts?: readonly string[];
  readonly images: boolean;
  readonly crawl?: Partial<CrawlLimits>;
  readonly fetch?: FetchLimits;
  /** Remembers what was seen: the next sweep fetches only what changed, and a stopped one goes on. */
  readonly stateFile?: string;
  readonly signal?: AbortSignal;
  onProgress?(progress: Progress): void;
}

const SAVE_MS = 10_000;
const MOST_REDIRECTS = 5;
const MOST_TRIES = 3;
const IMAGE = /\.(?:png|jpe?g|gif|webp|bmp|tiff?|heic|ico|avif)$/i;
const NEVER = /\.(?:css|js|mjs|map|woff2?|ttf|eot|mp[34]|webm|ogg|avi|mov)$/i;

/** Crawls a site from an address or a sitemap and judges every page, document and picture in its scope. */
export async function sweepSite(source: string, options: SiteOptions): Promise<SweepReport> {
  const sweep = await SiteSweep.begin(source, options);
  return sweep.run();
}

class SiteSweep {
  readonly #source: string;
  readonly #options: SiteOptions;
  readonly #before: SweepState;
  readonly #frontier: Frontier;
  readonly #manners = new Map<string, Promise<Manners>>();
  readonly #tally = new Tally();
  readonly #signal: AbortSignal;
  readonly #started = new Date();
  readonly #pack: string;
  #saved = Date.now();
  #skipped = 0;

  static async begin(source: string, options: SiteOptions): Promise<SiteSweep> {
    const empty: SweepState = { format: 1, source, rules: '', items: {}, done: [] };
    const before = options.stateFile ? await readSweepState(options.stateFile, source) : empty;
    return new SiteSweep(source, options, before);
  }

  private constructor(source: string, options: SiteOptions, before: SweepState) {
    this.#source = source;
    this.#options = options;
    this.#before = before;
    this.#signal = options.signal ?? new AbortController().signal;
    const hosts = [new URL(source).host, ...(options.hosts ?? [])];
    this.#frontier = new Frontier(hosts, { ...crawlLimits, ...options.crawl });
    const { name, version } = options.engine.pack;
    this.#pack = `${name} ${version}`;
  }

  async run(): Promise<SweepReport> {
    this.#frontier.add({ url: this.#source, from: null, depth: 0 });
    this.#resume();
    const { sitemaps } = await this.#mannersOf(this.#source);
    for (const url of sitemaps) this.#frontier.add({ url, from: null, depth: 0 });
    let working = 0;
    await new Promise<void>((done) => {
      const more = (): void => {
        while (working < this.#options.jobs && !this.#signal.aborted) {
          const target = this.#frontier.next();
          if (!target) break;
          working += 1;
          void this.#visit(target).finally(() => {
            working -= 1;
            more();
          });
        }
        if (working === 0) done();
      };
      more();
    });
    await this.#save(!this.#signal.aborted);
    return this.#tally.report(
      { source: this.#source, kind: 'site', complete: !this.#signal.aborted },
      this.#started,
      this.#options.engine.pack,
      this.#skipped + this.#frontier.skipped,
    );
  }

  /** Goes on where a stopped sweep was: what is done counts, what it led to is waiting. */
  #resume(): void {
    if (this.#before.rules !== this.#pack) return;
    for (const place of this.#before.done) {
      const known = this.#before.items[place];
      if (!known || !this.#frontier.claim(place)) continue;
      this.#tally.add(known);
      this.#follow(known.links, place, 1);
    }
  }

  #mannersOf(url: string): Promise<Manners> {
    const { origin } = new URL(url);
    const known = this.#manners.get(origin);
    if (known) return known;
    const learned = learnManners(origin, this.#options.rate, this.#signal);
    this.#manners.set(origin, learned);
    return learned;
  }

  async #visit(target: Target): Promise<void> {
    const { url } = target;
    const path = new URL(url).pathname;
    const manners = await this.#mannersOf(url);
    if (NEVER.test(path) || (!this.#options.images && IMAGE.test(path)) || !manners.mayFetch(url)) {
      this.#skipped += 1;
      return;
    }
    const known = this.#before.rules === this.#pack ? this.#before.items[url] : undefined;
    const fetched = await this.#fetch(url, known?.validators ?? null, manners);
    if (this.#signal.aborted) return;
    if (fetched.kind === 'redirect') {
      this.#redirect(fetched.to, target);
      return;
    }
    const one = await this.#judge(target, fetched, known);
    this.#tally.add(one);
    this.#follow(one.links, url, target.depth + 1);
    this.#options.onProgress?.({
      done: this.#tally.remembered.size,
      waiting: this.#frontier.waiting,
      found: this.#tally.found,
    });
    if (Date.now() - this.#saved > SAVE_MS) await this.#save(false);
  }

  async #fetch(url: string, validators: Validators | null, manners: Manners): Promise<Fetched> {
    const limits = this.#options.fetch ?? fetchLimits;
    for (let attempt = 1; ; attempt++) {
      await manners.turn();
      const fetched = await fetchItem(url, validators, limits, this.#signal);
      const again =
        fetched.kind === 'failed' && (fetched.wait !== undefined || fetched.failure === 'unreachable');
      if (!again || attempt === MOST_TRIES || this.#signal.aborted) return fetched;
      manners.pause(fetched.wait ?? 250 * attempt);
    }
  }

  /** A redirect is one more address, counted against the depth so that a circle of them ends. */
  #redirect(to: string, { url, depth }: Target): void {
    if (!this.#frontier.isInScope(to)) this.#skipped += 1;
    else this.#frontier.add({ url: to, from: url, depth: depth + 1 / MOST_REDIRECTS });
  }

  async #judge({ url, from }: Target, fetched: Fetched, known: Remembered | undefined): Promise<Remembered> {
    if (fetched.kind === 'same' && known) return { ...known, item: { ...known.item, from, change: 'same' } };
    const none = { etag: '', lastModified: '' };
    const about = { place: url, from, change: known ? ('changed' as const) : ('new' as const) };
    if (fetched.kind !== 'body') {
      const [failure, status] =
        fetched.kind === 'failed' ? [fetched.failure, fetched.status] : (['unreachable', 304] as const);
      const item: SweptItem = { ...about, status, sha256: '', ...judgeFailure(failure) };
      return { item, validators: none, links: [] };
    }
    const { bytes, status, validators } = fetched;
    const hash = sha256(bytes);
    if (known && known.item.sha256 === hash)
      return { item: { ...known.item, from, change: 'same' }, validators, links: known.links };
    const links = this.#linksOf(fetched, url);
    const { result, hidden } = await this.#inspect(fetched, url, links);
    const judged = judgeResult(
      { ...result, findings: [...result.findings, ...hidden] },
      this.#options.policy,
    );
    return { item: { ...about, status, sha256: hash, ...judged }, validators, links: links?.links ?? [] };
  }

  #linksOf({ bytes, type }: Extract<Fetched, { kind: 'body' }>, url: string) {
    if (isSitemap(bytes)) {
      const { pages, sitemaps } = readSitemap(bytes);
      return { links: [...pages, ...sitemaps], hidden: '' };
    }
    const isPage = /html/i.test(type) || (type === '' && looksLikePage(bytes));
    return isPage ? readPage(new TextDecoder().decode(bytes), url) : null;
  }

  async #inspect(
    { bytes }: Extract<Fetched, { kind: 'body' }>,
    url: string,
    page: ReturnType<typeof readPage> | null,
  ) {
    const hidden: LocatedFinding[] =
      page === null
        ? []
        : this.#options.engine
            .inspect(page.hidden, { place: 'property' })
            .map((finding) => ({ finding, where: 'hidden' }));
    return { result: await this.#options.inspect(bytes, nameOf(url)), hidden };
  }

  #follow(links: readonly string[], from: string, depth: number): void {
    for (const url of links) this.#frontier.add({ url, from, depth });
  }

  async #save(finished: boolean): Promise<void> {
    const { stateFile } = this.#options;
    this.#saved = Date.now();
    if (!stateFile) return;
    const done = [...this.#tally.remembered.keys()];
    await writeSweepState(stateFile, {
      format: 1,
      source: this.#source,
      rules: this.#pack,
      // A sweep that was stopped keeps what it did not come to.
      items: { ...(finished ? {} : this.#before.items), ...Object.fromEntries(this.#tally.remembered) },
      done: finished ? [] : done,
    });
  }
}

function looksLikePage(bytes: Uint8Array): boolean {
  return /<(?:!doctype html|html|head|body)\b/i.test(new TextDecoder().decode(bytes.subarray(0, 1_000)));
}

/** The name a visitor would save it under: it is inspected too. */
function nameOf(url: string): string {
  const last = new URL(url).pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
