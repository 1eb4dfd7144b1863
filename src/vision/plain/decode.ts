import { sniff } from '../sniff.ts';
import { ImageError, type Pixels } from '../types.ts';
import { decodeJpeg } from './jpeg.ts';
import { decodePng } from './png.ts';

/** Pixels that are decoded at most without a browser: 160 MB of RGBA. */
const MOST = 40_000_000;

/** Decodes a picture without a browser. Throws `ImageError`; webp, tiff, heic and avif are `unknown-format` here. */
export function decodePlain(bytes: Uint8Array): Pixels {
  const header = sniff(bytes);
  if (header && header.width * header.height > MOST) throw new ImageError('too-large', 'too many pixels');
  if (header?.kind === 'jpeg') return decodeJpeg(bytes, MOST);
  if (header?.kind === 'png') return decodePng(bytes);
  throw new ImageError('unknown-format', header?.kind ?? 'no picture');
}
