import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePlain } from '../../src/vision/plain/decode.ts';
import { decodeFax } from '../../src/vision/tiff/fax.ts';
import { ImageError } from '../../src/vision/types.ts';

const FOLDER = join(import.meta.dirname, 'tiffs');
const read = (name: string) => new Uint8Array(readFileSync(join(FOLDER, name)));
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.tif'));

describe('a tiff', () => {
  it.each(files)('shows what the same page as png shows: %s', async (name) => {
    const page = await decodePlain(read(name));
    const same = await decodePlain(read(`${name.split('-')[0]}.png`));
    expect([page.width, page.height]).toEqual([same.width, same.height]);
    // JPEG and the four inks of printers change colours a little.
    expect(meanDifference(page.data, same.data)).toBeLessThan(/jpeg|cmyk/.test(name) ? 3 : 0.01);
  });

  it('is read up to where it is cut', async () => {
    const whole = read('letters-t6.tif');
    const { data } = await decodePlain(withEntry(whole, 279, 200));
    const same = await decodePlain(read('letters.png'));
    const rows = data.length / 4;
    expect(meanDifference(data.subarray(0, rows), same.data.subarray(0, rows))).toBe(0);
    expect(data.subarray(-40).every((value) => value === 255)).toBe(true);
  });

  it.each([
    ['pixels', 257, 0xffff_ffff, 'too-large'],
    ['rows of no pixels', 256, 0, 'damaged'],
    ['bits', 258, 64, 'image-unread'],
    ['channels', 277, 40_000, 'image-unread'],
    ['packing', 259, 34_712, 'image-unread'],
    ['colours', 262, 32_844, 'image-unread'],
    ['another place', 273, 0x7fff_ffff, 'damaged'],
    ['rows to a strip', 278, 1, 'damaged'],
  ])('that asks for other %s than there are is named', async (_, tag, value, outcome) => {
    await expect(decodePlain(withEntry(read('colour-lzw.tif'), tag, value))).rejects.toMatchObject({
      outcome,
    });
  });

  it('of tiles of one pixel, or of the same list again and again, ends at once', async () => {
    const tiles = withEntry(withEntry(read('colour-tiles.tif'), 322, 1), 323, 1);
    await expect(decodePlain(tiles)).rejects.toMatchObject({ outcome: 'damaged' });
    await expect(decodePlain(sameAgain(60_000))).rejects.toMatchObject({ outcome: 'damaged' });
  });

  it.each(files)('of any damage ends with an outcome: %s', async (name) => {
    const whole = read(name);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        fc.nat(whole.length),
        async (changes, cut) => {
          const bytes = whole.slice(0, cut % 3 === 0 ? cut : whole.length);
          for (const [at, byte] of changes) if (at < bytes.length) bytes[at] = byte;
          const outcome = await decodePlain(bytes).catch((error: unknown) => error);
          expect(outcome instanceof Error ? outcome : new ImageError('damaged', '')).toBeInstanceOf(
            ImageError,
          );
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('a fax', () => {
  it('takes any bytes, of any kind', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom('t4', 't4-2d', 't6', 'bytes', 'words'),
        fc.integer({ min: 1, max: 70 }),
        (packed, kind, width) => {
          const room = new Uint8Array(Math.ceil(width / 8) * 20);
          const written = decodeFax(packed, kind, width, room);
          expect(written).toBeLessThanOrEqual(room.length);
          expect(written % Math.ceil(width / 8)).toBe(0);
        },
      ),
      { numRuns: 3000 },
    );
  });
});

/** A page of so many entries, each the same list of a hundred thousand places. */
function sameAgain(count: number): Uint8Array {
  const bytes = new Uint8Array(10 + count * 12 + 400_000);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x49492a00);
  view.setUint32(4, 8, true);
  view.setUint16(8, count, true);
  for (let at = 10; at < 10 + count * 12; at += 12) {
    view.setUint16(at, 273, true);
    view.setUint16(at + 2, 4, true);
    view.setUint32(at + 4, 100_000, true);
    view.setUint32(at + 8, 10 + count * 12, true);
  }
  return bytes;
}

function meanDifference(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += Math.abs(one[at]! - other[at]!);
  return sum / one.length;
}

/** The file with this value in an entry of its first page, as a long. */
function withEntry(bytes: Uint8Array, tag: number, value: number): Uint8Array {
  const changed = bytes.slice();
  const view = new DataView(changed.buffer);
  const directory = view.getUint32(4, true);
  for (let at = directory + 2; at < directory + 2 + view.getUint16(directory, true) * 12; at += 12) {
    if (view.getUint16(at, true) !== tag) continue;
    view.setUint16(at + 2, 4, true);
    view.setUint32(at + 4, 1, true);
    view.setUint32(at + 8, value, true);
  }
  return changed;
}
