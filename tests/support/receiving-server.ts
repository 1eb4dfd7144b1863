import type { IncomingMessage, ServerResponse } from 'node:http';
import { createSecureServer } from 'node:http2';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { generate } from 'selfsigned';
import { WebSocketServer } from 'ws';

/** One request body or WebSocket message as it reached the server: the ground truth of every real-browser test. */
export interface Received {
  readonly host: string;
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** A page, or any other file, that the server gives out. */
export interface Served {
  readonly type: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Says what stands at an address; null means "record the request and answer {ok:true}". */
export type Site = (host: string, path: string) => Served | null;

export interface ReceivingServer {
  readonly port: number;
  /** Everything received that was not a request for a served page, in order. */
  readonly received: Received[];
  /** Resolves true as soon as `seen` holds for what was received, false after `milliseconds`. */
  waitFor(seen: (received: readonly Received[]) => boolean, milliseconds: number): Promise<boolean>;
  stop(): Promise<void>;
}

export interface ReceivingOptions {
  readonly http2?: boolean;
  /** Milliseconds until an answer begins, by path. */
  readonly delay?: (path: string) => number;
}

/**
 * Starts an HTTPS and WebSocket server on loopback that plays every host and records every byte it gets. With `http2` it
 * speaks HTTP/2 too, which browsers demand for streamed request bodies.
 */
export async function startReceivingServer(
  site: Site,
  { http2 = false, delay = () => 0 }: ReceivingOptions = {},
): Promise<ReceivingServer> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'la-chan-test' }], {
    keySize: 2048,
  });
  const received: Received[] = [];
  const watchers = new Set<() => void>();
  const record = (item: Received) => {
    received.push(item);
    for (const watch of watchers) watch();
  };

  const respond = (request: IncomingMessage, response: ServerResponse) => {
    const reply = () => answer(request, response, site, record).catch(() => response.destroy());
    const wait = delay(request.url ?? '/');
    if (wait > 0) setTimeout(reply, wait);
    else void reply();
  };
  // The compatibility layer of HTTP/2 has the shapes of HTTP/1 that are used here.
  const server = http2
    ? (createSecureServer({ key, cert, allowHTTP1: true }, respond as never) as unknown as Server)
    : createServer({ key, cert }, respond);
  const connections = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket, request) => {
    socket.on('message', (data) => {
      const body = Buffer.isBuffer(data)
        ? data
        : Buffer.concat([data].flat().map((d) => Buffer.from(d as ArrayBuffer)));
      record({
        host: hostOf(request),
        method: 'WS',
        url: request.url ?? '/',
        headers: request.headers,
        body,
      });
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));

  return {
    port: (server.address() as AddressInfo).port,
    received,
    waitFor(seen, milliseconds) {
      return new Promise((resolve) => {
        const end = (value: boolean) => {
          clearTimeout(timer);
          watchers.delete(check);
          resolve(value);
        };
        const check = () => seen(received) && end(true);
        const timer = setTimeout(() => end(false), milliseconds);
        watchers.add(check);
        check();
      });
    },
    stop() {
      for (const client of sockets.clients) client.terminate();
      for (const socket of connections) socket.destroy();
      return new Promise((done) => server.close(() => done()));
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  site: Site,
  record: (item: Received) => void,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const host = hostOf(request);
  const url = request.url ?? '/';
  const served = request.method === 'GET' ? site(host, url) : null;
  const cors = {
    'access-control-allow-origin': request.headers.origin ?? '*',
    'access-control-allow-credentials': 'true',
    'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '*',
    'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
  };
  if (request.method === 'OPTIONS') {
    response.writeHead(204, cors).end();
    return;
  }
  if (served) {
    response
      .writeHead(200, {
        'content-type': served.type,
        'cache-control': 'no-store',
        ...cors,
        ...served.headers,
      })
      .end(served.body);
    return;
  }
  if (url !== '/favicon.ico')
    record({
      host,
      method: request.method ?? 'GET',
      url,
      headers: request.headers,
      body: Buffer.concat(chunks),
    });
  const navigates = ['document', 'iframe', 'frame'].includes(String(request.headers['sec-fetch-dest']));
  response.writeHead(200, {
    'content-type': navigates ? 'text/html; charset=utf-8' : 'application/json',
    ...cors,
  });
  response.end(navigates ? '<!doctype html><title>Đã nhận</title><p>Đã nhận.' : '{"ok":true}');
}

function hostOf(request: IncomingMessage): string {
  return String(request.headers.host ?? request.headers[':authority'] ?? '').replace(/:\d+$/, '');
}

/** An HTML page for a site. */
export function html(body: string, title = 'Trang thử'): Served {
  return {
    type: 'text/html; charset=utf-8',
    body: `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>${title}</title></head><body>${body}</body></html>`,
  };
}
