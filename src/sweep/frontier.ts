/** Bounds of a crawl, against sites without end. */
export interface CrawlLimits {
  /** Items in all. */
  readonly items: number;
  /** Links away from a start. */
  readonly depth: number;
  /** Addresses alike but for their numbers: calendars, counters, page after page. */
  readonly alike: number;
  /** Addresses of one path that differ in their query. */
  readonly queries: number;
}

export const crawlLimits: CrawlLimits = { items: 20_000, depth: 30, alike: 2_000, queries: 1_000 };

export interface Target {
  readonly url: string;
  readonly from: string | null;
  readonly depth: number;
}

const LONGEST = 2_000;
/** Steps of one path that may be the same. */
const MOST_ALIKE = 3;
/** Addresses that are remembered for each item that may be fetched: a site that links to ever new ones fills no memory. */
const KNOWN_PER_ITEM = 10;
/** Parameters that name a visit, not a page. */
const OF_A_VISIT = /^(?:utm_\w+|fbclid|gclid|phpsessid|jsessionid|sid|sessionid|session_id|__cf\w*|_ga)$/i;

/** What is still to be fetched: every address once, none outside the scope, and no trap without end. */
export class Frontier {
  readonly #hosts: Set<string>;
  readonly #limits: CrawlLimits;
  readonly #known = new Set<string>();
  readonly #alike = new Map<string, number>();
  readonly #queue: Target[] = [];
  #at = 0;
  #skipped = 0;

  /** `hosts` are those that may be asked, with their port where it is not the usual one. */
  constructor(hosts: readonly string[], limits: CrawlLimits = crawlLimits) {
    this.#hosts = new Set(hosts);
    this.#limits = limits;
  }

  get waiting(): number {
    return this.#queue.length - this.#at;
  }

  /** Addresses inside the scope that a limit kept out. */
  get skipped(): number {
    return this.#skipped;
  }

  isInScope(url: string): boolean {
    const host = URL.parse(url)?.host;
    return host !== undefined && this.#hosts.has(host);
  }

  /** Widens the scope where the start moved to the same site with or without `www.`. */
  follow(start: string, to: string): void {
    const [from, host] = [URL.parse(start)?.host, URL.parse(to)?.host];
    if (from && host && bare(from) === bare(host) && this.#hosts.has(from)) this.#hosts.add(host);
  }

  /** Takes an address in, unless it is known, outside the scope or beyond a limit. */
  add(target: Target): void {
    if (this.#known.has(target.url)) return;
    const plain = plainUrl(target.url);
    if (plain === null || !this.#hosts.has(plain.host)) return;
    const url = plain.href;
    if (this.#known.has(url)) return;
    if (this.#known.size > KNOWN_PER_ITEM * this.#limits.items) {
      this.#skipped += 1;
      return;
    }
    this.#known.add(url);
    if (this.#isTooMuch(plain, target.depth)) {
      this.#skipped += 1;
      return;
    }
    this.#queue.push({ ...target, url });
  }

  next(): Target | undefined {
    const target = this.#queue[this.#at];
    if (target) this.#at += 1;
    // What has been handed out is let go of from time to time.
    if (this.#at > 10_000) {
      this.#queue.splice(0, this.#at);
      this.#at = 0;
    }
    return target;
  }

  /** Marks an address as done, for one that came by a redirect. False when it was known. */
  claim(url: string): boolean {
    const plain = normalise(url);
    if (plain === null || this.#known.has(plain)) return false;
    this.#known.add(plain);
    return true;
  }

  #isTooMuch({ href, pathname, host, search }: URL, depth: number): boolean {
    const { items, depth: deepest, alike, queries } = this.#limits;
    if (depth > deepest || href.length > LONGEST || repeats(pathname)) return true;
    if (this.#known.size - this.#skipped > items) return true;
    if (this.#count(`${host}${pathname}${search}`.replace(/\d+/g, '#')) > alike) return true;
    return search !== '' && this.#count(`${host}${pathname}?`) > queries;
  }

  #count(key: string): number {
    const count = (this.#alike.get(key) ?? 0) + 1;
    this.#alike.set(key, count);
    return count;
  }
}

function bare(host: string): string {
  return host.replace(/^www\./, '');
}

/** One spelling for each address; null for what is none. */
export function normalise(written: string): string | null {
  return plainUrl(written)?.href ?? null;
}

function plainUrl(written: string): URL | null {
  const url = URL.parse(written);
  if (!url || !/^https?:$/.test(url.protocol)) return null;
  // Each change of an address costs as much as reading it; most need none.
  if (url.hash !== '' || url.href.endsWith('#')) url.hash = '';
  if (url.username !== '') url.username = '';
  if (url.password !== '') url.password = '';
  if (/;jsessionid=|\/\//i.test(url.pathname))
    url.pathname = url.pathname.replace(/;jsessionid=[^/;]*/i, '').replace(/\/{2,}/g, '/');
  if (url.search === '') return url;
  for (const name of [...url.searchParams.keys()]) if (OF_A_VISIT.test(name)) url.searchParams.delete(name);
  return url;
}

/** `/a/b/a/b/a/b/…`: a relative link that leads ever deeper. */
function repeats(path: string): boolean {
  const steps = path.split('/').filter((step) => step !== '');
  if (steps.length > 40) return true;
  if (steps.length <= MOST_ALIKE) return false;
  const counts = new Map<string, number>();
  for (const step of steps) counts.set(step, (counts.get(step) ?? 0) + 1);
  return Math.max(0, ...counts.values()) > MOST_ALIKE;
}
