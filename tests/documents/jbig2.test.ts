import { expect, it } from 'vitest';
import { Budget } from '../../src/documents/budget.ts';
import { open } from '../../src/documents/extract.ts';
import { defaultLimits } from '../../src/documents/limits.ts';
import { page, stream, wideFont } from './writers/hostile-pdf.ts';
import { writeJbig2 } from './writers/jbig2.ts';

const [width, height] = [203, 97];

/** A frame, slanted strokes as of letters, and some dust. */
function drawing(): Uint8Array {
  const bits = new Uint8Array(width * height);
  let state = 3;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      const frame = x < 4 || y < 4 || x >= width - 4 || y >= height - 4;
      const stroke = y > 30 && y < 70 && (x + (y >> 1)) % 19 < 6;
      if (frame || stroke || state >>> 25 === 0) bits[y * width + x] = 1;
    }
  return bits;
}

it('a page that a scanner packed as JBIG2 comes out pixel by pixel', async () => {
  const bits = drawing();
  const picture = stream(
    writeJbig2({ width, height, bits }),
    `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /JBIG2Decode`,
  );
  const file = page(wideFont(), 'q 500 0 0 240 40 500 cm /I Do Q', [picture], '/XObject << /I 6 0 R >>');
  const images: Uint8Array[] = [];
  for await (const part of open(file, new Budget(defaultLimits)).parts)
    if (part.kind === 'image') images.push(part.bytes);
  expect(images).toHaveLength(1);
  expect(blackOf(images[0] as Uint8Array)).toEqual(bits);
});

/** The dark pixels of a BMP of 24 bits, from the top. */
function blackOf(bitmap: Uint8Array): Uint8Array {
  const view = new DataView(bitmap.buffer, bitmap.byteOffset, bitmap.byteLength);
  const fromTop = view.getInt32(22, true) < 0;
  expect([view.getInt32(18, true), Math.abs(view.getInt32(22, true))]).toEqual([width, height]);
  const row = (width * 3 + 3) & ~3;
  return Uint8Array.from({ length: width * height }, (_, at) => {
    const y = Math.floor(at / width);
    const line = fromTop ? y : height - 1 - y;
    return (bitmap[54 + line * row + (at % width) * 3] as number) < 128 ? 1 : 0;
  });
}
