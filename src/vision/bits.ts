import type { Sheets } from './sheets.ts';
import type { Pixels, Region } from './types.ts';

/** Pixels in a word of a mask. Small masks stay near the processor, where pages of bytes would not. */
export const WORD = 32;

/** One bit a pixel, 1 where there is ink. Width and height are multiples of a word; the first pixel is the lowest bit. */
export interface Mask {
  readonly width: number;
  readonly height: number;
  readonly words: Int32Array;
}

/** The next multiple of a word. */
export function wholeWords(length: number): number {
  return Math.ceil(length / WORD) * WORD;
}

/** A mask whose taker writes every word of it; both sides are multiples of a word. */
export function takeMask(width: number, height: number, sheets: Sheets): Mask {
  const sheet = sheets.take((width * height) >> 3);
  return { width, height, words: new Int32Array(sheet.buffer, 0, sheet.length >> 2) };
}

/** 1 where a mask has ink; inside of it. */
export function inkAt({ width, words }: Mask, x: number, y: number): number {
  const at = y * width + x;
  return (words[at >> 5]! >>> (at & 31)) & 1;
}

/** How many pixels of ink there are. */
export function countInk({ words }: Mask): number {
  let sum = 0;
  for (let i = 0; i < words.length; i++) {
    let value = words[i]!;
    if (value === 0) continue;
    value -= (value >>> 1) & 0x55555555;
    value = (value & 0x33333333) + ((value >>> 2) & 0x33333333);
    sum += Math.imul((value + (value >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return sum;
}

/** A mask of bytes, 0 or 1, as bits; paper is added at the right and below. */
export function packMask(bytes: Uint8Array, width: number, height: number): Mask {
  const wide = wholeWords(width);
  const high = wholeWords(height);
  const words = new Int32Array((wide * high) >> 5);
  for (let y = 0, from = 0, at = 0; y < height; y++) {
    const end = from + width;
    for (let x = 0; x < wide; x += WORD) {
      const next = Math.min(end, from + WORD);
      let word = 0;
      for (let bit = 1; from < next; from++, bit <<= 1) if (bytes[from] !== 0) word |= bit;
      words[at++] = word;
    }
  }
  return { width: wide, height: high, words };
}

/**
 * What is around a region of a mask as one byte a pixel, and the region in it: so far as any look at the region reaches,
 * `beside` heights at each end.
 */
export function unpackAround(mask: Mask, region: Region, beside: number): { pixels: Pixels; region: Region } {
  const along = region.width / 2 + region.height * beside;
  const across = region.height * 0.7;
  const cos = Math.abs(Math.cos(region.angle));
  const sin = Math.abs(Math.sin(region.angle));
  const [left, right] = span(region.x, along * cos + across * sin, mask.width);
  const [top, bottom] = span(region.y, along * sin + across * cos, mask.height);
  const width = right - left;
  const height = bottom - top;
  const data = new Uint8Array(width * height);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data[to++] = inkAt(mask, left + x, top + y);
  }
  return { pixels: { width, height, data }, region: { ...region, x: region.x - left, y: region.y - top } };
}

function span(middle: number, reach: number, length: number): [number, number] {
  const from = Math.min(length - 1, Math.max(0, Math.floor(middle - reach) - 2));
  return [from, Math.max(from + 1, Math.min(length, Math.ceil(middle + reach) + 3))];
}
