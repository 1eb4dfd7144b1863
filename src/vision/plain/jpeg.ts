import { JpegImage } from 'pdfjs-dist/image_decoders/pdf.image_decoders.mjs';
import { ImageError, type Pixels } from '../types.ts';
import { turnUpright } from './orientation.ts';

/** Decodes a JPEG, baseline or progressive, with pdf.js' decoder. Larger than `pixels`, it is halved while decoding. */
export function decodeJpeg(bytes: Uint8Array, pixels: number): Pixels {
  const jpeg = new JpegImage();
  try {
    jpeg.parse(bytes);
  } catch (error) {
    throw new ImageError('damaged', String(error));
  }
  let { width, height } = jpeg;
  while (width * height > pixels) {
    width >>= 1;
    height >>= 1;
  }
  const data = jpeg.getData({ width, height, forceRGBA: true });
  return turnUpright({ width, height, data }, bytes);
}
