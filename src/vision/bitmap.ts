import type { GreyImage } from './types.ts';

/** Writes a grey picture as an eight-bit BMP, the plainest thing a recogniser takes. */
export function toBitmap({ width, height, data }: GreyImage): Uint8Array {
  const row = (width + 3) & ~3;
  const start = 54 + 1024;
  const out = new Uint8Array(start + row * height);
  const view = new DataView(out.buffer);
  view.setUint16(0, 0x424d);
  view.setUint32(2, out.length, true);
  view.setUint32(10, start, true);
  view.setUint32(14, 40, true);
  view.setInt32(18, width, true);
  view.setInt32(22, height, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, 8, true);
  view.setUint32(46, 256, true);
  for (let i = 0; i < 256; i++) out.fill(i, 54 + i * 4, 54 + i * 4 + 3);
  for (let y = 0; y < height; y++)
    out.set(data.subarray(y * width, (y + 1) * width), start + (height - 1 - y) * row);
  return out;
}
