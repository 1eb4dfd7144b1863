import { decodeHeic } from './heic.ts';
import { sniff } from './sniff.ts';
import { decodeTiff } from './tiff/decode-tiff.ts';
import { ImageError, type Pixels } from './types.ts';

/** Pixels kept at most; larger pictures are made smaller while they are decoded. */
const MOST = 16_000_000;
/** Pixels that a browser is asked to decode at most: beyond it a header alone could fill the memory. */
const LIMIT = 120_000_000;

/** Decodes a picture with the browser, upright. Throws `ImageError`; what the browser cannot decode stays unread. */
export async function decodeInBrowser(bytes: Uint8Array): Promise<Pixels> {
  const header = sniff(bytes);
  if (!header) throw new ImageError('unknown-format', 'no picture');
  if (header.kind === 'tiff') return named(decodeTiff(bytes, decodeInBrowser));
  if (header.kind === 'heic') return named(decodeHeic(bytes));
  const count = header.width * header.height;
  if (count > LIMIT) throw new ImageError('too-large', 'too many pixels');
  const smaller = Math.sqrt(MOST / Math.max(count, MOST));
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(new Blob([bytes.slice()]), {
      imageOrientation: 'from-image',
      ...(smaller < 1 && { resizeWidth: Math.round(header.width * smaller), resizeQuality: 'medium' }),
    });
  } catch (error) {
    throw new ImageError(header.kind === 'avif' ? 'image-unread' : 'damaged', String(error));
  }
  const { width, height } = bitmap;
  if (width * height > LIMIT) {
    bitmap.close();
    throw new ImageError('too-large', 'too many pixels');
  }
  const pen = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!pen) throw new ImageError('image-unread', 'no canvas');
  // What a picture leaves clear is seen on white, as in most viewers.
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, width, height);
  pen.drawImage(bitmap, 0, 0);
  bitmap.close();
  return { width, height, data: pen.getImageData(0, 0, width, height).data };
}

/** A library's own failure says no more than that the file is damaged. */
async function named(decoding: Promise<Pixels>): Promise<Pixels> {
  try {
    return await decoding;
  } catch (error) {
    throw error instanceof ImageError ? error : new ImageError('damaged', String(error));
  }
}
