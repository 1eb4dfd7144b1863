import type { Library } from 'libheif-js/libheif-wasm/libheif-bundle.mjs';
import { ImageError, type Pixels } from './types.ts';

const MOST = 40_000_000;
/** Pixels up to which the library makes colours of what it has read: it takes twelve bytes for each meanwhile. */
const MOST_KEPT = 12_000_000;
/** The shares of the two colour planes in red, green and blue (ITU-R BT.601, as phones write them). */
const [RED, GREEN_BLUE, GREEN_RED, BLUE] = [1.402, 0.344, 0.714, 1.772];

/** Decodes the first picture of a HEIC file (phones store photos so), upright. No browser but Safari does this by itself. */
export async function decodeHeic(bytes: Uint8Array): Promise<Pixels> {
  const { default: start } = await import('libheif-js/libheif-wasm/libheif-bundle.mjs');
  // An instance for each picture: its memory, which only ever grows, goes with it. Its own decoder writes to the console.
  const library = await start();
  const picture = findPicture(library, bytes);
  const width = library.heif_image_handle_get_width(picture);
  const height = library.heif_image_handle_get_height(picture);
  if (width * height > MOST) throw new ImageError('too-large', 'too many pixels');
  return width * height > MOST_KEPT ? readPlanes(library, picture) : readColours(library, picture);
}

function findPicture(library: Library, bytes: Uint8Array): object {
  const context = library.heif_context_alloc();
  const { code } = library.heif_context_read_from_memory(context, bytes);
  if (code !== library.heif_error_code.heif_error_Ok) throw new ImageError('damaged', 'not a heic after all');
  const [first] = library.heif_js_context_get_list_of_top_level_image_IDs(context);
  const picture = first === undefined ? null : library.heif_js_context_get_image_handle(context, first);
  if (!picture || 'code' in picture) throw new ImageError('damaged', 'heic without a picture');
  return picture;
}

async function readColours(library: Library, picture: object): Promise<Pixels> {
  const { heif_colorspace, heif_chroma } = library;
  const read = await library.heif_js_decode_image2(
    picture,
    heif_colorspace.heif_colorspace_RGB,
    heif_chroma.heif_chroma_interleaved_RGBA,
  );
  const [dots] = read.channels ?? [];
  if (!dots) throw new ImageError('damaged', 'heic cannot be decoded');
  const { width, height, stride } = dots;
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++)
    data.set(dots.data.subarray(y * stride, y * stride + width * 4), y * width * 4);
  return { width, height, data };
}

/** A large picture, made smaller while its colours are made: brightness, and two planes of colour at half its size. */
async function readPlanes(library: Library, picture: object): Promise<Pixels> {
  const { heif_colorspace, heif_chroma } = library;
  const read = await library.heif_js_decode_image2(
    picture,
    heif_colorspace.heif_colorspace_YCbCr,
    heif_chroma.heif_chroma_420,
  );
  const [light, blue, red] = read.channels ?? [];
  if (!light || !blue || !red || light.bits_per_pixel > 8)
    throw new ImageError('image-unread', 'heic of another kind');
  const step = Math.sqrt((light.width * light.height) / MOST_KEPT);
  const width = Math.floor(light.width / step);
  const height = Math.floor(light.height / step);
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0, to = 0; y < height; y++) {
    const line = Math.floor(y * step);
    const half = line >> 1;
    for (let x = 0; x < width; x++, to += 4) {
      const column = Math.floor(x * step);
      const value = light.data[line * light.stride + column]!;
      const b = blue.data[half * blue.stride + (column >> 1)]! - 128;
      const r = red.data[half * red.stride + (column >> 1)]! - 128;
      data[to] = value + RED * r;
      data[to + 1] = value - GREEN_BLUE * b - GREEN_RED * r;
      data[to + 2] = value + BLUE * b;
    }
  }
  return { width, height, data };
}
