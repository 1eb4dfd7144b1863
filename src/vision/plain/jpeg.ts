import { JpegImage } from 'pdfjs-dist/image_decoders/pdf.image_decoders.mjs';
import { turnUpright } from '../orientation.ts';
import { samplesOfJpeg } from '../sniff.ts';
import { ImageError, type Pixels } from '../types.ts';

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
  const data = jpeg.getData({ ...kept, forceRGBA: true });
  // What was kept as red, green and blue comes without a fourth number, whatever is asked for.
  const whole = data.length < kept.width * kept.height * 4 ? addFourth(data) : data;
  return turnUpright({ ...kept, data: whole }, bytes);
}

function addFourth(colours: Uint8Array | Uint8ClampedArray): Uint8Array {
  const data = new Uint8Array((colours.length / 3) * 4).fill(255);
  for (let from = 0, to = 0; from < colours.length; from += 3, to += 4) {
    data[to] = colours[from]!;
    data[to + 1] = colours[from + 1]!;
    data[to + 2] = colours[from + 2]!;
  }
  return data;
}
