import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createNodeScanPool, type NodeScanPool } from '../src/inspection/node/scan-pool.ts';
import { bundledPolicy } from '../src/policy/bundled.ts';
import { BUNDLED_PACK, bundledTables } from '../src/rules/bundled.ts';
import { sweepSite } from '../src/sweep/sweep-site.ts';

// `node bench/sweep.ts`: a site of 5,000 pages and 1,000 documents on loopback, swept and merely fetched in one run. Each
// round measures both, one after the other; the ratio is of the medians. The first sweep starts the threads and is told apart.
const PAGES = Number(process.env.PAGES ?? 5_000);
const DOCUMENTS = Number(process.env.DOCUMENTS ?? 1_000);
const ROUNDS = Number(process.env.ROUNDS ?? 3);
const JOBS = 8;
const SENTENCE =
  'Ủy ban nhân dân huyện thông báo lịch tiếp công dân quý này và kết quả giải quyết đơn thư của các phòng, ban chuyên môn. ';

if (process.argv[2] === 'serve') serve();
else await measure();

/** The site, in a process of its own. */
function serve(): void {
  const fixture = (format: string) =>
    readFileSync(join(import.meta.dirname, `../tests/documents/fixtures/${format}/ok.${format}`));
  const formats = ['docx', 'xlsx', 'pdf', 'odt', 'doc', 'rtf'].map(
    (format) => [format, fixture(format)] as const,
  );
  const page = (n: number): string => {
    const links = [2 * n + 1, 2 * n + 2]
      .filter((next) => next < PAGES)
      .map((next) => `<a href="/p${next}">xem</a>`);
    const body = Array.from(
      { length: 40 },
      (_, i) => `<p class="doan" id="p${i}">${n}.${i} ${SENTENCE}</p>`,
    ).join('\n');
    return `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Tin ${n}</title></head><body><nav>${links.join(' ')}</nav>${body}</body></html>`;
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
  const rows: Record<'page' | 'pageFetch' | 'document' | 'documentFetch', number[]> = {
    page: [],
    pageFetch: [],
    document: [],
    documentFetch: [],
  };
  await fetchAll(pages);
  const stop = new AbortController();
  const pool = createNodeScanPool(undefined, stop.signal);
  const cold = await rate(pages.length, () => sweepOf(pool, `${site}/p0`, PAGES));
  for (let round = 0; round < ROUNDS; round++) {
    rows.pageFetch.push(await rate(pages.length, () => fetchAll(pages)));
    rows.page.push(await rate(pages.length, () => sweepOf(pool, `${site}/p0`, PAGES)));
    rows.documentFetch.push(await rate(documents.length, () => fetchAll(documents)));
    rows.document.push(await rate(documents.length, () => sweepOf(pool, `${site}/list`, DOCUMENTS + 1)));
  }
  const [page, pageFetch, document, documentFetch] = [
    median(rows.page),
    median(rows.pageFetch),
    median(rows.document),
    median(rows.documentFetch),
  ];
  console.log(
    `${PAGES} pages, ${DOCUMENTS} documents, ${JOBS} requests at once, ${availableParallelism()} processors, ${ROUNDS} rounds`,
  );
  console.table({
    'pages, threads just started': {
      'fetching alone /s': pageFetch.toFixed(0),
      'sweep /s': cold.toFixed(0),
      ratio: (cold / pageFetch).toFixed(2),
    },
    pages: {
      'fetching alone /s': pageFetch.toFixed(0),
      'sweep /s': page.toFixed(0),
      ratio: (page / pageFetch).toFixed(2),
    },
    documents: {
      'fetching alone /s': documentFetch.toFixed(0),
      'sweep /s': document.toFixed(0),
      ratio: (document / documentFetch).toFixed(2),
    },
  });
  stop.abort();
  child.kill();
}

async function fetchAll(urls: readonly string[]): Promise<void> {
  const left = urls.values();
  const lane = async () => {
    for (const url of left) await (await fetch(url)).arrayBuffer();
  };
  await Promise.all(Array.from({ length: JOBS }, lane));
}

async function sweepOf(pool: NodeScanPool, start: string, expected: number): Promise<void> {
  const report = await sweepSite(start, {
    rules: { packId: BUNDLED_PACK, tables: bundledTables, policy: bundledPolicy },
    inspect: (item) => pool.scan(item),
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

async function rate(count: number, work: () => Promise<void>): Promise<number> {
  return count / (await seconds(work));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
