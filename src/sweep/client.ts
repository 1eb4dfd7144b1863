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

  /** Asks for an address without following redirects. Throws `InternalAddressError`, or emits it as the request's error. */
  ask(url: URL, headers: Readonly<Record<string, string>>): ClientRequest {
    refuseInternalHost(url, this.#reach);
    const agreed = { ...headers, 'accept-encoding': 'gzip, br' };
    return url.protocol === 'https:'
      ? requestSecurely(url, { agent: this.#secure, headers: agreed })
      : request(url, { agent: this.#plain, headers: agreed });
  }

  close(): void {
    this.#plain.destroy();
    this.#secure.destroy();
  }
}

const FLUSH = { finishFlush: constants.Z_SYNC_FLUSH };

/** The body as it was before the server packed it; what is cut off gives what there is of it. Errors come as its own. */
export function unpackBody(response: IncomingMessage): Readable {
  const decoder = decoderOf(response.headers['content-encoding']);
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
