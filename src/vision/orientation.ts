import type { Pixels } from './types.ts';

/** Turns a photo as its Exif orientation says; cameras write the picture as the sensor lies. */
export function turnUpright(pixels: Pixels, jpeg: Uint8Array): Pixels {
  return turn(pixels, readOrientation(jpeg));
}

/** Turns a picture as an orientation of Exif and TIFF says, 1..8; others leave it as it is. */
export function turn(pixels: Pixels, orientation: number): Pixels {
  if (orientation <= 1 || orientation > 8) return pixels;
  const { width, height } = pixels;
  const swapped = orientation >= 5;
  const out = { width: swapped ? height : width, height: swapped ? width : height };
  const from = wordsOf(pixels.data);
  const to = new Uint32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [tx, ty] = place(orientation, x, y, width, height);
      to[ty * out.width + tx] = from[y * width + x]!;
    }
  }
  return { ...out, data: new Uint8Array(to.buffer) };
}

function wordsOf(data: Uint8Array | Uint8ClampedArray): Uint32Array {
  const { buffer, byteOffset, length } = data.byteOffset % 4 === 0 ? data : data.slice();
  return new Uint32Array(buffer, byteOffset, length / 4);
}

function place(orientation: number, x: number, y: number, width: number, height: number): [number, number] {
  switch (orientation) {
    case 2:
      return [width - 1 - x, y];
    case 3:
      return [width - 1 - x, height - 1 - y];
    case 4:
      return [x, height - 1 - y];
    case 5:
      return [y, x];
    case 6:
      return [height - 1 - y, x];
    case 7:
      return [height - 1 - y, width - 1 - x];
    default:
      return [y, width - 1 - x];
  }
}

/** 1..8, or 1 when there is no Exif. */
function readOrientation(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 2;
  while (at + 10 < bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda) {
    const length = view.getUint16(at + 2);
    if (bytes[at + 1] === 0xe1 && view.getUint32(at + 4) === 0x45786966) {
      return orientationTag(view, at + 10, Math.min(bytes.length, at + 2 + length));
    }
    at += 2 + length;
  }
  return 1;
}

function orientationTag(view: DataView, start: number, end: number): number {
  if (start + 8 > end) return 1;
  const little = view.getUint16(start) === 0x4949;
  const directory = start + view.getUint32(start + 4, little);
  if (directory + 2 > end) return 1;
  const entries = view.getUint16(directory, little);
  for (let entry = 0; entry < entries; entry++) {
    const at = directory + 2 + entry * 12;
    if (at + 12 > end) return 1;
    if (view.getUint16(at, little) === 0x0112) return view.getUint16(at + 8, little);
  }
  return 1;
}
