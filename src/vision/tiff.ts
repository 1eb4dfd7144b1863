import { decodeLzw } from './tiff-lzw.ts';
import { ImageError, type Pixels } from './types.ts';

/** Pixels that are decoded at most. */
const MOST = 36_000_000;

/** Decodes the first page of a TIFF, whatever it is packed by (fax groups 3 and 4 and LZW are common from scanners). */
export async function decodeTiff(bytes: Uint8Array): Promise<Pixels> {
  // Node knows the names of a CommonJS file only by its default.
  const library = await import('utif2');
  const { decode, decodeImage, toRGBA8 } = library.default ?? library;
  decode._decodeLZW = decodeLzw;
  const copy = new Uint8Array(bytes).buffer;
  forgetOtherPages(new DataView(copy));
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

/** The directory of the first page names the next one: a ring of them is followed for ever. */
function forgetOtherPages(file: DataView): void {
  const little = file.getUint16(0) === 0x4949;
  const first = file.getUint32(4, little);
  if (first + 2 > file.byteLength) throw new ImageError('damaged', 'tiff without a page');
  const next = first + 2 + file.getUint16(first, little) * 12;
  if (next + 4 <= file.byteLength) file.setUint32(next, 0);
}
