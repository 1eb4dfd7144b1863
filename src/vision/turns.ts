import type { Letters } from './lines.ts';
import type { Shapes } from './shapes.ts';
import { Sheets } from './sheets.ts';
import type { Region } from './types.ts';

/** Quarter turns clockwise that bring a picture upright. */
export type Turn = 0 | 1 | 2 | 3;

/** Sides of shapes that tell how lines run, in pixels of the search. */
const SMALLEST = 5;
const LARGEST = 60;
/** Letters lower than this are blurred too much to tell heads from feet, where they are the most of a page. */
const LOWEST = 8;
/** How far the next letter of a line is looked for, in sides of a letter. */
const REACH = 0.45;
/** Hints below which nothing is sure, and how much more there must be for one way than for the other. */
const FEWEST = 24;
const CLEARLY = { axis: 1.4, heads: 1.8 } as const;

/** A mask and its size in pixels. */
export interface Mask {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Along which side of the picture lines of letters run: 0 along the rows, 1 along the columns, null when nothing tells. */
export function lineAxis({ width, height, data }: Mask, shapes: Shapes): 0 | 1 | null {
  let rows = 0;
  let columns = 0;
  for (let shape = 0; shape < shapes.count; shape++) {
    const left = shapes.left[shape]!;
    const top = shapes.top[shape]!;
    const right = shapes.right[shape]!;
    const bottom = shapes.bottom[shape]!;
    const wide = right - left + 1;
    const high = bottom - top + 1;
    const least = Math.min(wide, high);
    if (least < SMALLEST || least > LARGEST) continue;
    // Letters that touch make long shapes.
    if (wide > high * 1.6) rows++;
    else if (high > wide * 1.6) columns++;
    const reach = Math.ceil(least * REACH);
    const middle = ((top + bottom) >> 1) * width;
    for (let x = right + 1; x <= Math.min(width - 1, right + reach); x++) {
      if (data[middle + x]) {
        rows++;
        break;
      }
    }
    const centre = (left + right) >> 1;
    for (let y = bottom + 1; y <= Math.min(height - 1, bottom + reach); y++) {
      if (data[y * width + centre]) {
        columns++;
        break;
      }
    }
  }
  return decide(rows, columns, CLEARLY.axis);
}

/**
 * Which way up lines along the rows stand: 0 upright, 1 upside down, null when nothing tells. Latin letters share their
 * feet and differ in their heads, the more so with the marks of Vietnamese.
 */
export function lineHeads({ top, bottom }: Shapes, { letters, next }: Letters): 0 | 1 | null {
  let upright = 0;
  let turned = 0;
  const heights = new Uint32Array(LOWEST + 1);
  for (let i = 0; i < letters.length; i++) {
    if (next[i] === -1) continue;
    const one = letters[i]!;
    const two = letters[next[i]!]!;
    const high = bottom[one]! - top[one]! + 1;
    heights[Math.min(high, LOWEST)]!++;
    const much = Math.max(2, high * 0.2);
    const heads = Math.abs(top[one]! - top[two]!);
    const feet = Math.abs(bottom[one]! - bottom[two]!);
    if (feet <= 1 && heads >= much) upright++;
    else if (heads <= 1 && feet >= much) turned++;
  }
  const low = heights.subarray(0, LOWEST).reduce((sum, count) => sum + count, 0);
  if (low > heights[LOWEST]!) return null;
  return decide(upright, turned, CLEARLY.heads);
}

function decide(first: number, second: number, clearly: number): 0 | 1 | null {
  if (first + second < FEWEST) return null;
  if (first > second * clearly) return 0;
  return second > first * clearly ? 1 : null;
}

/** A mask as it lies after a turn. */
export function turnMask(mask: Mask, turn: Turn, sheets = new Sheets()): Mask {
  const { width, height, data } = mask;
  if (turn === 0) return mask;
  if (turn === 2) return { width, height, data: data.slice().reverse() };
  const out = sheets.take(data.length);
  const fours = new Int32Array(data.buffer, data.byteOffset, data.length >> 2);
  const first = turn === 1 ? height - 1 : (width - 1) * height;
  const across = turn === 1 ? height : -height;
  const down = turn === 1 ? -1 : 1;
  for (let y = 0; y < height; y++) {
    const to = first + y * down;
    const from = y * width;
    // Ink alone is written: what lies far apart is slow to reach. Paper is passed four pixels at a time.
    for (let x = 0; x < width; x++) {
      if (((from + x) & 3) === 0 && x + 4 <= width && fours[(from + x) >> 2] === 0) x += 3;
      else if (data[from + x]) out[to + x * across] = 1;
    }
  }
  return { width: height, height: width, data: out };
}

/** A region of a turned mask as it lies in the mask before the turn, whose size is given. */
export function turnBack(region: Region, turn: Turn, width: number, height: number): Region {
  const { x, y } = region;
  const angle = region.angle - (turn * Math.PI) / 2;
  switch (turn) {
    case 0:
      return region;
    case 1:
      return { ...region, x: y, y: height - x, angle };
    case 2:
      return { ...region, x: width - x, y: height - y, angle };
    case 3:
      return { ...region, x: width - y, y: x, angle };
  }
}
