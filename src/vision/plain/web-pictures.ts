import { ImageError, type Pixels } from '../types.ts';

/** How jSquash's decoders of WebP and AVIF look alike. */
interface Decoder {
  readonly init: (options: { wasmBinary: ArrayBuffer }) => Promise<void>;
  readonly default: (file: ArrayBuffer) => Promise<ImageData | null>;
}

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
  await decoder.init({ wasmBinary: await (await fetch(wasm)).arrayBuffer() });
  const image = await decoder.default(new Uint8Array(bytes).buffer);
  if (!image) throw new ImageError('damaged', 'the picture cannot be decoded');
  return putOnWhite(image);
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
