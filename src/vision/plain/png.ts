import { inflateAtMost } from '../../unpacking/inflate.ts';
import { ImageError, type Pixels } from '../types.ts';

interface Head {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colour: number;
  readonly interlaced: boolean;
}

/** Columns and rows of the seven passes of an interlaced picture: first and step. */
const PASSES = [
  [0, 8, 0, 8],
  [4, 8, 0, 8],
  [0, 4, 4, 8],
  [2, 4, 0, 4],
  [0, 2, 2, 4],
  [1, 2, 0, 2],
  [0, 1, 1, 2],
] as const;
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Decodes a PNG of any colour type and depth; transparency falls on white. */
export function decodePng(bytes: Uint8Array): Pixels {
  const { head, packed, palette, clear } = readChunks(bytes);
  const channels = CHANNELS[head.colour];
  if (!channels || head.width === 0 || head.height === 0) throw new ImageError('damaged', 'png colour type');
  const bits = channels * head.depth;
  const passes = head.interlaced ? PASSES : ([[0, 1, 0, 1]] as const);
  const sizes = passes.map(([x, dx, y, dy]) => {
    const width = Math.ceil((head.width - x) / dx);
    const height = Math.ceil((head.height - y) / dy);
    return { width, height, row: Math.ceil((width * bits) / 8) };
  });
  const needed = sizes.reduce((sum, { width, height, row }) => sum + (width > 0 ? height * (row + 1) : 0), 0);
  const raw = inflate(packed, needed);
  const out = new Uint8Array(head.width * head.height * 4);
  let at = 0;
  passes.forEach(([x0, dx, y0, dy], i) => {
    const { width, height, row } = sizes[i]!;
    if (width <= 0 || height <= 0) return;
    unfilter(raw, at, row, height, Math.max(1, bits >> 3));
    for (let y = 0; y < height; y++) {
      const from = at + y * (row + 1) + 1;
      const to = ((y0 + y * dy) * head.width + x0) * 4;
      writeRow(raw, from, width, head, palette, clear, out, to, dx * 4);
    }
    at += height * (row + 1);
  });
  return { width: head.width, height: head.height, data: out };
}

function readChunks(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let head: Head | undefined;
  let palette = new Uint8Array();
  let clear = new Uint8Array();
  const pieces: Uint8Array[] = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const type = view.getUint32(at + 4);
    const data = bytes.subarray(at + 8, Math.min(bytes.length, at + 8 + length));
    if (type === 0x49484452 && length >= 13) {
      head = {
        width: view.getUint32(at + 8),
        height: view.getUint32(at + 12),
        depth: data[8]!,
        colour: data[9]!,
        interlaced: data[12] === 1,
      };
    } else if (type === 0x504c5445) palette = data.slice();
    else if (type === 0x74524e53) clear = data.slice();
    else if (type === 0x49444154) pieces.push(data);
    else if (type === 0x49454e44) break;
    at += 12 + length;
  }
  if (!head || pieces.length === 0) throw new ImageError('damaged', 'png without pixels');
  const packed = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let to = 0;
  for (const piece of pieces) {
    packed.set(piece, to);
    to += piece.length;
  }
  return { head, packed, palette, clear };
}

function inflate(packed: Uint8Array, needed: number): Uint8Array {
  try {
    const raw = inflateAtMost(packed, needed, 'zlib');
    if (raw.length === needed) return raw;
  } catch (error) {
    throw new ImageError('damaged', String(error));
  }
  throw new ImageError('damaged', 'png ends early');
}

function unfilter(raw: Uint8Array, start: number, row: number, height: number, back: number): void {
  for (let y = 0; y < height; y++) {
    const at = start + y * (row + 1);
    const filter = raw[at]!;
    const from = at + 1;
    const up = y > 0 ? from - row - 1 : -1;
    if (filter === 0) continue;
    for (let x = 0; x < row; x++) {
      const left = x >= back ? raw[from + x - back]! : 0;
      const above = up >= 0 ? raw[up + x]! : 0;
      let guess = 0;
      if (filter === 1) guess = left;
      else if (filter === 2) guess = above;
      else if (filter === 3) guess = (left + above) >> 1;
      else if (filter === 4) guess = paeth(left, above, x >= back && up >= 0 ? raw[up + x - back]! : 0);
      else throw new ImageError('damaged', 'png filter');
      raw[from + x] = raw[from + x]! + guess;
    }
  }
}

function paeth(left: number, above: number, corner: number): number {
  const a = Math.abs(above - corner);
  const b = Math.abs(left - corner);
  const c = Math.abs(left + above - 2 * corner);
  if (a <= b && a <= c) return left;
  return b <= c ? above : corner;
}

function writeRow(
  raw: Uint8Array,
  from: number,
  width: number,
  { depth, colour }: Head,
  palette: Uint8Array,
  clear: Uint8Array,
  out: Uint8Array,
  to: number,
  step: number,
): void {
  const channels = CHANNELS[colour]!;
  const most = (1 << Math.min(depth, 8)) - 1;
  const sample = (index: number): number => {
    if (depth === 8) return raw[from + index]!;
    if (depth === 16) return raw[from + index * 2]!;
    const bit = index * depth;
    return (raw[from + (bit >> 3)]! >> (8 - depth - (bit & 7))) & most;
  };
  const gain = colour === 3 ? 1 : 255 / most;
  for (let x = 0; x < width; x++, to += step) {
    const first = sample(x * channels);
    let alpha = 255;
    if (colour === 3) {
      for (let c = 0; c < 3; c++) out[to + c] = palette[first * 3 + c] ?? 0;
      alpha = clear[first] ?? 255;
    } else if (channels < 3) {
      out[to] = out[to + 1] = out[to + 2] = first * gain;
      if (channels === 2) alpha = sample(x * 2 + 1);
    } else {
      out[to] = first;
      out[to + 1] = sample(x * channels + 1);
      out[to + 2] = sample(x * channels + 2);
      if (channels === 4) alpha = sample(x * 4 + 3);
    }
    out[to + 3] = 255;
    if (alpha < 255) for (let c = 0; c < 3; c++) out[to + c] = 255 - ((255 - out[to + c]!) * alpha) / 255;
  }
}
