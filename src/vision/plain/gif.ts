import { ImageError, type Pixels } from '../types.ts';

/** Decodes the first picture of a GIF; what it leaves clear is white. */
export function decodeGif(bytes: Uint8Array): Pixels {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const width = view.getUint16(6, true);
  const height = view.getUint16(8, true);
  const flags = bytes[10]!;
  const common = flags & 0x80 ? 3 << ((flags & 7) + 1) : 0;
  let at = 13 + common;
  let clear = -1;
  while (at < bytes.length) {
    const kind = bytes[at++];
    if (kind === 0x21) {
      if (bytes[at] === 0xf9 && bytes[at + 2]! & 1) clear = bytes[at + 5]!;
      at = skipBlocks(bytes, at + 1);
    } else if (kind === 0x2c) {
      const frame = {
        x: view.getUint16(at, true),
        y: view.getUint16(at + 2, true),
        width: view.getUint16(at + 4, true),
        height: view.getUint16(at + 6, true),
      };
      const own = bytes[at + 8]! & 0x80 ? 3 << ((bytes[at + 8]! & 7) + 1) : 0;
      const palette = own ? at + 9 : 13;
      const first = at + 9 + own;
      const indices = unpack(bytes, first, frame.width * frame.height);
      const out = new Uint8Array(width * height * 4).fill(255);
      paint(out, width, height, frame, indices, bytes, palette, clear, (bytes[at + 8]! & 0x40) !== 0);
      return { width, height, data: out };
    } else break;
  }
  throw new ImageError('damaged', 'gif without a picture');
}

function skipBlocks(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== 0) at += bytes[at]! + 1;
  return at + 1;
}

/** Undoes the LZW packing; stops at `count` pixels. */
function unpack(bytes: Uint8Array, from: number, count: number): Uint8Array {
  const out = new Uint8Array(count);
  const least = bytes[from]!;
  if (least < 2 || least > 11) throw new ImageError('damaged', 'gif code size');
  const prefix = new Int16Array(4096);
  const suffix = new Uint8Array(4096);
  const stack = new Uint8Array(4097);
  const reset = 1 << least;
  let size = least + 1;
  let next = reset + 2;
  let last = -1;
  let first = 0;
  let bits = 0;
  let held = 0;
  let at = from + 1;
  let left = 0;
  let to = 0;
  while (to < count) {
    while (bits < size) {
      if (left === 0) {
        left = bytes[at++] ?? 0;
        if (left === 0) return out;
      }
      held |= (bytes[at++] ?? 0) << bits;
      bits += 8;
      left--;
    }
    const code = held & ((1 << size) - 1);
    held >>>= size;
    bits -= size;
    if (code === reset) {
      size = least + 1;
      next = reset + 2;
      last = -1;
      continue;
    }
    if (code === reset + 1) return out;
    if (code > next || (last < 0 && code >= reset)) throw new ImageError('damaged', 'gif code');
    let depth = 0;
    let walk = code;
    if (code === next) {
      stack[depth++] = first;
      walk = last;
    }
    while (walk >= reset) {
      stack[depth++] = suffix[walk]!;
      walk = prefix[walk]!;
    }
    first = walk;
    stack[depth++] = walk;
    while (depth > 0 && to < count) out[to++] = stack[--depth]!;
    if (last >= 0 && next < 4096) {
      prefix[next] = last;
      suffix[next++] = first;
      if (next === 1 << size && size < 12) size++;
    }
    last = code;
  }
  return out;
}

function paint(
  out: Uint8Array,
  width: number,
  height: number,
  frame: { x: number; y: number; width: number; height: number },
  indices: Uint8Array,
  bytes: Uint8Array,
  palette: number,
  clear: number,
  interlaced: boolean,
): void {
  const rows = interlaced ? interlacedRows(frame.height) : null;
  for (let line = 0; line < frame.height; line++) {
    const y = frame.y + (rows ? rows[line]! : line);
    if (y >= height) continue;
    for (let x = 0; x < frame.width && frame.x + x < width; x++) {
      const index = indices[line * frame.width + x]!;
      if (index === clear) continue;
      const to = (y * width + frame.x + x) * 4;
      for (let c = 0; c < 3; c++) out[to + c] = bytes[palette + index * 3 + c] ?? 0;
    }
  }
}

function interlacedRows(height: number): number[] {
  const rows: number[] = [];
  for (const [first, step] of [
    [0, 8],
    [4, 8],
    [2, 4],
    [1, 2],
  ] as const) {
    for (let y = first; y < height; y += step) rows.push(y);
  }
  return rows;
}
