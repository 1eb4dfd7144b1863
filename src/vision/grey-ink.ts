import { countInk, inkAt, type Mask, takeMask, WORD } from './bits.ts';
import { INK, maskDarker, type Paper } from './mask.ts';
import type { Planes } from './planes.ts';
import type { Shapes } from './shapes.ts';
import { Sheets } from './sheets.ts';

/** How much lighter than print the ink of a stamp must be, as a share of the way from print to paper. */
const LIGHTER = 0.3;
/** The widest stroke of print that a stroke of a stamp is followed under, in pixels of the search. */
const UNDER = 6;
/** Fewer pixels than this hold no words; more than this share of all ink is print of many kinds, or a picture. */
const FEWEST = 150;
const MOST = 0.4;
/** Wider runs of ink are no strokes, in pixels of the search. */
const WIDEST_STROKE = 24;
/** Steps to the neighbours that ink is followed to. */
const WAYS = [
  [1, 0],
  [0, 1],
  [1, 1],
  [-1, 1],
] as const;

/**
 * Where there is ink that is lighter than the page's print: on a grey copy a red stamp is, also where lines of print run over
 * it. Print is taken out with its edges, and what goes on at the other side of it is joined. Null when there is none.
 */
export function maskGrey(
  planes: Planes,
  paper: Paper,
  dark: Mask,
  { runs }: Shapes,
  sheets = new Sheets(),
): Mask | null {
  const { width, height } = planes;
  const print = printLight(planes, paper, runs);
  if (print === null) return null;
  const share = print + (INK - print) * LIGHTER;
  const near = thicken(maskDarker(planes, paper, share, sheets, dark), sheets);
  const grey = takeMask(width, height, sheets);
  for (let i = 0; i < grey.words.length; i++) grey.words[i] = dark.words[i]! & ~near.words[i]!;
  const count = countInk(grey);
  if (count < FEWEST || count > countInk(dark) * MOST) return null;
  return followUnder(grey, near, sheets);
}

/** The middle of how dark strokes are at their darkest, as a share of the paper's light; null without strokes. */
function printLight({ width, light }: Planes, paper: Paper, runs: Shapes['runs']): number | null {
  const counts = new Uint32Array(256);
  let strokes = 0;
  for (let run = 0; run < runs.count; run++) {
    const y = runs.row[run]!;
    const start = runs.start[run]!;
    const end = runs.end[run]!;
    if (y % 3 !== 0 || end - start > WIDEST_STROKE) continue;
    let least = 255;
    for (let x = start; x < end; x++) if (light[y * width + x]! < least) least = light[y * width + x]!;
    const around = paper.light[(y >> 4) * paper.columns + (start >> 4)]!;
    counts[Math.min(255, Math.round((255 * least) / Math.max(1, around)))]!++;
    strokes++;
  }
  if (strokes === 0) return null;
  let sum = 0;
  for (let value = 0; value < 256; value++) {
    sum += counts[value]!;
    if (sum * 2 >= strokes) return value / 255;
  }
  return null;
}

/** Ink and the pixels next to it. */
function thicken({ width, height, words }: Mask, sheets: Sheets): Mask {
  const out = takeMask(width, height, sheets);
  const across = width / WORD;
  const rows = [new Int32Array(across), new Int32Array(across), new Int32Array(across)];
  for (let y = 0; y <= height; y++) {
    const row = rows[y % 3]!;
    for (let x = 0; x < across; x++) {
      const at = y * across + x;
      const word = y < height ? words[at]! : 0;
      const left = y < height && x > 0 ? words[at - 1]! >>> 31 : 0;
      const right = y < height && x + 1 < across ? words[at + 1]! << 31 : 0;
      row[x] = word | (word << 1) | left | (word >>> 1) | right;
      if (y > 0) out.words[at - across] = rows[0]![x]! | rows[1]![x]! | rows[2]![x]!;
    }
  }
  return out;
}

/** Joins ink that goes on at the other side of print. */
function followUnder(grey: Mask, near: Mask, sheets: Sheets): Mask {
  const { width, height, words } = grey;
  const out = takeMask(width, height, sheets);
  out.words.set(words);
  const across = width / WORD;
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (word === 0) continue;
    const column = at % across;
    const y = (at - column) / across;
    for (const way of WAYS) {
      // Most ink has ink beside it, or paper.
      let ends = word & beside(near, column, y + way[1], way[0]);
      while (ends !== 0) {
        const x = column * WORD + 31 - Math.clz32(ends & -ends);
        ends &= ends - 1;
        joinUnder(grey, near, out, x, y, way);
      }
    }
  }
  return out;
}

/** A word of a row as seen from pixels so much further left; paper beyond the border. */
function beside({ width, height, words }: Mask, column: number, y: number, right: number): number {
  if (y >= height) return 0;
  const across = width / WORD;
  const at = y * across + column;
  const word = words[at]!;
  if (right === 0) return word;
  if (right > 0) return (word >>> 1) | (column + 1 < across ? words[at + 1]! << 31 : 0);
  return (word << 1) | (column > 0 ? words[at - 1]! >>> 31 : 0);
}

function joinUnder(
  grey: Mask,
  near: Mask,
  out: Mask,
  x: number,
  y: number,
  [right, down]: (typeof WAYS)[number],
): void {
  const inside = (far: number) =>
    x + right * far >= 0 && x + right * far < grey.width && y + down * far < grey.height;
  let far = 1;
  while (far <= UNDER && inside(far) && inkAt(near, x + right * far, y + down * far)) far++;
  if (far > UNDER || !inside(far) || !inkAt(grey, x + right * far, y + down * far)) return;
  for (let k = 1; k < far; k++) {
    const at = (y + down * k) * grey.width + x + right * k;
    out.words[at >> 5]! |= 1 << (at & 31);
  }
}
