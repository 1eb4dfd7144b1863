import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer';
import { EXTENSION, launchBrowser, type TestBrowser } from './browser.ts';
import type { ChannelCase } from './channel-case.ts';
import { ELSEWHERE, MAIL, OFFICE, PRELUDE, preludeFor, SCHOOL, ZALO } from './channel-page.ts';
import { makePayload, type Payload } from './channel-payload.ts';
import { countRecords } from './count-records.ts';
import { findLeak } from './leak-search.ts';
import {
  type Received,
  type ReceivingServer,
  type Served,
  startReceivingServer,
} from './receiving-server.ts';
import { createUser } from './user.ts';

export const RECORDING = process.env.LACHAN_BASELINE === '1';
const FOLDER = process.env.LACHAN_OUT ?? EXTENSION;

/** What became of one run. */
export interface Outcome {
  /** How something of the content reached the server; null when nothing did. */
  readonly leak: string | null;
  readonly requests: readonly string[];
  readonly state: unknown;
  readonly events: readonly string[];
}

export interface LabOptions {
  /** HTTP/2, for streamed request bodies. */
  readonly http2?: boolean;
}

/** A browser, a server that plays every host, and what a run needs of them. */
export interface Lab {
  readonly browser: TestBrowser;
  receivedBy(run: string): Received[];
  /** How many incidents each run left in the log. */
  incidents(): Promise<{ name: string; marked: boolean; incidents: number }[]>;
  run(
    c: ChannelCase,
    marked: boolean,
    awaited?: readonly string[],
  ): Promise<Outcome & { readonly payload: Payload }>;
  stop(): Promise<void>;
}

