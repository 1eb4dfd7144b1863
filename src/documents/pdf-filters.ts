import { inflateSync, Unzlib } from 'fflate';
import type { Budget } from './budget.ts';

/** A way of packing that makes more bytes than it is given; the others make fewer or are pictures. */
export type Growing = 'flate' | 'lzw' | 'run-length' | 'brotli';

const GROWING: Readonly<Record<string, Growing>> = {
  FlateDecode: 'flate',
  Fl: 'flate',
  LZWDecode: 'lzw',
  LZW: 'lzw',
  RunLengthDecode: 'run-length',
  RL: 'run-length',
  BrotliDecode: 'brotli',
};
const HEX = new Set(['ASCIIHexDecode', 'AHx']);
const BASE85 = new Set(['ASCII85Decode', 'A85']);
const STEP = 32 * 1024;
/** Bytes of the head of a stream. */
const HEAD = 1024;
const head = new Uint8Array(HEAD);

/** The packings in a list of filter names that can grow. */
export function growingOf(filters: readonly string[]): Growing[] {
  return filters.flatMap((name) => GROWING[name] ?? []);
}

/** Undoes the two filters that write bytes as letters, where they come first. */
export function withoutLetters(bytes: Uint8Array, filters: readonly string[]): Uint8Array {
  const [first = ''] = filters;
  if (HEX.has(first)) return fromHex(bytes);
  return BASE85.has(first) ? fromBase85(bytes) : bytes;
}

/**
 * How many bytes a packed stream makes; counting ends soon after `limit`. A broken stream makes what comes before the
 * break. `each` gets the bytes of a flate stream as they come.
 */
export function measure(
  packed: Uint8Array,
  by: Growing,
  limit: number,
  budget: Budget,
  each: (piece: Uint8Array) => void = () => undefined,
): number {
  if (by === 'lzw') return measureLzw(packed, limit);
  if (by === 'run-length') return measureRuns(packed);
  // Nothing here reads it, and what it makes has no bound worth the name.
  if (by === 'brotli') return packed.length < HEAD ? 0 : Number.POSITIVE_INFINITY;
  let length = 0;
  const stream = new Unzlib((data) => {
    length += data.length;
    each(data);
  });
  for (let at = 0; at < packed.length && length <= limit; at += STEP) {
    try {
      stream.push(packed.subarray(at, at + STEP));
    } catch {
      break;
    }
    budget.checkTime();
  }
  return length;
}

/** The first bytes of a flate stream, zeros where there are fewer. */
export function flateHead(packed: Uint8Array): Uint8Array {
  head.fill(0);
  try {
    // What does not fit is dropped.
    inflateSync(packed.subarray(2, 2 + HEAD / 2), { out: head });
  } catch {
    // The input is cut on purpose.
  }
  return head;
}

/** Each code stands for one byte or for one byte more than what an earlier code stands for: lengths are enough. */
function measureLzw(packed: Uint8Array, limit: number): number {
  const CLEAR = 256;
  const END = 257;
  const lengths = new Uint32Array(4097).fill(1, 0, 256);
  let next = 258;
  let last = 0;
  let width = 9;
  let bits = 0;
  let held = 0;
  let total = 0;
  for (const byte of packed) {
    held = ((held << 8) | byte) & 0xffffff;
    bits += 8;
    if (bits < width) continue;
    bits -= width;
    const code = (held >>> bits) & ((1 << width) - 1);
    if (code === END || total > limit) break;
    if (code === CLEAR) {
      next = 258;
      last = 0;
      width = 9;
      continue;
    }
    const length = code < next ? lengths[code] || 1 : last + 1;
    if (last > 0 && next < 4096) lengths[next++] = last + 1;
    // Early change, the usual way, and late change differ by one code: the difference is no matter here.
    if (next + 1 >= 1 << width && width < 12) width += 1;
    total += length;
    last = length;
  }
  return total;
}

function measureRuns(packed: Uint8Array): number {
  let total = 0;
  for (let at = 0; at < packed.length; ) {
    const length = packed[at] as number;
    if (length === 128) break;
    total += length < 128 ? length + 1 : 257 - length;
    at += length < 128 ? length + 2 : 2;
  }
  return total;
}

function fromHex(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length >> 1);
  let to = 0;
  let high = -1;
  for (const byte of bytes) {
    const digit = Number.parseInt(String.fromCharCode(byte), 16);
    if (Number.isNaN(digit)) continue;
    if (high < 0) high = digit;
    else {
      out[to++] = high * 16 + digit;
      high = -1;
    }
  }
  return out.subarray(0, to);
}

function fromBase85(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length * 4);
  const view = new DataView(out.buffer);
  let to = 0;
  let count = 0;
  let value = 0;
  for (const byte of bytes) {
    if (byte === 0x7e) break;
    if (byte === 0x7a && count === 0) to += 4;
    if (byte < 0x21 || byte > 0x75) continue;
    value = value * 85 + (byte - 0x21);
    count += 1;
    if (count < 5) continue;
    view.setUint32(to, value >>> 0);
    to += 4;
    count = 0;
    value = 0;
  }
  if (count > 1) {
    for (let rest = count; rest < 5; rest++) value = value * 85 + 84;
    view.setUint32(to, value >>> 0);
    to += count - 1;
  }
  return out.subarray(0, to);
}
