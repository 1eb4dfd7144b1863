import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { generate } from 'selfsigned';

/** What a browser sent to an application in one HTTP request. */
export interface Sent {
  readonly method: string;
  readonly url: string;
  readonly body: Buffer;
}

export interface TlsProxy {
  readonly port: number;
  /** Every request for a mapped host, in order. WebSocket frames are not kept. */
  readonly sent: Sent[];
  /** Sends a host's traffic to a plain HTTP server on a port of the loopback. */
  map(host: string, port: number): void;
  stop(): Promise<void>;
}

/** Ends TLS for every host name and hands the requests, unchanged, to the application that plays the host. */
export async function startProxy(): Promise<TlsProxy> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'la-chan-test' }], {
    keySize: 2048,
  });
  const ports = new Map<string, number>();
  const sent: Sent[] = [];
  const server = createServer({ key, cert }, (request, response) => {
    const port = ports.get(hostOf(request));
    if (port === undefined) response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>');
    else void forward(request, response, port, sent).catch(() => response.destroy());
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const port = ports.get(hostOf(request));
    if (port === undefined) socket.destroy();
    else tunnel(request, socket, head, port);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return {
    port: address.port,
    sent,
    map: (host, port) => void ports.set(host, port),
    stop() {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
}

async function forward(
  request: IncomingMessage,
  response: ServerResponse,
  port: number,
  sent: Sent[],
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const { method = 'GET', url = '/' } = request;
  sent.push({ method, url, body });
  const headers = { ...request.headers, 'x-forwarded-proto': 'https', connection: 'close' };
  const onward = httpRequest({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
    const { connection: _, 'transfer-encoding': __, ...kept } = answer.headers;
    response.writeHead(answer.statusCode ?? 502, kept);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  onward.end(body);
}

function tunnel(request: IncomingMessage, socket: Duplex, head: Buffer, port: number): void {
  const onward = connect(port, '127.0.0.1', () => {
    const lines = [`${request.method} ${request.url} HTTP/1.1`];
    for (let at = 0; at < request.rawHeaders.length; at += 2)
      lines.push(`${request.rawHeaders[at]}: ${request.rawHeaders[at + 1]}`);
    onward.write(`${lines.join('\r\n')}\r\n\r\n`);
    onward.write(head);
    onward.pipe(socket).pipe(onward);
  });
  onward.on('error', () => socket.destroy());
  socket.on('error', () => onward.destroy());
}

function hostOf(request: IncomingMessage): string {
  return (request.headers.host ?? '').replace(/:\d+$/, '');
}
