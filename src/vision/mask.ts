import { type Mask, takeMask } from './bits.ts';
import type { Planes } from './planes.ts';
import { Sheets } from './sheets.ts';

/** Side of the squares in which the lightness of the paper is taken, in pixels of the search: 2 to the power of 4. */
const SQUARE = 16;

/** How light the paper is, square by square. */
export interface Paper {
  readonly columns: number;
  readonly rows: number;
  readonly light: Uint8Array;
}

/** Ink is darker than this share of the paper's light. */
export const INK = 0.87;

export function measurePaper(planes: Planes): Paper {
  const columns = Math.ceil(planes.width / SQUARE);
  const rows = Math.ceil(planes.height / SQUARE);
  return { columns, rows, light: spread(paperLight(planes, columns, rows), columns, rows) };
}

/** Where it is darker than `share` of the paper around; looked at only near ink of `within`, if that is given. */
export function maskDarker(
  planes: Planes,
  paper: Paper,
  share: number,
  sheets = new Sheets(),
  within?: Mask,
): Mask {
  const { width, height, light } = planes;
  const mask = takeMask(width, height, sheets);
  const { words } = mask;
  const four = new Int32Array(light.buffer, light.byteOffset, light.length >> 2);
  const across = width >> 5;
  for (let y = 0, word = 0, at = 0; y < height; y++) {
    const squares = (y >> 4) * paper.columns;
    for (let x = 0; x < across; x++, word++) {
      if (within && within.words[word] === 0) {
        words[word] = 0;
        at += 8;
        continue;
      }
      let inks = 0;
      for (let half = 0; half < 2; half++) {
        const limit = Math.floor(paper.light[squares + x * 2 + half]! * share);
        // Four pixels in one number, two by two: what is taken from 256 more falls below 256 where it is darker.
        const limits = (limit << 16) | limit;
        for (let end = at + 4; at < end; at++) {
          const value = four[at]!;
          const even = ((value & 0xff00ff) | 0x1000100) - limits;
          const odd = (((value >>> 8) & 0xff00ff) | 0x1000100) - limits;
          const dark = ((~even >>> 8) & 0x10001) | (~odd & 0x1000100);
          // The four bits come together at the upper end, and move down as others follow.
          inks = (inks >>> 4) | (Math.imul(dark, 0x10204080) & 0xf0000000);
        }
      }
      words[word] = inks;
    }
  }
  return mask;
}

/** The mean of the lighter half of each square. */
function paperLight({ width, height, light }: Planes, columns: number, rows: number): Uint8Array {
  const paper = new Uint8Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const right = Math.min(width, (column + 1) * SQUARE);
      const bottom = Math.min(height, (row + 1) * SQUARE);
      let sum = 0;
      let count = 0;
      for (let y = row * SQUARE; y < bottom; y += 2) {
        for (let x = column * SQUARE; x < right; x += 4) {
          sum += light[y * width + x]!;
          count++;
        }
      }
      const mean = sum / count;
      let above = 0;
      let many = 0;
      for (let y = row * SQUARE; y < bottom; y += 2) {
        for (let x = column * SQUARE; x < right; x += 4) {
          const value = light[y * width + x]!;
          if (value >= mean) {
            above += value;
            many++;
          }
        }
      }
      paper[row * columns + column] = many ? above / many : mean;
    }
  }
  return paper;
}

/** Takes the lightest of the squares around, so that a square full of ink has a paper too. */
function spread(paper: Uint8Array, columns: number, rows: number): Uint8Array {
  const out = new Uint8Array(paper.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      let most = 0;
      let count = 0;
      for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++) {
        for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x++) {
          const value = paper[y * columns + x]!;
          sum += value;
          count++;
          if (value > most) most = value;
        }
      }
      out[row * columns + column] = (most + sum / count) / 2;
    }
  }
  return out;
}
