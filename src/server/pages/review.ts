import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { html } from 'hono/html';
import type { ServerContext } from '../http/context.ts';
import { refuseRequest } from '../http/problem.ts';
import { textsFor } from '../http/texts.ts';
import { page } from './layout.ts';

const ENTRY = 'review.js';
const YEAR = 31_536_000;

/** The built command has the page beside it; the sources have it where the build puts it. */
const folders = [
  new URL('./review/', import.meta.url),
  new URL('../../../dist/cli/review/', import.meta.url),
];

let known: Promise<ReadonlyMap<string, Uint8Array<ArrayBuffer>>> | undefined;

/** The review page, which asks this server for what it shows. */
export async function showReview(context: ServerContext): Promise<Response> {
  const texts = textsFor(context);
  if (!(await readFiles()).has(ENTRY))
    return page(context, texts('serverPage_incidents'), html`<p>${texts('serverPage_review_missing')}</p>`);
  return page(context, texts('serverPage_incidents'), {
    root: html`<main id="root"></main><script type="module" src="/review/${ENTRY}"></script>`,
  });
}

/** The page's scripts, for those who may see the page. */
export async function sendReviewFile(context: ServerContext): Promise<Response> {
  const name = context.req.param('file') ?? '';
  const bytes = (await readFiles()).get(name);
  if (!bytes) return refuseRequest(context, 'not-found');
  // All names but the first hold a hash of what is in them.
  context.header('Cache-Control', name === ENTRY ? 'no-cache' : `private, max-age=${YEAR}, immutable`);
  return context.body(bytes, 200, { 'Content-Type': 'text/javascript; charset=utf-8' });
}

function readFiles(): Promise<ReadonlyMap<string, Uint8Array<ArrayBuffer>>> {
  known ??= load();
  return known;
}

async function load(): Promise<ReadonlyMap<string, Uint8Array<ArrayBuffer>>> {
  const folder = folders.find((each) => existsSync(new URL(ENTRY, each)));
  if (!folder) return new Map();
  const names = (await readdir(folder)).filter((name) => name.endsWith('.js'));
  return new Map(
    await Promise.all(
      names.map(async (name) => [name, new Uint8Array(await readFile(new URL(name, folder)))] as const),
    ),
  );
}
