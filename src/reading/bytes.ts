import { Gunzip, Inflate } from 'fflate';

const INFLATED = 4_000_000;
/** Packed bytes inflated at once; they make at most about a thousand times as many. */
const STEP = 1_024;
const utf8 = new TextDecoder('utf-8');
const utf16 = new TextDecoder('utf-16le');
const utf16be = new TextDecoder('utf-16be');
// biome-ignore lint/suspicious/noControlCharactersInRegex: the marks of binary framing stand for line breaks
const FRAMING = /[\u0000-\u0008\u000e-\u001f\ufffd]+/gu;

/** The texts that bytes may be: UTF-8, UTF-16, or either after inflating. Binary framing around words becomes line breaks. */
export function readBytes(source: ArrayBuffer | ArrayBufferView): string[] {
  const view =
    source instanceof ArrayBuffer
      ? new Uint8Array(source)
      : new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  // Copied: in Firefox a content script may not look into bytes that belong to the page.
  const bytes = new Uint8Array(view);
  const inflated = inflate(bytes);
  return inflated ? decode(inflated) : decode(bytes);
}

function decode(bytes: Uint8Array): string[] {
  const wide = widthOf(bytes);
  if (wide === 'le') return [utf16.decode(bytes)];
  if (wide === 'be') return [utf16be.decode(bytes)];
  return [utf8.decode(bytes).replace(FRAMING, '\n')];
}

/** Vietnamese in UTF-16 has a zero in at least every fourth pair. */
function widthOf(bytes: Uint8Array): 'le' | 'be' | null {
  const length = Math.min(bytes.length, 512) & ~1;
  let high = 0;
  let low = 0;
  for (let i = 0; i < length; i += 2) {
    if (bytes[i] === 0 && bytes[i + 1] !== 0) high++;
    if (bytes[i + 1] === 0 && bytes[i] !== 0) low++;
  }
  if (low > length / 8 && low > 4 * high) return 'le';
  if (high > length / 8 && high > 4 * low) return 'be';
  return null;
}

/** At most the first 4 MB of a gzip, zlib or bare deflate body; null when it is none. */
function inflate(bytes: Uint8Array): Uint8Array | null {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return run(bytes, (keep) => new Gunzip(keep));
  if (bytes[0] === 0x78 && ((bytes[0] << 8) | (bytes[1] ?? 0)) % 31 === 0)
    return run(bytes.subarray(2), (keep) => new Inflate(keep));
  if (isText(bytes)) return null;
  const bare = run(bytes, (keep) => new Inflate(keep));
  return bare && bare.length > bytes.length / 2 && isText(bare) ? bare : null;
}

/** True when the first letters are mostly valid UTF-8. */
function isText(bytes: Uint8Array): boolean {
  const start = utf8.decode(bytes.subarray(0, 256));
  const broken = start.match(FRAMING)?.join('').length ?? 0;
  return broken <= start.length / 10;
}

type MakeInflater = (keep: (chunk: Uint8Array) => void) => { push(chunk: Uint8Array, final: boolean): void };

function run(bytes: Uint8Array, make: MakeInflater): Uint8Array | null {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const inflater = make((chunk) => {
    if (size < INFLATED) chunks.push(chunk.subarray(0, INFLATED - size));
    size += chunk.length;
  });
  try {
    for (let at = 0; at < bytes.length && size < INFLATED; at += STEP)
      inflater.push(bytes.subarray(at, at + STEP), at + STEP >= bytes.length);
  } catch {
    // What came out before the damage still counts.
  }
  if (size === 0) return null;
  const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
