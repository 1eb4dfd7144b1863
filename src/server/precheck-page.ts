import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { Hono } from 'hono';
import { html } from 'hono/html';
import { contentPolicy } from './http/content-policy.ts';
import type { ServerContext, ServerEnv } from './http/context.ts';
import { peopleOnly } from './http/guards.ts';
import { refuseRequest } from './http/problem.ts';
import { textsFor } from './http/texts.ts';
import { page } from './pages/layout.ts';
import type { ServerRules } from './unit-rules.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};
const DAY = 86_400;
const YEAR = 31_536_000;

/** `npm run build` puts the page beside the command; the sources have it where the build puts it. */
const folders = [new URL('../precheck/', import.meta.url), new URL('../../dist/precheck/', import.meta.url)];

let known: Promise<ReadonlyMap<string, URL>> | undefined;

/**
 * The pre-check page for browsers without the extension, for people with an account: with it goes the pack that machines
 * get, and whoever holds its hashed keywords can guess at them. The page itself sends nothing.
 */
export function precheckRoutes(rules: ServerRules): Hono<ServerEnv> {
  const app = new Hono<ServerEnv>();
  app.get('/precheck', peopleOnly('scan'), (context) => context.redirect('/precheck/'));
  app.get('/precheck/rules.json', peopleOnly('scan'), async (context) => {
    const { packId, tables, policy } = await rules.current();
    return context.json({ packId, tables, policy }, 200, { 'Cache-Control': 'no-cache' });
  });
  app.get('/precheck/:path{.*}', peopleOnly('scan'), sendFile);
  return app;
}

async function sendFile(context: ServerContext): Promise<Response> {
  known ??= listFiles();
  const name = context.req.param('path') || 'index.html';
  const file = (await known).get(name);
  context.set('contentPolicy', policyAt(context));
  if (!file && name === 'index.html') {
    const texts = textsFor(context);
    return page(context, texts('serverPage_precheck'), html`<p>${texts('serverPage_precheckMissing')}</p>`);
  }
  if (!file) return refuseRequest(context, 'not-found');
  context.header('Content-Type', TYPES[extname(name)] ?? 'application/octet-stream');
  context.header('Cache-Control', keepFor(name));
  return context.body(new Uint8Array(await readFile(file)));
}

/** Even this server gets nothing but questions for the page's own files: neither forms nor scripts may reach another path. */
function policyAt(context: ServerContext): string {
  const host = /^[\w.:[\]-]+$/.exec(context.req.header('host') ?? '')?.[0];
  const own = host === undefined ? "'none'" : `${host}/precheck/`;
  return contentPolicy({ connect: own, form: "'none'" });
}

/** Names under `assets/` hold a hash of what is in them. */
function keepFor(name: string): string {
  if (name.startsWith('assets/')) return `public, max-age=${YEAR}, immutable`;
  return name.startsWith('vision/') ? `public, max-age=${DAY}` : 'no-cache';
}

async function listFiles(): Promise<ReadonlyMap<string, URL>> {
  const folder = folders.find((each) => existsSync(new URL('vision/', each)));
  if (!folder) return new Map();
  const names = await readdir(folder, { recursive: true });
  return new Map(
    names
      .map((name) => name.replaceAll('\\', '/'))
      .filter((name) => extname(name) !== '' || name.startsWith('vision/'))
      .map((name) => [name, new URL(name, folder)]),
  );
}
