import { INK, type Paper } from './mask.ts';
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
 * 1 where there is ink that is lighter than the page's print: on a grey copy a red stamp is, also where lines of print run
 * over it. Print is taken out with its edges, and what goes on at the other side of it is joined. Null when there is none.
 * Takes time in proportion to the ink, whose runs are given.
 */
export function maskGrey(
  planes: Planes,
  paper: Paper,
  { runs }: Shapes,
  sheets = new Sheets(),
): Uint8Array | null {
  const { width, light } = planes;
  const print = printLight(planes, paper, runs);
  if (print === null) return null;
  const near = nearPrint(planes, paper, runs, print + (INK - print) * LIGHTER, sheets);
  const grey = sheets.take(light.length);
  let count = 0;
  let ink = 0;
  for (let run = 0; run < runs.count; run++) {
    const from = runs.row[run]! * width;
    const end = from + runs.end[run]!;
    for (let at = from + runs.start[run]!; at < end; at++) {
      ink++;
      if (near[at]) continue;
      grey[at] = 1;
      count++;
    }
  }
  if (count < FEWEST || count > ink * MOST) return null;
  return followUnder(grey, near, planes, runs, sheets);
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

/** 1 at ink darker than `share` of the paper, and at the pixels next to it. */
function nearPrint(
  { width, height, light }: Planes,
  paper: Paper,
  runs: Shapes['runs'],
  share: number,
  sheets: Sheets,
): Uint8Array {
  const out = sheets.take(light.length);
  const limits = paper.light.map((value) => value * share);
  for (let run = 0; run < runs.count; run++) {
    const y = runs.row[run]!;
    if (y === 0 || y === height - 1) continue;
    const squares = (y >> 4) * paper.columns;
    const from = y * width;
    for (let x = Math.max(1, runs.start[run]!); x < Math.min(width - 1, runs.end[run]!); x++) {
      const at = from + x;
      if (light[at]! >= limits[squares + (x >> 4)]!) continue;
      out[at - width - 1] = out[at - width] = out[at - width + 1] = 1;
      out[at - 1] = out[at] = out[at + 1] = 1;
      out[at + width - 1] = out[at + width] = out[at + width + 1] = 1;
    }
  }
  return out;
}

/** Joins ink that goes on at the other side of print. */
function followUnder(
  grey: Uint8Array,
  near: Uint8Array,
  { width, height }: Planes,
  runs: Shapes['runs'],
  sheets: Sheets,
): Uint8Array {
  const out = sheets.takeUnwiped(grey.length);
  out.set(grey);
  for (let run = 0; run < runs.count; run++) {
    const y = runs.row[run]!;
    for (let x = runs.start[run]!; x < runs.end[run]!; x++) {
      const at = y * width + x;
      if (!grey[at]) continue;
      for (const [dx, dy] of WAYS) {
        const step = dy * width + dx;
        // Most ink has ink beside it, or paper.
        if (!near[at + step]) continue;
        let far = 1;
        while (
          far <= UNDER &&
          x + dx * far >= 0 &&
          x + dx * far < width &&
          y + dy * far < height &&
          near[at + step * far]
        )
          far++;
        if (far === 1 || far > UNDER || !grey[at + step * far]) continue;
        for (let k = 1; k < far; k++) out[at + step * k] = 1;
      }
    }
  }
  return out;
}
