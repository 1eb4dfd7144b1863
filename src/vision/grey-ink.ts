import { INK, maskDarker, type Paper } from './mask.ts';
import type { Planes } from './planes.ts';

/** How much lighter than print the ink of a stamp must be, as a share of the way from print to paper. */
const LIGHTER = 0.3;
/** The widest stroke of print that a stroke of a stamp is followed under, in pixels of the search. */
const UNDER = 6;
/** Fewer pixels than this hold no words; more than this share of all ink is print of many kinds, or a picture. */
const FEWEST = 150;
const MOST = 0.4;
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
 */
export function maskGrey(planes: Planes, paper: Paper, dark: Uint8Array): Uint8Array | null {
  const { width, height } = planes;
  const print = printLight(planes, paper, dark);
  if (print === null) return null;
  const near = thicken(maskDarker(planes, paper, print + (INK - print) * LIGHTER), width, height);
  const grey = new Uint8Array(dark.length);
  let count = 0;
  let ink = 0;
  for (let at = 0; at < dark.length; at++) {
    if (!dark[at]) continue;
    ink++;
    if (near[at]) continue;
    grey[at] = 1;
    count++;
  }
  if (count < FEWEST || count > ink * MOST) return null;
  return followUnder(grey, near, width, height);
}

/** The middle of how dark strokes are at their darkest, as a share of the paper's light; null without strokes. */
function printLight({ width, height, light }: Planes, paper: Paper, dark: Uint8Array): number | null {
  const counts = new Uint32Array(256);
  let strokes = 0;
  for (let y = 0; y < height; y += 3) {
    const end = (y + 1) * width;
    const row = (y >> 4) * paper.columns;
    for (let at = dark.indexOf(1, y * width); at >= 0 && at < end; at = dark.indexOf(1, at)) {
      const from = at;
      let least = 255;
      for (; at < end && dark[at]; at++) if (light[at]! < least) least = light[at]!;
      if (at - from > 24) continue;
      const around = paper.light[row + ((from - y * width) >> 4)]!;
      counts[Math.min(255, Math.round((255 * least) / Math.max(1, around)))]!++;
      strokes++;
    }
  }
  if (strokes === 0) return null;
  let sum = 0;
  for (let value = 0; value < 256; value++) {
    sum += counts[value]!;
    if (sum * 2 >= strokes) return value / 255;
  }
  return null;
}

/** The mask and the pixels next to it. */
function thicken(mask: Uint8Array, width: number, height: number): Uint8Array {
  const out = mask.slice();
  const last = (height - 1) * width - 1;
  for (let at = width + 1; at < last; at++) {
    if (!mask[at]) continue;
    out[at - width - 1] = out[at - width] = out[at - width + 1] = 1;
    out[at - 1] = out[at + 1] = 1;
    out[at + width - 1] = out[at + width] = out[at + width + 1] = 1;
  }
  return out;
}

/** Joins ink that goes on at the other side of print. */
function followUnder(grey: Uint8Array, near: Uint8Array, width: number, height: number): Uint8Array {
  const out = grey.slice();
  for (let at = grey.indexOf(1); at >= 0; at = grey.indexOf(1, at + 1)) {
    const x = at % width;
    const y = (at - x) / width;
    for (const [dx, dy] of WAYS) {
      const step = dy * width + dx;
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
  return out;
}
