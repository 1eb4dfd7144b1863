import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createNodeScanPool, type NodeScanPool } from '../src/inspection/node/scan-pool.ts';
import { bundledPolicy } from '../src/policy/bundled.ts';
import { BUNDLED_PACK, bundledTables } from '../src/rules/bundled.ts';
import { Client } from '../src/sweep/client.ts';
import { fetchItem, fetchLimits } from '../src/sweep/fetch-item.ts';
import { sweepSite } from '../src/sweep/sweep-site.ts';

// `node bench/sweep.ts`: a site of 5,000 pages and 1,000 documents on loopback, swept and merely fetched in one run, by as many
// requests at once. Each round measures them one after the other, and the ratio is the median of the rounds' own. The first
// sweep starts the threads and is told apart. `DOCUMENTS=0` leaves the documents out.
const PAGES = Number(process.env.PAGES ?? 5_000);
const DOCUMENTS = Number(process.env.DOCUMENTS ?? 1_000);
const ROUNDS = Number(process.env.ROUNDS ?? 7);
const JOBS = 8;
const SENTENCE =
  'Ủy ban nhân dân huyện thông báo lịch tiếp công dân quý này và kết quả giải quyết đơn thư của các phòng, ban chuyên môn. ';

if (process.argv[2] === 'serve') serve();
else await measure();

/** The site, in a process of its own. A page is made once: the site must hold nobody up. */
function serve(): void {
  const fixture = (format: string) =>
    readFileSync(join(import.meta.dirname, `../tests/documents/fixtures/${format}/ok.${format}`));
  const formats = ['docx', 'xlsx', 'pdf', 'odt', 'doc', 'rtf'].map(
    (format) => [format, fixture(format)] as const,
  );
  const made = new Map<number, Buffer>();
  const page = (n: number): Buffer => made.get(n) ?? makePage(n);
  const makePage = (n: number): Buffer => {
    const links = [2 * n + 1, 2 * n + 2]
      .filter((next) => next < PAGES)
      .map((next) => `<a href="/p${next}">xem</a>`);
    const body = Array.from(
      { length: 40 },
      (_, i) => `<p class="doan" id="p${i}">${n}.${i} ${SENTENCE}</p>`,
    ).join('\n');
    const source = `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Tin ${n}</title></head><body><nav>${links.join(' ')}</nav>${body}</body></html>`;
    made.set(n, Buffer.from(source));
    return made.get(n)!;
  };
  const list = Array.from(
    { length: DOCUMENTS },
    (_, n) => `<a href="/d${n}.${formats[n % formats.length]![0]}">tệp</a>`,
  );
  const server = createServer((request, response) => {
    const [, kind, number, ending] = /^\/([pd])(\d+)(?:\.(\w+))?$/.exec(request.url ?? '') ?? [];
    if (kind === 'p')
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page(Number(number)));
    else if (kind === 'd') response.writeHead(200).end(formats.find(([format]) => format === ending)?.[1]);
    else if (request.url === '/list')
      response.writeHead(200, { 'content-type': 'text/html' }).end(`<html>${list.join('')}`);
    else response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as { port: number }).port));
}

async function measure(): Promise<void> {
  const child = fork(fileURLToPath(import.meta.url), ['serve']);
  // The site goes with the run, however that ends.
  process.once('exit', () => child.kill());
  const port = await new Promise<number>((resolve) =>
    child.once('message', (value) => resolve(Number(value))),
  );
  const site = `http://127.0.0.1:${port}`;
  const pages = Array.from({ length: PAGES }, (_, n) => `${site}/p${n}`);
  const endings = ['docx', 'xlsx', 'pdf', 'odt', 'doc', 'rtf'];
  const documents = Array.from(
    { length: DOCUMENTS },
    (_, n) => `${site}/d${n}.${endings[n % endings.length]}`,
  );
  const stop = new AbortController();
  const pool = createNodeScanPool(availableParallelism(), stop.signal);
  const client = new Client('any');
  const byClient = (url: string) => fetchItem(client, url, null, fetchLimits, stop.signal);
  const byFetch = async (url: string) => (await fetch(url)).arrayBuffer();
  await fetchAll(pages, byFetch);
  await fetchAll(pages, byClient);
  const cold = await pace(pages.length, () => sweepOf(pool, `${site}/p0`, PAGES));
  const rows: Record<'pages' | 'documents', Round[]> = { pages: [], documents: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const [kind, urls, start, items] of [
      ['pages', pages, `${site}/p0`, PAGES],
      ['documents', documents, `${site}/list`, DOCUMENTS + 1],
    ] as const)
      if (urls.length > 0)
        rows[kind].push({
          fetch: await pace(urls.length, () => fetchAll(urls, byFetch)),
          client: await pace(urls.length, () => fetchAll(urls, byClient)),
          sweep: await pace(urls.length, () => sweepOf(pool, start, items)),
        });
  }
  console.log(
    `${PAGES} pages, ${DOCUMENTS} documents, ${JOBS} requests at once, ${availableParallelism()} processors, ${ROUNDS} rounds`,
  );
  console.table({
    pages: summary(rows.pages),
    ...(DOCUMENTS > 0 && { documents: summary(rows.documents) }),
    'pages, threads just started': summary(rows.pages.map((round) => ({ ...round, sweep: cold }))),
  });
  stop.abort();
  client.close();
  child.kill();
}

/** Items a second, and the microseconds of processor that this process spends on one: which others on the machine change less. */
interface Pace {
  readonly rate: number;
  readonly cost: number;
}

/** By Node's `fetch` alone, by the client of the sweep alone, and swept. */
interface Round {
  readonly fetch: Pace;
  readonly client: Pace;
  readonly sweep: Pace;
}

function summary(rounds: readonly Round[]): Readonly<Record<string, string>> {
  const middle = (value: (round: Round) => number) => median(rounds.map(value));
  return {
    'fetch /s': middle(({ fetch }) => fetch.rate).toFixed(0),
    'client /s': middle(({ client }) => client.rate).toFixed(0),
    'sweep /s': middle(({ sweep }) => sweep.rate).toFixed(0),
    'sweep : fetch': middle(({ fetch, sweep }) => sweep.rate / fetch.rate).toFixed(2),
    'sweep : client': middle(({ client, sweep }) => sweep.rate / client.rate).toFixed(2),
    'fetch, client, sweep: µs': [
      middle(({ fetch }) => fetch.cost),
      middle(({ client }) => client.cost),
      middle(({ sweep }) => sweep.cost),
    ]
      .map((cost) => cost.toFixed(0))
      .join(' '),
  };
}

async function fetchAll(urls: readonly string[], get: (url: string) => Promise<unknown>): Promise<void> {
  const left = urls.values();
  const lane = async () => {
    for (const url of left) await get(url);
  };
  await Promise.all(Array.from({ length: JOBS }, lane));
}

async function sweepOf(pool: NodeScanPool, start: string, expected: number): Promise<void> {
  const report = await sweepSite(start, {
    rules: { packId: BUNDLED_PACK, tables: bundledTables, policy: bundledPolicy },
    inspect: (item) => pool.scan(item),
    hurry: () => pool.hurry(),
    rate: 0,
    jobs: JOBS,
    images: false,
    crawl: { alike: PAGES + DOCUMENTS },
  });
  if (report.totals.items !== expected)
    throw new Error(`${report.totals.items} items instead of ${expected}`);
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

async function pace(count: number, work: () => Promise<void>): Promise<Pace> {
  const before = process.cpuUsage();
  const rate = count / (await seconds(work));
  const { user, system } = process.cpuUsage(before);
  return { rate, cost: (user + system) / count };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
