import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXTENSION, launchBrowser, type TestBrowser } from './browser.ts';
import { PRELUDE, preludeFor } from './channel-page.ts';
import { type FileKind, makePayload, type Payload } from './channel-payload.ts';
import { findLeak } from './leak-search.ts';
import {
  type Received,
  type ReceivingServer,
  type Served,
  startReceivingServer,
} from './receiving-server.ts';
import { createUser, type User } from './user.ts';

/** Where the files of a page stand: the page itself under '', others under their names; scripts as served. */
export type Pages = Readonly<Record<string, string | Served>>;

/** What a page is made of. */
export interface CaseContext extends Payload {
  /** The absolute address of one of the run's files or receivers, on the case's host or another. */
  at(path: string, host?: string): string;
}

/** One way out of a page. */
export interface ChannelCase {
  /** Completes the sentence "… by …": what carries the text or file. */
  readonly name: string;
  readonly host?: string;
  readonly files?: readonly FileKind[];
  readonly page: string | ((context: CaseContext) => string | Pages);
  /** What the person does. What it returns a clean run must return too, besides the fields' values and the event log. */
  readonly drive: (user: User) => Promise<unknown>;
  /** Undoes what the page's own code did to the bytes, as its server would. */
  readonly decode?: (received: readonly Received[]) => readonly Buffer[];
  /** True when the number and order of requests hang on time: they are compared as a set. */
  readonly often?: boolean;
  /** True when the events' times hang on the machine: the event log is not compared. */
  readonly looseEvents?: boolean;
  /** True when held files are given back by events that a script made: `isTrusted` is not compared. */
  readonly scripted?: boolean;
  /** Only clean work is tried. */
  readonly cleanOnly?: boolean;
  /** Only marked content is tried; says why there is no clean twin. */
  readonly markedOnly?: string;
  /** Why an extension cannot close this way: the test then says that it is open. */
  readonly limit?: string;
}

interface Outcome {
  readonly leak: string | null;
  readonly requests: readonly string[];
  readonly state: unknown;
  readonly events: readonly string[];
}

type Expected = Omit<Outcome, 'leak'>;

interface Snapshot {
  readonly browser: string;
  readonly cases: Record<string, Expected>;
}

export const ZALO = 'chat.zalo.me';
export const MAIL = 'mail.google.com';
export const OFFICE = 'van-thu.hoason.gov.vn';
export const SCHOOL = 'thcs-hoason.edu.vn';
/** A host that no policy names. */
export const ELSEWHERE = 'cdn.khac.example.net';

const RECORDING = process.env.LACHAN_BASELINE === '1';
const ONLY = process.env.LACHAN_CASE;
const FOLDER = process.env.LACHAN_OUT ?? EXTENSION;

/**
 * Runs every case in a real browser. With LACHAN_BASELINE=1 the browser is bare: each marked case must leak and each clean
 * one arrive, and what the clean page saw is written beside the test, in `baseline/`. Without it the extension is loaded:
 * nothing marked may arrive, and clean work must be what the baseline says. LACHAN_CASE=text runs some cases only.
 */
export function testChannels(
  title: string,
  file: string,
  cases: readonly ChannelCase[],
  options: LabOptions = {},
): void {
  const names = cases.map((c) => c.name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice) throw new Error(`two cases are called "${twice}"`);
  const path = join(dirname(file), 'baseline', `${basename(file, '.test.ts')}.json`);
  const chosen = cases.filter((c) => !ONLY || c.name.includes(ONLY));
  const store = openBaseline(path, names, options);
  const marked: [ChannelCase, Payload][] = [];
  let lab: Lab;

  describe(title, () => {
    beforeAll(async () => {
      lab = await startLab(!RECORDING, options);
    });
    afterAll(async () => {
      if (RECORDING) store.save(await lab.browser.browser.version());
      await lab?.stop();
      await store.close();
    });

    for (const c of chosen) {
      if (!c.cleanOnly)
        it(nameOf(c), async () => {
          const { leak, payload } = await lab.run(c, true);
          if (RECORDING || c.limit) expect(leak).not.toBeNull();
          else {
            expect(leak).toBeNull();
            marked.push([c, payload]);
          }
        });
      if (!c.markedOnly && !(c.limit && !RECORDING))
        it(`clean work by ${c.name} is as in a bare browser`, async () => {
          const { leak, requests, events, state } = await lab.run(c, false, store.peek(c)?.requests);
          if (RECORDING) {
            expect(leak).not.toBeNull();
            store.put(c, { requests, events, state });
          } else expect({ requests, state, events }).toEqual(await store.get(c, lab));
        });
    }

    if (!RECORDING)
      it('nothing marked arrives later', async () => {
        const late = marked
          .map(([c, payload]) => [c.name, findLeak(lab.receivedBy(payload.run), payload, c.decode)] as const)
          .filter(([, leak]) => leak);
        expect(late).toEqual([]);
      });
  });
}

