import { decodeHeic } from '../heic.ts';
import { type ImageHeader, type ImageKind, sniff } from '../sniff.ts';
import { decodeTiff } from '../tiff/decode-tiff.ts';
import { ImageError, type Pixels } from '../types.ts';
import { decodeBmp } from './bmp.ts';
import { decodeGif } from './gif.ts';
import { decodeJpeg } from './jpeg.ts';
import { decodePng } from './png.ts';
import { decodeAvif, decodeWebp } from './web-pictures.ts';

/** Pixels that are decoded at most without a browser; some decoders hold them twice. */
const MOST = 36_000_000;
const MOST_WEBP = 30_000_000;
const MOST_CLEAR_PNG = 32_000_000;
const CLEAR = 6;

const decoders: Record<ImageKind, (bytes: Uint8Array) => Pixels | Promise<Pixels>> = {
  png: decodePng,
  jpeg: decodeJpeg,
  gif: decodeGif,
  bmp: decodeBmp,
  webp: decodeWebp,
  avif: decodeAvif,
  tiff: (bytes) => decodeTiff(bytes, decodePlain),
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
    if (header.width * header.height > mostPixels(header, bytes))
      throw new ImageError('too-large', 'too many pixels');
  }
  try {
    return await decoders[header.kind](bytes);
  } catch (error) {
    if (error instanceof ImageError) throw error;
    throw new ImageError('damaged', String(error));
  }
}

function mostPixels({ kind }: ImageHeader, bytes: Uint8Array): number {
  // JPEGs are made smaller while they are decoded, and look for themselves.
  if (kind === 'jpeg') return Number.POSITIVE_INFINITY;
  if (kind === 'webp') return MOST_WEBP;
  return kind === 'png' && bytes[25] === CLEAR ? MOST_CLEAR_PNG : MOST;
}
