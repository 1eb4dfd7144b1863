import { JpegImage } from 'pdfjs-dist/image_decoders/pdf.image_decoders.mjs';
import { ImageError, type Pixels } from '../types.ts';
import { turnUpright } from './orientation.ts';

/** Decodes a JPEG, baseline or progressive, with pdf.js' decoder. */
export function decodeJpeg(bytes: Uint8Array): Pixels {
  const jpeg = new JpegImage();
  try {
    jpeg.parse(bytes);
  } catch (error) {
    throw new ImageError('damaged', String(error));
  }
  const { width, height } = jpeg;
  const data = jpeg.getData({ width, height, forceRGBA: true });
  return turnUpright({ width, height, data }, bytes);
}