/** Starts a browser, bare or with the extension, and its server. */
export async function startLab(extension: boolean, options: LabOptions): Promise<Lab> {
  const folder = mkdtempSync(join(tmpdir(), 'la-chan-lab-'));
  const served = new Map<string, Served>();
  const server = await startReceivingServer(
    (host, path) => (path === '/clipboard' ? PRELUDE : (served.get(`${host}${path}`) ?? null)),
    options,
  );
  const browser = await launchBrowser({ port: server.port, extension, folder: FOLDER });
  const root = await browser.browser.target().createCDPSession();
  for (const host of [ZALO, MAIL, OFFICE, SCHOOL, ELSEWHERE])
    for (const name of ['clipboard-read', 'clipboard-write', 'notifications'])
      await root.send('Browser.setPermission', {
        permission: { name },
        setting: 'granted',
        origin: `https://${host}`,
      });
  // The page that writes the clipboard stays open for all cases.
  await browser.copy({ text: ' ' });
  const log = extension ? await openLog(browser) : null;
  const counts: [ChannelCase, boolean, number][] = [];
  const receivedBy = (run: string) =>
    server.received.filter((r) => `${r.url} ${r.headers.referer}`.includes(run));

  return {
    browser,
    receivedBy,
    async incidents() {
      const last = (await log?.count()) ?? 0;
      return counts.map(([c, marked, before], i) => ({
        name: c.name,
        marked,
        incidents: (counts[i + 1]?.[2] ?? last) - before,
      }));
    },
    async run(c, marked, awaited) {
      const host = c.host ?? ZALO;
      const payload = makePayload(c.name, marked, c.files ?? [], folder);
      const at = (path: string, where = host) => `https://${where}/c/${payload.run}/${path}`;
      const page = typeof c.page === 'function' ? c.page({ ...payload, at }) : c.page;
      for (const [name, content] of Object.entries(typeof page === 'string' ? { '': page } : page))
        for (const where of [ZALO, MAIL, OFFICE, SCHOOL, ELSEWHERE])
          served.set(
            `${where}/c/${payload.run}/${name}`,
            typeof content === 'string' ? preludeFor(where, payload, content) : content,
          );
      if (log) counts.push([c, marked, await log.count()]);
      const others = new Set(await browser.browser.pages());
      const tab = await browser.open(at(''));
      try {
        await tab.bringToFront();
        const user = await createUser(browser, tab, payload);
        const more = await c.drive(user);
        await settle(server, () => receivedBy(payload.run), c, payload, awaited?.length);
        // A tab that closes at once may take a late record with it.
        if (log && marked && !c.limit && !c.silent) await log.grown(counts.at(-1)![2]);
        const seen = await readPage(tab, !!c.scripted);
        const state = { fields: seen.fields, ...(more === undefined ? {} : { more }) };
        const received = receivedBy(payload.run);
        return {
          payload,
          leak: findLeak(received, payload, c.decode),
          requests: describeRequests(received, payload, c),
          events: c.looseEvents ? [] : seen.events,
          state: shorten(JSON.parse(JSON.stringify(state).replaceAll(payload.run, 'RUN'))),
        };
      } finally {
        for (const left of await browser.browser.pages())
          if (!others.has(left)) void left.close().catch(() => {});
      }
    },
    async stop() {
      await browser.stop();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Asks the extension how many incidents its log holds. */
async function openLog(browser: TestBrowser) {
  const page = await browser.open(`chrome-extension://${browser.extensionId}/src/popup/index.html`);
  const count = () => countRecords(page);
  return {
    count,
    /** Waits until the log holds more than `before`, at most some seconds. */
    async grown(before: number): Promise<void> {
      const end = Date.now() + 5_000;
      while ((await count()) <= before && Date.now() < end) await new Promise((done) => setTimeout(done, 60));
    },
  };
}

/** Waits until what should arrive is there, then as long as a second copy or a late leak needs. */
async function settle(
  server: ReceivingServer,
  mine: () => Received[],
  c: ChannelCase,
  payload: Payload,
  awaited?: number,
): Promise<void> {
  const arrived = () =>
    payload.marked || awaited === undefined
      ? findLeak(mine(), payload, c.decode) !== null
      : mine().length >= awaited;
  await server.waitFor(arrived, payload.marked && !RECORDING && !c.limit ? 300 : 6000);
  await new Promise((done) => setTimeout(done, 120));
}

/** One line a request: a star when the canary is in it, then method, place, size and hash of the body. */
function describeRequests(received: readonly Received[], payload: Payload, c: ChannelCase): string[] {
  const lines = received.map((r) => {
    const body = r.body.toString('latin1').replace(/----WebKitFormBoundary\w+/g, 'BOUNDARY');
    const star = findLeak([r], payload, c.decode) ? '*' : ' ';
    return `${star} ${r.method} ${r.host}${r.url.replaceAll(payload.run, 'RUN')} ${body.length} ${hashOf(body)}`;
  });
  return (c.often ? [...new Set(lines.filter((line) => line.startsWith('*')))] : lines).sort();
}

async function readPage(page: Page, scripted: boolean) {
  const seen = await page
    .evaluate(() => {
      const { lab } = window as unknown as { lab?: { log: string[] } };
      const fields = [
        ...document.querySelectorAll<HTMLInputElement>('input:not([type=file]), textarea, [contenteditable]'),
      ].map((e) =>
        e.value === undefined
          ? [e.innerHTML, e.contains(getSelection()!.anchorNode) ? getSelection()!.anchorOffset : null]
          : [e.value, e.selectionStart, e.selectionEnd],
      );
      return { fields, events: [...(lab?.log ?? [])] };
    })
    .catch(() => ({ fields: [], events: [] as string[] }));
  return scripted ? { ...seen, events: seen.events.map((line) => line.replace(' untrusted', '')) } : seen;
}

/** Long texts are kept by their length and hash. */
function shorten(state: unknown): unknown {
  return JSON.parse(JSON.stringify(state), (_, value) =>
    typeof value === 'string' && value.length > 300 ? `${value.length} letters, ${hashOf(value)}` : value,
  );
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);
