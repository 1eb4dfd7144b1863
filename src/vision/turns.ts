import { inkAt, type Mask, takeMask, WORD } from './bits.ts';
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

/** Along which side of the picture lines of letters run: 0 along the rows, 1 along the columns, null when nothing tells. */
export function lineAxis(mask: Mask, shapes: Shapes): 0 | 1 | null {
  const { width, height } = mask;
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
    const middle = (top + bottom) >> 1;
    for (let x = right + 1; x <= Math.min(width - 1, right + reach); x++) {
      if (inkAt(mask, x, middle)) {
        rows++;
        break;
      }
    }
    const centre = (left + right) >> 1;
    for (let y = bottom + 1; y <= Math.min(height - 1, bottom + reach); y++) {
      if (inkAt(mask, centre, y)) {
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
  const { width, height, words } = mask;
  if (turn === 0) return mask;
  if (turn === 2) {
    const out = takeMask(width, height, sheets);
    for (let i = 0; i < words.length; i++) out.words[words.length - 1 - i] = reverseBits(words[i]!);
    return out;
  }
  const out = takeMask(height, width, sheets);
  const across = width / WORD;
  const down = height / WORD;
  const block = new Int32Array(WORD);
  for (let row = 0; row < down; row++) {
    for (let column = 0; column < across; column++) {
      let any = 0;
      for (let i = 0, at = row * WORD * across + column; i < WORD; i++, at += across) {
        const word = words[at]!;
        any |= word;
        block[turn === 1 ? WORD - 1 - i : i] = word;
      }
      if (any !== 0) transpose(block);
      const to = turn === 1 ? down - 1 - row : row;
      for (let i = 0; i < WORD; i++) {
        const x = column * WORD + i;
        out.words[(turn === 1 ? x : width - 1 - x) * down + to] = block[i]!;
      }
    }
  }
  return out;
}

function reverseBits(word: number): number {
  let value = ((word >>> 1) & 0x55555555) | ((word & 0x55555555) << 1);
  value = ((value >>> 2) & 0x33333333) | ((value & 0x33333333) << 2);
  value = ((value >>> 4) & 0x0f0f0f0f) | ((value & 0x0f0f0f0f) << 4);
  value = ((value >>> 8) & 0x00ff00ff) | ((value & 0x00ff00ff) << 8);
  return (value >>> 16) | (value << 16);
}

/** Rows of 32 bits become columns, in place: halves change places, then quarters, and so on. */
function transpose(block: Int32Array): void {
  for (let side = 16, low = 0xffff; side !== 0; side >>= 1, low ^= low << side) {
    for (let i = 0; i < WORD; i = (i + side + 1) & ~side) {
      const swap = ((block[i]! >>> side) ^ block[i + side]!) & low;
      block[i + side]! ^= swap;
      block[i]! ^= swap << side;
    }
  }
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
