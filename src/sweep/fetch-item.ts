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

const AGENT = 'LaChan-Sweep/1 (+pre-publication check; obeys robots.txt)';
export const AGENT_NAME = 'LaChan-Sweep';
const LONGEST_WAIT = 60_000;

/** Asks for one address without following redirects. Never rejects; never reads more than the limits allow. */
export async function fetchItem(
  url: string,
  known: Validators | null,
  limits: FetchLimits,
  signal: AbortSignal,
): Promise<Fetched> {
  const stop = new AbortController();
  const end = Date.now() + limits.time;
  const timer = setTimeout(() => stop.abort('too-slow'), limits.silence);
  const onStop = () => stop.abort();
  signal.addEventListener('abort', onStop, { once: true });
  if (signal.aborted) onStop();
  const failed = (failure: Failure, status = 0): Fetched => ({ kind: 'failed', failure, status });
  try {
    const response = await fetch(url, {
      redirect: 'manual',
      signal: stop.signal,
      headers: {
        'user-agent': AGENT,
        accept: '*/*',
        'accept-language': 'vi,en;q=0.5',
        ...(known?.etag ? { 'if-none-match': known.etag } : {}),
        ...(known?.lastModified ? { 'if-modified-since': known.lastModified } : {}),
      },
    });
    const { status, headers, body } = response;
    const leave = (what: Fetched): Fetched => {
      body?.cancel().catch(() => undefined);
      return what;
    };
    if (status === 304) return leave({ kind: 'same' });
    const location = headers.get('location');
    if (status >= 300 && status < 400 && location) {
      const to = URL.parse(location, url)?.href;
      return leave(to ? { kind: 'redirect', to } : failed('error-status', status));
    }
    if (status >= 400) {
      const wait = status === 429 || status === 503 ? readWait(headers.get('retry-after')) : undefined;
      return leave({ ...failed('error-status', status), ...(wait === undefined ? {} : { wait }) } as Fetched);
    }
    if (Number(headers.get('content-length') ?? 0) > limits.bytes) return leave(failed('too-large', status));
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of body ?? []) {
      length += chunk.length;
      if (length > limits.bytes) return failed('too-large', status);
      if (Date.now() > end) return failed('too-slow', status);
      chunks.push(chunk);
      timer.refresh();
    }
    const validators = {
      etag: headers.get('etag') ?? '',
      lastModified: headers.get('last-modified') ?? '',
    };
    return {
      kind: 'body',
      status,
      type: headers.get('content-type') ?? '',
      validators,
      bytes: join(chunks, length),
    };
  } catch {
    return failed(stop.signal.reason === 'too-slow' ? 'too-slow' : 'unreachable');
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onStop);
  }
}

function join(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** Seconds or a date; what is not understood is five seconds. */
function readWait(written: string | null): number {
  const seconds = written === null ? 5 : Number(written);
  const wait = Number.isNaN(seconds) ? Date.parse(written ?? '') - Date.now() : seconds * 1000;
  return Math.min(LONGEST_WAIT, Math.max(0, Number.isNaN(wait) ? 5_000 : wait));
}
