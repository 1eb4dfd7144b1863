import { JpegImage } from 'pdfjs-dist/image_decoders/pdf.image_decoders.mjs';
import { samplesOfJpeg } from '../sniff.ts';
import { ImageError, type Pixels } from '../types.ts';
import { turnUpright } from './orientation.ts';

/** Bytes of the numbers that a JPEG is made of, two for each: fifty million pixels of a phone, half as many in full colour. */
const MOST_NUMBERS = 155_000_000;
/** Pixels that are kept of it, at seven bytes while they are made. */
const MOST_KEPT = 12_000_000;

/** Decodes a JPEG, baseline or progressive, with pdf.js' decoder; a large one is made smaller. */
export function decodeJpeg(bytes: Uint8Array): Pixels {
  if (2 * samplesOfJpeg(bytes) > MOST_NUMBERS) throw new ImageError('too-large', 'too many pixels');
  const jpeg = new JpegImage();
  try {
    jpeg.parse(bytes);
  } catch (error) {
    throw new ImageError('damaged', String(error));
  }
  const smaller = Math.min(1, Math.sqrt(MOST_KEPT / (jpeg.width * jpeg.height)));
  const kept = { width: Math.round(jpeg.width * smaller), height: Math.round(jpeg.height * smaller) };
  return turnUpright({ ...kept, data: jpeg.getData({ ...kept, forceRGBA: true }) }, bytes);
}
