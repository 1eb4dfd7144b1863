import { ImageError, type Pixels } from './types.ts';

const MOST = 40_000_000;

/** Decodes the first picture of a HEIC file (phones store photos so), upright. No browser but Safari does this by itself. */
export async function decodeHeic(bytes: Uint8Array): Promise<Pixels> {
  const { default: start } = await import('libheif-js/libheif-wasm/libheif-bundle.mjs');
  const library = await start();
  const [image] = new library.HeifDecoder().decode(bytes);
  if (!image) throw new ImageError('damaged', 'heic without a picture');
  const width = image.get_width();
  const height = image.get_height();
  if (width * height > MOST) throw new ImageError('too-large', 'too many pixels');
  const data = new Uint8ClampedArray(width * height * 4);
  const shown = await new Promise((resolve) => image.display({ width, height, data }, resolve));
  image.free();
  if (!shown) throw new ImageError('damaged', 'heic cannot be decoded');
  return { width, height, data };
}
