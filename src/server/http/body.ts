import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

const unzip = promisify(gunzip);

/** Reads a body to its end, or null when it is larger than `most` bytes. */
export async function readBody(request: Request, most: number): Promise<Uint8Array<ArrayBuffer> | null> {
  if (Number(request.headers.get('content-length') ?? 0) > most) return null;
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body) {
    length += chunk.length;
    if (length > most) return null;
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** The text of gzipped bytes; null when it is none, or longer than `most` bytes: a bomb is not unpacked. */
export async function unzipText(bytes: Uint8Array, most: number): Promise<string | null> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await unzip(bytes, { maxOutputLength: most }));
  } catch {
    return null;
  }
}
