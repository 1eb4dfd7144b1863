import { type Mask, takeMask, wholeWords } from './bits.ts';
import { Sheets } from './sheets.ts';
import type { Pixels } from './types.ts';

/** Pixels of the longer side that the search works on: about 110 dpi for a page of A4. */
const LONG_SIDE = 1300;
/** How much more red than green and blue red ink is at least, in parts of 256. */
const LEAST_RED = 15 * 256;

/** A smaller picture to search on. */
export interface Planes {
  /** Whole words of masks, as the height: what goes on beyond the picture is like its border. */
  readonly width: number;
  readonly height: number;
  /** Source pixels a pixel. */
  readonly scale: number;
  /** The green channel, in which red, blue and black ink are all dark. */
  readonly light: Uint8Array;
  /** Where the ink is red: by a margin, and by a share of how light the place is, so that shade does not matter. */
  readonly red: Mask;
}

/** Shrinks a picture for the search. Takes time in proportion to its own pixels, at most two looks a pixel of the result. */
export function shrink(source: Pixels, sheets = new Sheets()): Planes {
  const scale = Math.max(1, Math.max(source.width, source.height) / LONG_SIDE);
  const width = wholeWords(Math.floor(source.width / scale));
  const height = wholeWords(Math.floor(source.height / scale));
  const light = sheets.take(width * height);
  const red = takeMask(width, height, sheets);
  const { words } = red;
  // The paper is taken for white; gains are in parts of 256, so that all is done in whole numbers.
  const gains = Int32Array.from(paperColour(source), (value) => Math.round((255 * 256) / value));
  const taps = scale < 1.4 ? 1 : 2;
  const step = scale / taps;
  const pixels = asWords(source);
  const columns = new Int32Array(width * taps);
  for (let x = 0; x < columns.length; x++)
    columns[x] = Math.min(source.width - 1, Math.floor((x + 0.5) * step));
  const rows = new Int32Array(height * taps);
  for (let y = 0; y < rows.length; y++)
    rows[y] = Math.min(source.height - 1, Math.floor((y + 0.5) * step)) * source.width;
  const redGain = gains[0]!;
  const greenGain = gains[1]!;
  const blueGain = gains[2]!;
  for (let y = 0; y < height; y++) {
    // From whole-number arrays, so that engines work in whole numbers throughout.
    const upper = rows[y * taps]!;
    const lower = rows[y * taps + taps - 1]!;
    const to = y * width;
    for (let x = 0; x < width; ) {
      const word = (to + x) >> 5;
      let inks = 0;
      for (let bit = 1; bit !== 0; bit <<= 1, x++) {
        const one = pixels[upper + columns[x * taps]!]!;
        const two = taps === 2 ? pixels[lower + columns[x * 2 + 1]!]! : one;
        // Paper and print: four bytes that differ little, whose mean is taken at once.
        const mean = (one & two) + (((one ^ two) & 0xfefefe) >>> 1);
        const green = (mean >>> 8) & 0xff;
        light[to + x] = green;
        const much = (mean & 0xff) * redGain;
        if (much - green * greenGain < LEAST_RED) continue;
        const more = much - Math.max(green * greenGain, ((mean >>> 16) & 0xff) * blueGain);
        if (more >= LEAST_RED && more * 7 > green * 256) inks |= bit;
      }
      words[word] = inks;
    }
  }
  return { width, height, scale, light, red };
}
/** The colour that a fifteenth of the picture is at least as light as, channel by channel: the paper of most pages. */
function paperColour(source: Pixels): [number, number, number] {
  const counts = [new Uint32Array(256), new Uint32Array(256), new Uint32Array(256)] as const;
  const { data } = source;
  const step = Math.max(1, Math.floor((source.width * source.height) / 40_000)) * 4;
  let total = 0;
  for (let at = 0; at + 2 < data.length; at += step) {
    for (let c = 0; c < 3; c++) counts[c]![data[at + c]!]!++;
    total++;
  }
  return counts.map((count) => {
    let above = 0;
    let value = 255;
    while (value > 60 && above + count[value]! < total / 7) above += count[value--]!;
    return value;
  }) as [number, number, number];
}

/** RGBA bytes as one little-endian number a pixel. */
function asWords({ data }: Pixels): Int32Array {
  const aligned = data.byteOffset % 4 === 0 ? data : data.slice();
  return new Int32Array(aligned.buffer, aligned.byteOffset, aligned.length >> 2);
}
