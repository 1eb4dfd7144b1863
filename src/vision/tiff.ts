import { ImageError, type Pixels } from './types.ts';

/** Bytes of memory per pixel while a page is decoded. */
const MOST = 40_000_000;

/** Decodes the first page of a TIFF, whatever it is packed by (fax groups 3 and 4 and LZW are common from scanners). */
export async function decodeTiff(bytes: Uint8Array): Promise<Pixels> {
  const { decode, decodeImage, toRGBA8 } = await import('utif2');
  const copy = new Uint8Array(bytes).buffer;
  const [page] = decode(copy);
  const [width = 0] = page?.t256 ?? [];
  const [height = 0] = page?.t257 ?? [];
  if (!page || !(width > 0 && height > 0)) throw new ImageError('damaged', 'tiff without a page');
  if (width * height > MOST) throw new ImageError('too-large', 'too many pixels');
  decodeImage(copy, page);
  const data = toRGBA8(page);
  if (data.length !== width * height * 4) throw new ImageError('damaged', 'tiff page is cut');
  return { width, height, data };
}
