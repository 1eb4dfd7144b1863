import type { Candidate } from './candidates.ts';
import { type ReadAs, sample, stretch } from './crop.ts';
import type { Pixels, Region } from './types.ts';

/** The picture that the second look is taken at, in pixels: the words stretched over the middle, what stands beside them. */
export const MIDDLE = 80;
export const BESIDE = 24;
export const COLUMNS = BESIDE + MIDDLE + BESIDE;
export const ROWS = 32;
/** How much of the surroundings is seen, in heights of the region: above and below together, and at each side. */
const TALLER = 0.25;
const REACH = 1.2;
/** Red differs by less than this where there is none. */
const LEAST_RED = 24;

/**
 * Cuts words out with their surroundings: for each pixel all ink, then the stamp's ink alone, 0 ink and 255 paper. The
 * second is the red ink where no picture of it is given.
 */
export function cutAround(
  source: Pixels,
  { region, alone }: Pick<Candidate, 'region' | 'alone'>,
): Uint8Array {
  const out = new Uint8Array(COLUMNS * ROWS * 2);
  const all = oneInk(source, region, 'all');
  stretch(all);
  const own = alone ? oneInk(alone.mask, alone.region, 'mask') : oneInk(source, region, 'red');
  stretch(own, LEAST_RED);
  for (let i = 0; i < all.length; i++) {
    out[i * 2] = all[i]!;
    out[i * 2 + 1] = own[i]!;
  }
  return out;
}

function oneInk(source: Pixels, region: Region, ink: ReadAs): Uint8Array {
  const out = new Uint8Array(COLUMNS * ROWS);
  const height = region.height * (1 + TALLER);
  const reach = region.height * REACH;
  const aside = (region.width + reach) / 2;
  const parts = [
    [-aside, reach, 0, BESIDE],
    [0, region.width, BESIDE, MIDDLE],
    [aside, reach, BESIDE + MIDDLE, BESIDE],
  ] as const;
  for (const [off, width, from, columns] of parts) {
    const place = {
      x: region.x + off * Math.cos(region.angle),
      y: region.y + off * Math.sin(region.angle),
      width,
      height,
      angle: region.angle,
    };
    const { data } = sample(source, place, columns, ROWS, ink);
    for (let y = 0; y < ROWS; y++) out.set(data.subarray(y * columns, (y + 1) * columns), y * COLUMNS + from);
  }
  return out;
}
