import { type ImageKind, sniff } from '../sniff.ts';
import { ImageError, type Pixels } from '../types.ts';
import { decodeBmp } from './bmp.ts';
import { decodeGif } from './gif.ts';
import { decodeJpeg } from './jpeg.ts';
import { decodePng } from './png.ts';

/** Pixels that are decoded at most without a browser: 160 MB of RGBA. */
const MOST = 40_000_000;

const decoders: Partial<Record<ImageKind, (bytes: Uint8Array) => Pixels>> = {
  png: decodePng,
  jpeg: decodeJpeg,
  gif: decodeGif,
  bmp: decodeBmp,
};

/** Decodes a picture without a browser. Throws `ImageError`; webp, tiff, heic and avif stay unread here. */
export function decodePlain(bytes: Uint8Array): Pixels {
  const header = sniff(bytes);
  if (!header) throw new ImageError('unknown-format', 'no picture');
  const decode = decoders[header.kind];
  if (!decode) throw new ImageError('image-unread', header.kind);
  if (header.width <= 0 || header.height === 0) throw new ImageError('damaged', 'no pixels');
  if (header.width * header.height > MOST) throw new ImageError('too-large', 'too many pixels');
  try {
    return decode(bytes);
  } catch (error) {
    if (error instanceof ImageError) throw error;
    throw new ImageError('damaged', String(error));
  }
}
