import { decodeHeic } from '../heic.ts';
import { type ImageKind, sniff } from '../sniff.ts';
import { decodeTiff } from '../tiff.ts';
import { ImageError, type Pixels } from '../types.ts';
import { decodeBmp } from './bmp.ts';
import { decodeGif } from './gif.ts';
import { decodeJpeg } from './jpeg.ts';
import { decodePng } from './png.ts';
import { decodeAvif, decodeWebp } from './web-pictures.ts';

/** Pixels that are decoded at most without a browser: 160 MB of RGBA. */
const MOST = 40_000_000;

const decoders: Record<ImageKind, (bytes: Uint8Array) => Pixels | Promise<Pixels>> = {
  png: decodePng,
  jpeg: decodeJpeg,
  gif: decodeGif,
  bmp: decodeBmp,
  webp: decodeWebp,
  avif: decodeAvif,
  tiff: decodeTiff,
  heic: decodeHeic,
};
/** Their sizes stand deep inside; the decoder looks at them. */
const UNSIZED: readonly ImageKind[] = ['tiff', 'heic', 'avif'];

/** Decodes a picture without a browser. Rejects with an `ImageError`. */
export async function decodePlain(bytes: Uint8Array): Promise<Pixels> {
  const header = sniff(bytes);
  if (!header) throw new ImageError('unknown-format', 'no picture');
  if (!UNSIZED.includes(header.kind)) {
    if (header.width <= 0 || header.height === 0) throw new ImageError('damaged', 'no pixels');
    if (header.width * header.height > MOST) throw new ImageError('too-large', 'too many pixels');
  }
  try {
    return await decoders[header.kind](bytes);
  } catch (error) {
    if (error instanceof ImageError) throw error;
    throw new ImageError('damaged', String(error));
  }
}
