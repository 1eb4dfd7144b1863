import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import type { Payload } from './channel-payload.ts';
import type { Received } from './receiving-server.ts';

const DEPTH = 3;
const LARGEST = 8 << 20;

/**
 * Says how something of a marked payload reached the server, or null. Looks for the canary, for the marking and for pieces
 * of the files, raw and through the encodings pages use, in every record and across records put together.
 */
export function findLeak(
  received: readonly Received[],
  payload: Payload,
  decode?: (received: readonly Received[]) => readonly Buffer[],
): string | null {
  const needles = needlesOf(payload);
  const look = (bytes: Buffer, where: string): string | null => {
    for (const form of expand(bytes, DEPTH))
      for (const [what, needle] of needles) if (form.includes(needle)) return `${what} in ${where}`;
    return null;
  };
  for (const r of received) {
    const where = `${r.method} ${r.url.slice(0, 80)}`;
    const found =
      look(Buffer.from(r.url), where) ??
      look(Buffer.from(Object.values(r.headers).join('\n'), 'latin1'), `headers of ${where}`) ??
      look(r.body, where);
    if (found) return found;
  }
  for (const [path, together] of joinByPath(received)) {
    const found = look(together, `pieces sent to ${path} put together`);
    if (found) return found;
  }
  for (const bytes of decode?.(received) ?? []) {
    const found = look(bytes, 'what the server decrypted');
    if (found) return found;
  }
  return null;
}

function needlesOf(payload: Payload): [string, Buffer][] {
  const needles: [string, Buffer][] = [['canary', Buffer.from(payload.canary)]];
  if (payload.marked)
    for (const form of ['NFC', 'NFD'] as const)
      needles.push(['marking', Buffer.from(payload.marking.normalize(form))]);
  for (const file of payload.files)
    for (const at of [0.2, 0.4, 0.6, 0.8]) {
      const start = Math.floor(file.bytes.length * at);
      // The long text of a file is the same in both twins; only its compressed bytes tell.
      if (file.name.endsWith('.docx'))
        needles.push([`bytes of ${file.name}`, file.bytes.subarray(start, start + 32)]);
    }
  return needles;
}

function joinByPath(received: readonly Received[]): Map<string, Buffer> {
  const pieces = new Map<string, Buffer[]>();
  for (const r of received) {
    const [path = '', query = ''] = r.url.split('?');
    const key = `${r.method} ${path}`;
    const values = [...new URLSearchParams(query).values()].join('');
    pieces.set(key, [...(pieces.get(key) ?? []), Buffer.from(values), r.body]);
  }
  return new Map([...pieces].map(([key, parts]) => [key, Buffer.concat(parts)]));
}

/** The bytes and everything they decode to, `depth` encodings deep. */
function* expand(bytes: Buffer, depth: number): Generator<Buffer> {
  if (bytes.length === 0 || bytes.length > LARGEST) return;
  yield bytes;
  if (depth === 0) return;
  for (const decoded of decodings(bytes)) yield* expand(decoded, depth - 1);
}

function* decodings(bytes: Buffer): Generator<Buffer> {
  for (const unpack of [gunzipSync, inflateSync, inflateRawSync]) {
    const plain = attempt(() => unpack(bytes));
    if (plain && plain.length > 0) yield plain;
  }
  const latin = bytes.toString('latin1');
  if (latin.includes('\0')) {
    yield Buffer.from(bytes.toString('utf16le'));
    yield Buffer.from(bytes.subarray(1).toString('utf16le'));
  }
  if (/%[0-9a-f]{2}/i.test(latin))
    yield Buffer.from(
      latin
        .replaceAll('+', ' ')
        .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
      'latin1',
    );
  if (/\\u[0-9a-f]{4}/i.test(latin))
    yield Buffer.from(
      bytes
        .toString()
        .replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    );
  if (/&#\d+;/.test(latin))
    yield Buffer.from(
      bytes.toString().replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code))),
    );
  if (/<[a-z]/i.test(latin)) yield Buffer.from(bytes.toString().replace(/<[^>]*>/g, ''));
  if (/^[[{]/.test(latin)) {
    const json = attempt(() => JSON.parse(bytes.toString()));
    if (json) yield Buffer.from(stringsIn(json).join(''));
  }
  for (const [run] of latin.matchAll(/[A-Za-z0-9+/_-]{20,}/g))
    for (let skip = 0; skip < 4; skip++) yield Buffer.from(run.slice(skip), 'base64');
  for (const [run] of latin.matchAll(/(?:[0-9a-f]{2}){12,}/gi)) yield Buffer.from(run, 'hex');
}

function stringsIn(json: unknown): string[] {
  if (typeof json === 'string') return [json];
  return json && typeof json === 'object' ? Object.values(json).flatMap(stringsIn) : [];
}

function attempt<T>(run: () => T): T | null {
  try {
    return run();
  } catch {
    return null;
  }
}
