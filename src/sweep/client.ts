import { type ClientRequest, type IncomingMessage, Agent as PlainAgent, request } from 'node:http';
import { request as requestSecurely, Agent as SecureAgent } from 'node:https';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { guardedLookup, type Reach, refuseInternalHost } from './reach.ts';

/** Connections of one sweep: kept for further requests, and never made to where they may not lead. */
export class Client {
  readonly #reach: Reach;
  readonly #plain: PlainAgent;
  readonly #secure: SecureAgent;

  constructor(reach: Reach) {
    const lookup = guardedLookup(reach);
    const options = { keepAlive: true, ...(lookup && { lookup }) };
    this.#reach = reach;
    this.#plain = new PlainAgent(options);
    this.#secure = new SecureAgent(options);
  }

  /**
   * Asks for an address without following redirects. `headers` are names and values by turns, which Node sends as they are:
   * a sixth of a request's work is to make an object of them first. Throws `InternalAddressError`, or emits it as the
   * request's error.
   */
  ask(url: URL, headers: readonly string[]): ClientRequest {
    if (this.#reach !== 'any') refuseInternalHost(url, this.#reach);
    const isSecure = url.protocol === 'https:';
    const options = {
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: Number(url.port) || (isSecure ? 443 : 80),
      path: url.pathname + url.search,
      headers: ['host', url.host, 'accept-encoding', 'gzip, br', ...headers],
    };
    return isSecure
      ? requestSecurely({ ...options, agent: this.#secure })
      : request({ ...options, agent: this.#plain });
  }

  close(): void {
    this.#plain.destroy();
    this.#secure.destroy();
  }
}

/** The first header of a name, given in small letters. Node would make an object of all for the few that are asked for. */
export function headerOf({ rawHeaders }: IncomingMessage, name: string): string | undefined {
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const one = rawHeaders[at]!;
    if (one.length === name.length && one.toLowerCase() === name) return rawHeaders[at + 1];
  }
  return undefined;
}

const FLUSH = { finishFlush: constants.Z_SYNC_FLUSH };

/** The body as it was before the server packed it; what is cut off gives what there is of it. Errors come as its own. */
export function unpackBody(response: IncomingMessage): Readable {
  const decoder = decoderOf(headerOf(response, 'content-encoding'));
  // An error of either ends both, and is the decoder's.
  return decoder ? pipeline(response, decoder, () => undefined) : response;
}

function decoderOf(encoding: string | undefined) {
  switch (encoding?.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip(FLUSH);
    case 'deflate':
      return createInflate(FLUSH);
    case 'br':
      return createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH });
    default:
      return null;
  }
}
