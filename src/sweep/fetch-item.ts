import type { IncomingMessage } from 'node:http';
import { type Client, headerOf, unpackBody } from './client.ts';
import { InternalAddressError } from './reach.ts';
import type { Failure } from './types.ts';

/** Bounds of one request. Bytes and milliseconds. */
export interface FetchLimits {
  readonly bytes: number;
  /** Until the first byte, and between two. */
  readonly silence: number;
  readonly time: number;
}

export const fetchLimits: FetchLimits = { bytes: 64 * 1024 * 1024, silence: 15_000, time: 120_000 };

/** What the server said the last time. */
export interface Validators {
  readonly etag: string;
  readonly lastModified: string;
}

export type Fetched =
  | {
      readonly kind: 'body';
      readonly status: number;
      readonly type: string;
      readonly validators: Validators;
      readonly bytes: Uint8Array<ArrayBuffer>;
    }
  | { readonly kind: 'same' }
  | { readonly kind: 'redirect'; readonly to: string }
  /** `wait`: milliseconds after which the server wants to be asked again. */
  | { readonly kind: 'failed'; readonly failure: Failure; readonly status: number; readonly wait?: number };

const HEADERS = [
  ...['user-agent', 'LaChan-Sweep/1 (+pre-publication check; obeys robots.txt)'],
  ...['accept', '*/*', 'accept-language', 'vi,en;q=0.5'],
];
export const AGENT_NAME = 'LaChan-Sweep';
const LONGEST_WAIT = 60_000;

/** Asks for one address without following redirects. Never rejects; never reads more than the limits allow. */
export async function fetchItem(
  client: Client,
  url: string | URL,
  known: Validators | null,
  limits: FetchLimits,
  signal: AbortSignal,
): Promise<Fetched> {
  const first = await askOnce(client, url, known, limits, signal);
  // The server closed a connection that it had kept, just as it was used again: that says nothing about the server.
  return first === 'stale' ? unstale(await askOnce(client, url, known, limits, signal)) : first;
}

function unstale(fetched: Fetched | 'stale'): Fetched {
  return fetched === 'stale' ? failed('unreachable') : fetched;
}

function askOnce(
  client: Client,
  url: string | URL,
  known: Validators | null,
  limits: FetchLimits,
  signal: AbortSignal,
): Promise<Fetched | 'stale'> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(failed('unreachable'));
    const end = (fetched: Fetched | 'stale') => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      resolve(fetched);
    };
    const giveUp = (failure: Failure, status = 0) => {
      end(failed(failure, status));
      request?.destroy();
    };
    const stop = () => giveUp('unreachable');
    const timer = setTimeout(() => giveUp('too-slow'), limits.silence);
    const request = ask(client, url, known, end);
    if (!request) return;
    signal.addEventListener('abort', stop, { once: true });
    let answered = false;
    request.on('response', (response) => {
      answered = true;
      timer.refresh();
      const answer = readHead(response, url, limits);
      if (answer) {
        // What need not be read is not waited for.
        if (response.statusCode === 304) response.resume();
        else response.destroy();
        end(answer);
      } else readBody(response, limits, timer, end, giveUp);
    });
    request.on('error', (error) => {
      if (error instanceof InternalAddressError) giveUp('refused');
      else if (request.reusedSocket && !answered) end('stale');
      else giveUp('unreachable');
    });
    request.end();
  });
}

/** Null, with the end told, where no request is made at all. */
function ask(client: Client, url: string | URL, known: Validators | null, end: (fetched: Fetched) => void) {
  try {
    return client.ask(typeof url === 'string' ? new URL(url) : url, [
      ...HEADERS,
      ...(known?.etag ? ['if-none-match', known.etag] : []),
      ...(known?.lastModified ? ['if-modified-since', known.lastModified] : []),
    ]);
  } catch (error) {
    end(failed(error instanceof InternalAddressError ? 'refused' : 'unreachable'));
    return null;
  }
}

/** What an answer comes to whose body need not be read; null for the others. */
function readHead(response: IncomingMessage, url: string | URL, limits: FetchLimits) {
  const { statusCode: status = 0 } = response;
  if (status === 304) return { kind: 'same' } as const;
  const location = status >= 300 && status < 400 ? headerOf(response, 'location') : undefined;
  if (location) {
    const to = URL.parse(asUtf8(location), url)?.href;
    return to ? ({ kind: 'redirect', to } as const) : failed('error-status', status);
  }
  if (status >= 400) {
    const asked = status === 429 || status === 503;
    return {
      ...failed('error-status', status),
      ...(asked && { wait: readWait(headerOf(response, 'retry-after')) }),
    };
  }
  if (Number(headerOf(response, 'content-length') ?? 0) > limits.bytes) return failed('too-large', status);
  return null;
}

function readBody(
  response: IncomingMessage,
  limits: FetchLimits,
  timer: NodeJS.Timeout,
  end: (fetched: Fetched) => void,
  giveUp: (failure: Failure, status?: number) => void,
): void {
  const { statusCode: status = 0 } = response;
  const latest = Date.now() + limits.time;
  const chunks: Buffer<ArrayBuffer>[] = [];
  let length = 0;
  const body = unpackBody(response);
  body.on('data', (chunk: Buffer<ArrayBuffer>) => {
    length += chunk.length;
    if (length > limits.bytes) return giveUp('too-large', status);
    if (Date.now() > latest) return giveUp('too-slow', status);
    chunks.push(chunk);
    timer.refresh();
  });
  body.on('error', () => giveUp('unreachable'));
  body.on('end', () =>
    end({
      kind: 'body',
      status,
      type: headerOf(response, 'content-type') ?? '',
      validators: {
        etag: headerOf(response, 'etag') ?? '',
        lastModified: headerOf(response, 'last-modified') ?? '',
      },
      bytes: join(chunks, length),
    }),
  );
}

function failed(failure: Failure, status = 0): Fetched & { readonly kind: 'failed' } {
  return { kind: 'failed', failure, status };
}

/** Node reads headers byte by byte; addresses with Vietnamese letters come as UTF-8. */
function asUtf8(header: string): string {
  return Buffer.from(header, 'latin1').toString('utf8');
}

/** Most pages come in one piece, which is not copied where little else lies in its memory. */
function join(chunks: readonly Buffer<ArrayBuffer>[], length: number): Uint8Array<ArrayBuffer> {
  const [first] = chunks;
  if (first?.length === length && first.buffer.byteLength <= 2 * length)
    return new Uint8Array(first.buffer, first.byteOffset, length);
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** Seconds or a date; what is not understood is five seconds. */
function readWait(written: string | undefined): number {
  const seconds = written === undefined ? 5 : Number(written);
  const wait = Number.isNaN(seconds) ? Date.parse(written ?? '') - Date.now() : seconds * 1000;
  return Math.min(LONGEST_WAIT, Math.max(0, Number.isNaN(wait) ? 5_000 : wait));
}
