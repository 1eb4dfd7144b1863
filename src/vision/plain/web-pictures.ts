import { limitMemory } from '../../unpacking/limit-memory.ts';
import { ImageError, type Pixels } from '../types.ts';

/** Bytes that a decoder may take for itself. That of AVIF takes nineteen a pixel: ten million are read. */
const MOST_MEMORY = 170 * 1024 * 1024;

/** How jSquash's decoders of WebP and AVIF look alike. */
interface Decoder {
  readonly init: (options: { instantiateWasm: Instantiate }) => Promise<void>;
  readonly default: (file: ArrayBuffer) => Promise<ImageData | null>;
}

type Instantiate = (
  imports: WebAssembly.Imports,
  done: (instance: WebAssembly.Instance) => void,
) => WebAssembly.Exports;

/** Decodes WebP without a browser. */
export async function decodeWebp(bytes: Uint8Array): Promise<Pixels> {
  const [decoder, wasm] = await Promise.all([
    import('@jsquash/webp/decode.js'),
    import('@jsquash/webp/codec/dec/webp_dec.wasm?url&inline'),
  ]);
  return decodeWith(decoder, wasm.default, bytes);
}

/** Decodes AVIF without a browser. */
export async function decodeAvif(bytes: Uint8Array): Promise<Pixels> {
  const [decoder, wasm] = await Promise.all([
    import('@jsquash/avif/decode.js'),
    import('@jsquash/avif/codec/dec/avif_dec.wasm?url&inline'),
  ]);
  return decodeWith(decoder, wasm.default, bytes);
}

async function decodeWith(decoder: Decoder, wasm: string, bytes: Uint8Array): Promise<Pixels> {
  const code = await WebAssembly.compile(await (await fetch(wasm)).arrayBuffer());
  let refused = false;
  await decoder.init({
    instantiateWasm(imports, done) {
      const instance = new WebAssembly.Instance(code, imports);
      limitMemory(instance, MOST_MEMORY, () => {
        refused = true;
      });
      done(instance);
      return instance.exports;
    },
  });
  try {
    const image = await decoder.default(new Uint8Array(bytes).buffer);
    if (image) return putOnWhite(image);
  } catch (error) {
    if (!refused) throw error;
  }
  throw new ImageError(refused ? 'too-large' : 'damaged', 'the picture cannot be decoded');
}

/** What a picture leaves clear is seen on white, as in most viewers. */
function putOnWhite({ width, height, data }: ImageData): Pixels {
  for (let at = 0; at < data.length; at += 4) {
    const alpha = data[at + 3]!;
    if (alpha === 255) continue;
    for (let channel = at; channel < at + 3; channel++)
      data[channel] = 255 + ((data[channel]! - 255) * alpha) / 255;
    data[at + 3] = 255;
  }
  return { width, height, data };
}