function nameOf(c: ChannelCase): string {
  if (RECORDING) return `marked content by ${c.name} leaves a bare browser`;
  return c.limit
    ? `LIMIT: marked content by ${c.name} leaves, because ${c.limit}`
    : `nothing marked leaves by ${c.name}`;
}

export interface LabOptions {
  /** HTTP/2, for streamed request bodies. */
  readonly http2?: boolean;
}

interface Lab {
  readonly browser: TestBrowser;
  receivedBy(run: string): Received[];
  run(
    c: ChannelCase,
    marked: boolean,
    awaited?: readonly string[],
  ): Promise<Outcome & { readonly payload: Payload }>;
  stop(): Promise<void>;
}

async function startLab(extension: boolean, options: LabOptions): Promise<Lab> {
  const folder = mkdtempSync(join(tmpdir(), 'la-chan-lab-'));
  const served = new Map<string, Served>();
  const server = await startReceivingServer(
    (host, path) => (path === '/clipboard' ? PRELUDE : (served.get(`${host}${path}`) ?? null)),
    options,
  );
  const browser = await launchBrowser({ port: server.port, extension, folder: FOLDER });
  const root = await browser.browser.target().createCDPSession();
  for (const host of [ZALO, MAIL, OFFICE, SCHOOL, ELSEWHERE])
    for (const name of ['clipboard-read', 'clipboard-write'])
      await root.send('Browser.setPermission', {
        permission: { name },
        setting: 'granted',
        origin: `https://${host}`,
      });
  // The page that writes the clipboard stays open for all cases.
  await browser.copy({ text: ' ' });
  const receivedBy = (run: string) =>
    server.received.filter((r) => `${r.url} ${r.headers.referer}`.includes(run));

  return {
    browser,
    receivedBy,
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
      const others = new Set(await browser.browser.pages());
      const tab = await browser.open(at(''));
      try {
        await tab.bringToFront();
        const user = await createUser(browser, tab, payload);
        const more = await c.drive(user);
        await settle(server, () => receivedBy(payload.run), c, payload, awaited?.length);
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
  return (c.often ? [...new Set(lines)] : lines).sort();
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

/** The committed look of clean runs in a bare browser; another browser version is measured on the spot. */
function openBaseline(path: string, names: readonly string[], options: LabOptions) {
  const old: Snapshot = existsSync(path)
    ? JSON.parse(readFileSync(path, 'utf8'), (key, value) =>
        key === 'events' ? value.split('; ').filter(Boolean) : value,
      )
    : { browser: '', cases: {} };
  const fresh: Record<string, Expected> = {};
  let bare: Promise<Lab> | undefined;
  return {
    put(c: ChannelCase, expected: Expected) {
      fresh[c.name] = expected;
    },
    peek: (c: ChannelCase) => old.cases[c.name],
    async get(c: ChannelCase, lab: Lab): Promise<Expected> {
      const stored = old.cases[c.name];
      if (stored && old.browser === (await lab.browser.browser.version())) return stored;
      bare ??= startLab(false, options);
      const { requests, events, state } = await (await bare).run(c, false);
      return { requests, events, state };
    },
    save(browser: string) {
      const all = { ...old.cases, ...fresh };
      const cases = Object.fromEntries(names.filter((n) => all[n]).map((n) => [n, all[n]]));
      const compact = (key: string, value: unknown) =>
        key === 'events' ? (value as string[]).join('; ') : value;
      writeFileSync(path, `${JSON.stringify({ browser, cases }, compact, 1)}\n`);
    },
    async close() {
      await (await bare)?.stop();
    },
  };
}
