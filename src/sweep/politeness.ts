import robotsParser from 'robots-parser';
import type { Client } from './client.ts';
import { AGENT_NAME, type FetchLimits, fetchItem } from './fetch-item.ts';

/** How a site wants to be asked: what it forbids, how often, and where its map is. */
export interface Manners {
  mayFetch(url: string): boolean;
  /** Sitemaps that robots.txt names. */
  readonly sitemaps: readonly string[];
  /** Resolves when the next request may go. */
  turn(): Promise<void>;
  /** The server asked for a pause, in milliseconds. */
  pause(milliseconds: number): void;
}

const ROBOTS: FetchLimits = { bytes: 512 * 1024, silence: 10_000, time: 20_000 };
const LONGEST_DELAY = 30_000;

/** Reads robots.txt of one origin. `rate` is requests a second at most; 0 means no bound of our own. */
export async function learnManners(
  client: Client,
  origin: string,
  rate: number,
  signal: AbortSignal,
): Promise<Manners> {
  const address = `${origin}/robots.txt`;
  const fetched = await fetchItem(client, address, null, ROBOTS, signal);
  // RFC 9309: without a file everything may be fetched; a server in trouble wants to be left alone.
  const shut = fetched.kind === 'failed' && fetched.status >= 500;
  const text = fetched.kind === 'body' ? new TextDecoder().decode(fetched.bytes) : '';
  const robots = robotsParser(address, text);
  const forbids = /disallow/i.test(text);
  const asked = (robots.getCrawlDelay(AGENT_NAME) ?? 0) * 1000;
  const gap = Math.max(rate > 0 ? 1000 / rate : 0, Math.min(asked, LONGEST_DELAY));
  let free = 0;
  return {
    mayFetch: (url) => !shut && (!forbids || robots.isAllowed(url, AGENT_NAME) !== false),
    sitemaps: robots.getSitemaps(),
    async turn() {
      const now = Date.now();
      const start = Math.max(now, free);
      free = start + gap;
      if (start > now) await new Promise((resolve) => setTimeout(resolve, start - now));
    },
    pause(milliseconds) {
      free = Math.max(free, Date.now() + milliseconds);
    },
  };
}
