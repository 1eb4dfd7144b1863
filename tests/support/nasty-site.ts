import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a page of the site answers with. */
export interface Page {
  readonly status?: number;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface NastySite {
  readonly address: string;
  /** Requests in order, as `GET /path`, a conditional one with `?` in front. */
  readonly asked: string[];
  stop(): Promise<void>;
}

/**
 * A site on loopback. `pages` answers by path; what it leaves open (null) is a 404. Pages carry an ETag and answer
 * conditional requests. The addresses below `/nasty/` misbehave on the wire.
 */
export async function startSite(pages: (path: string) => Page | null): Promise<NastySite> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    asked.push(`${request.headers['if-none-match'] ? '?' : ''}GET ${path}`);
    if (!misbehave(path.split('?')[0]!, response)) answer(request, response, pages(path));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    stop() {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
}

function answer(request: IncomingMessage, response: ServerResponse, page: Page | null): void {
  const {
    status = page ? 200 : 404,
    type = 'text/html; charset=utf-8',
    headers = {},
    body = '',
  } = page ?? {};
  const etag = `"${createHash('sha1').update(body).digest('hex')}"`;
  if (status === 200 && request.headers['if-none-match'] === etag) response.writeHead(304).end();
  else response.writeHead(status, { 'content-type': type, etag, ...headers }).end(body);
}

/** Servers that are broken, slow or hostile. True when the address is one of them. */
function misbehave(path: string, response: ServerResponse): boolean {
  if (path === '/nasty/hang') return true;
  if (path === '/nasty/reset') response.destroy();
  else if (path === '/nasty/endless') {
    response.writeHead(200, { 'content-type': 'text/html' });
    const timer = setInterval(() => response.write('x'.repeat(50_000)), 5);
    response.on('close', () => clearInterval(timer));
  } else if (path === '/nasty/trickle') {
    response.writeHead(200, { 'content-type': 'text/html' });
    const timer = setInterval(() => response.write('.'), 50);
    response.on('close', () => clearInterval(timer));
  } else if (path === '/nasty/huge') {
    response.writeHead(200, { 'content-type': 'application/pdf', 'content-length': '99999999999' });
    response.write('%PDF-1.7');
  } else if (path === '/nasty/cut') {
    response.writeHead(200, { 'content-type': 'text/html', 'content-length': '5000' });
    response.write('<html>half of a');
    setTimeout(() => response.destroy(), 20);
  } else return false;
  return true;
}
