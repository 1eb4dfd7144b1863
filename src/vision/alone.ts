import { cutOut, type Ink } from './crop.ts';
import type { Pixels, Region } from './types.ts';

/** Height of the look to the sides, in pixels; a letter is half of it. */
const HEIGHT = 24;
/** How far is looked to either side, in heights of the region. */
const REACH = 0.6;
/** Share of columns with parts of letters in them at which a side is taken to go on. */
const CROWDED = 0.4;

/** The region with what stands close to its left and right. */
export function widen(region: Region): Region {
  return { ...region, width: region.width + 2 * REACH * region.height };
}

/**
 * True when no other letters stand close beside the words: MẬT of MẬT ONG is not alone. The upright line of a frame
 * fills its column, letters fill a part of theirs.
 */
export function standsAlone(source: Pixels, region: Region, ink: Ink): boolean {
  const wide = widen(region);
  const width = Math.round((HEIGHT * wide.width) / wide.height);
  const { data } = cutOut(source, wide, width, HEIGHT, ink);
  const strip = Math.floor(HEIGHT * REACH);
  const top = Math.round(HEIGHT * 0.32);
  const bottom = Math.round(HEIGHT * 0.78);
  const crowd = (from: number) => {
    let letters = 0;
    for (let x = from; x < from + strip; x++) {
      let dark = 0;
      for (let y = top; y < bottom; y++) if (data[y * width + x]! < 128) dark++;
      const share = dark / (bottom - top);
      if (share > 0.12 && share < 0.85) letters++;
    }
    return letters / strip;
  };
  return crowd(0) < CROWDED && crowd(width - strip) < CROWDED;
}
