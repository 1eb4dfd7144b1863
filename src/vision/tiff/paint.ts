import { ImageError } from '../types.ts';
import type { TiffPage } from './page.ts';
import { bytesOfRow } from './unpack.ts';

/** What the values mean, by TIFF 6.0: its photometric interpretations. */
const WHITE_IS_ZERO = 0;
const BLACK_IS_ZERO = 1;
const RGB = 2;
const PALETTE = 3;
const CMYK = 5;
/** Brightness and two differences of colour; the brightness alone shows what is written. */
const LAB = [8, 9, 10];

type ReadValue = (index: number) => number;

/** How a row of values becomes dots of red, green, blue at `to` of the picture. */
type PaintRow = (read: ReadValue, width: number, out: Uint8Array, to: number) => void;

/** How the rows of a page are painted. Throws `ImageError` when its colours are not read. */
export function painterOf(page: TiffPage): PaintRow {
  const { ink, channels } = page;
  if (ink === PALETTE) return paintPalette(page);
  const colours = ink === RGB ? 3 : ink === CMYK ? 4 : 1;
  if (channels < colours || ![WHITE_IS_ZERO, BLACK_IS_ZERO, RGB, CMYK, ...LAB].includes(ink))
    throw new ImageError('image-unread', `tiff of ink ${ink} in ${channels} channels`);
  const alpha = page.alpha && channels > colours;
  return (read, width, out, to) => {
    for (let x = 0, from = 0; x < width; x++, from += channels, to += 4) {
      const seen = alpha ? read(from + colours) : 255;
      const paper = 255 - seen;
      const black = ink === CMYK ? 255 - read(from + 3) : 255;
      for (let c = 0; c < 3; c++) {
        const value = read(from + (colours === 1 ? 0 : c));
        const light =
          ink === WHITE_IS_ZERO ? 255 - value : ink === CMYK ? ((255 - value) * black) / 255 : value;
        out[to + c] = alpha ? paper + (light * seen) / 255 : light;
      }
      out[to + 3] = 255;
    }
  };
}

function paintPalette({ palette, channels, depth }: TiffPage): PaintRow {
  const size = 1 << depth;
  if (depth > 8 || palette.length < 3 * size) throw new ImageError('damaged', 'tiff without its palette');
  return (read, width, out, to) => {
    for (let x = 0; x < width; x++, to += 4) {
      const colour = read(x * channels);
      for (let c = 0; c < 3; c++) out[to + c] = palette[c * size + colour]! >> 8;
      out[to + 3] = 255;
    }
  };
}

/**
 * Reads values of a row, 0..255 whatever their depth; places in a palette as they are. `pieces` are the unpacked strips or
 * tiles of one place: one with all channels, or one a channel.
 */
export function readerOfRow(pieces: readonly Uint8Array[], page: TiffPage, row: number): ReadValue {
  const bytes = bytesOfRow(page);
  const [first] = pieces as [Uint8Array];
  if (pieces.length > 1) {
    const readers = pieces.map((piece) => readValues(piece.subarray(row * bytes, (row + 1) * bytes), page));
    const { channels } = page;
    return (index) => readers[index % channels]!(Math.floor(index / channels));
  }
  return readValues(first.subarray(row * bytes, (row + 1) * bytes), page);
}

function readValues(row: Uint8Array, { depth, little, fractions, ink }: TiffPage): ReadValue {
  if (depth === 8) return (index) => row[index]!;
  if (depth === 16) return (index) => row[index * 2 + (little ? 1 : 0)]!;
  if (depth === 32) {
    const view = new DataView(row.buffer, row.byteOffset, row.byteLength);
    if (fractions) return (index) => 255 * Math.max(0, Math.min(1, view.getFloat32(index * 4, little)));
    return (index) => row[index * 4 + (little ? 3 : 0)]!;
  }
  const most = (1 << depth) - 1;
  const gain = ink === PALETTE ? 1 : 255 / most;
  return (index) => {
    const bit = index * depth;
    return ((row[bit >> 3]! >> (8 - depth - (bit & 7))) & most) * gain;
  };
}
