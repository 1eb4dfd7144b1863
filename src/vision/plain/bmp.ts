import { ImageError, type Pixels } from '../types.ts';

/** Decodes an uncompressed BMP of 1, 4, 8, 24 or 32 bits. */
export function decodeBmp(bytes: Uint8Array): Pixels {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = view.getUint32(10, true);
  const headSize = view.getUint32(14, true);
  const width = view.getInt32(18, true);
  const signed = view.getInt32(22, true);
  const height = Math.abs(signed);
  const bits = view.getUint16(28, true);
  const packing = view.getUint32(30, true);
  const row = ((bits * width + 31) >> 5) * 4;
  if (width <= 0 || height === 0 || start + row * height > bytes.length) {
    throw new ImageError('damaged', 'bmp size');
  }
  if (![1, 4, 8, 24, 32].includes(bits) || (packing !== 0 && packing !== 3)) {
    throw new ImageError('image-unread', 'bmp packing');
  }
  const palette = 14 + headSize;
  const out = new Uint8Array(width * height * 4).fill(255);
  for (let y = 0; y < height; y++) {
    const from = start + (signed > 0 ? height - 1 - y : y) * row;
    for (let x = 0; x < width; x++) {
      const bit = x * bits;
      const at =
        bits > 8
          ? from + (bit >> 3)
          : palette + ((bytes[from + (bit >> 3)]! >> (8 - bits - (bit & 7))) & ((1 << bits) - 1)) * 4;
      const to = (y * width + x) * 4;
      out[to] = bytes[at + 2] ?? 0;
      out[to + 1] = bytes[at + 1] ?? 0;
      out[to + 2] = bytes[at] ?? 0;
    }
  }
  return { width, height, data: out };
}
