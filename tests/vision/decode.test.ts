import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { zlibSync } from 'fflate';
import { describe, expect, it, vi } from 'vitest';
import { turnUpright } from '../../src/vision/orientation.ts';
import { decodePlain } from '../../src/vision/plain/decode.ts';
import { sniff } from '../../src/vision/sniff.ts';
import { ImageError } from '../../src/vision/types.ts';
import { jpegOfScans } from '../documents/writers/hostile-jpeg.ts';

/** Two by two: red, green / blue, white. */
const DOTS = [255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 255, 255];

describe('decoding without a browser', () => {
  it('reads a png', async () => {
    const { width, height, data } = await decodePlain(
      png(2, 2, 8, 2, [0, 255, 0, 0, 0, 255, 0, 0, 0, 0, 255, 255, 255, 255]),
    );
    expect([width, height]).toEqual([2, 2]);
    expect([...data]).toEqual(DOTS);
  });

  it('undoes the filters of a png', async () => {
    const sub = [1, 255, 0, 0, 1, 255, 0];
    const up = [2, 1, 0, 255, 255, 0, 255];
    expect([...(await decodePlain(png(2, 2, 8, 2, [...sub, ...up]))).data]).toEqual(DOTS);
  });

  it('reads a png of one bit a pixel', async () => {
    const { data } = await decodePlain(png(4, 1, 1, 0, [0, 0b10100000]));
    expect([data[0], data[4], data[8], data[12]]).toEqual([255, 0, 255, 0]);
  });

  it('puts what a png leaves clear on white', async () => {
    const { data } = await decodePlain(png(1, 1, 8, 6, [0, 0, 0, 0, 0]));
    expect([...data]).toEqual([255, 255, 255, 255]);
  });

  it('reads a bmp from its last row up', async () => {
    const bytes = new Uint8Array(54 + 16);
    const view = new DataView(bytes.buffer);
    view.setUint16(0, 0x424d);
    view.setUint32(10, 54, true);
    view.setUint32(14, 40, true);
    view.setInt32(18, 2, true);
    view.setInt32(22, 2, true);
    view.setUint16(28, 24, true);
    bytes.set([255, 0, 0, 255, 255, 255, 0, 0, 0, 0, 255, 0, 255, 0], 54);
    expect([...(await decodePlain(bytes)).data]).toEqual(DOTS);
  });

  it('reads a gif', async () => {
    const head = [0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 2, 0, 2, 0, 0x81, 0, 0];
    const palette = [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255];
    // Codes of three bits: reset, 0, 1, 2 (of four bits from here), 3, end.
    const codes = [4, 0, 1, 2, 3, 5];
    const lengths = [3, 3, 3, 3, 4, 4];
    const packed = packBits(codes, lengths);
    const image = [0x2c, 0, 0, 0, 0, 2, 0, 2, 0, 0, 2, packed.length, ...packed, 0, 0x3b];
    expect([...(await decodePlain(Uint8Array.from([...head, ...palette, ...image]))).data]).toEqual(DOTS);
  });

  it('turns a photo as its Exif says', () => {
    const exif = [
      0xff, 0xd8, 0xff, 0xe1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0, 0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1,
    ];
    const tag = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
    const pixels = { width: 2, height: 1, data: Uint8Array.from([1, 1, 1, 1, 2, 2, 2, 2]) };
    const turned = turnUpright(
      pixels,
      Uint8Array.from([...exif, ...tag, 0xff, 0xda, ...new Array(16).fill(0)]),
    );
    expect([turned.width, turned.height, turned.data[0], turned.data[4]]).toEqual([1, 2, 1, 2]);
  });

  it('refuses a header that asks for too many pixels, before it decodes', async () => {
    expect(await outcomeOf(png(60_000, 60_000, 8, 2, []))).toBe('too-large');
  });

  it('refuses a jpeg that is gone over more often than any program writes', async () => {
    expect((await decodePlain(jpegOfScans(64, 60))).width).toBe(64);
    await expect(decodePlain(jpegOfScans(64, 100))).rejects.toMatchObject({ outcome: 'too-large' });
  });

  it('refuses an avif that its library would take hundreds of megabytes for', async () => {
    const white = readFileSync(join(import.meta.dirname, 'large/white.avif'));
    await expect(decodePlain(new Uint8Array(white))).rejects.toMatchObject({ outcome: 'too-large' });
  });

  it('names what it cannot read', async () => {
    const heic = Uint8Array.from([0, 0, 0, 24, ...ascii('ftypheic'), 0, 0, 0, 0]);
    expect(await outcomeOf(heic)).toBe('damaged');
    expect(await outcomeOf(Uint8Array.from(ascii('no picture at all')))).toBe('unknown-format');
    expect(await outcomeOf(png(2, 2, 8, 2, [0, 1]))).toBe('damaged');
  });

  it('writes nothing to the console: what reads the command line’s JSON would trip over it', async () => {
    const spoken = [vi.spyOn(console, 'log'), vi.spyOn(console, 'warn'), vi.spyOn(console, 'error')];
    const photo = readFileSync(join(import.meta.dirname, 'fixtures/khan-copy.heic'));
    const tiles = readFileSync(join(import.meta.dirname, 'tiffs/colour-tiles.tif'));
    for (const bytes of [photo.subarray(0, 40), photo.fill(7, photo.length >> 1), tiles])
      await decodePlain(new Uint8Array(bytes)).catch(() => undefined);
    for (const spy of spoken) expect(spy).not.toHaveBeenCalled();
    vi.restoreAllMocks();
  });

  it('ends any broken picture with an outcome', () => {
    const whole = png(2, 2, 8, 2, [0, 255, 0, 0, 0, 255, 0, 0, 0, 0, 255, 255, 255, 255]);
    return fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length - 1),
        fc.nat(255),
        fc.nat(whole.length),
        async (at, value, cut) => {
          const broken = whole.slice(0, Math.max(cut, 1));
          broken[Math.min(at, broken.length - 1)] = value;
          try {
            await decodePlain(broken);
          } catch (error) {
            expect(error).toBeInstanceOf(ImageError);
          }
        },
      ),
    );
  });
});

describe('sniffing', () => {
  it('knows sizes without decoding', () => {
    expect(sniff(png(640, 480, 8, 2, []))).toEqual({ kind: 'png', width: 640, height: 480 });
    const jpeg = [0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc2, 0, 11, 8, 1, 0, 2, 0, 1, 1, 0x11, 0];
    expect(sniff(Uint8Array.from(jpeg))).toEqual({ kind: 'jpeg', width: 512, height: 256 });
  });

  it('takes any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        try {
          sniff(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(ImageError);
        }
      }),
    );
  });
});

async function outcomeOf(bytes: Uint8Array): Promise<string> {
  try {
    await decodePlain(bytes);
    return 'scanned';
  } catch (error) {
    return error instanceof ImageError ? error.outcome : String(error);
  }
}

function png(width: number, height: number, depth: number, colour: number, rows: number[]): Uint8Array {
  const head = new Uint8Array(13);
  const view = new DataView(head.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  head.set([depth, colour, 0, 0, 0], 8);
  const chunk = (name: string, data: Uint8Array) => {
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, data.length);
    return [...length, ...ascii(name), ...data, 0, 0, 0, 0];
  };
  return Uint8Array.from([
    0x89,
    0x50,
    0x4e,
    0x47,
    0x0d,
    0x0a,
    0x1a,
    0x0a,
    ...chunk('IHDR', head),
    ...chunk('IDAT', zlibSync(Uint8Array.from(rows))),
    ...chunk('IEND', new Uint8Array()),
  ]);
}

function ascii(text: string): number[] {
  return [...text].map((letter) => letter.charCodeAt(0));
}

function packBits(codes: readonly number[], lengths: readonly number[]): number[] {
  let value = 0n;
  let at = 0n;
  codes.forEach((code, i) => {
    value |= BigInt(code) << at;
    at += BigInt(lengths[i]!);
  });
  const out: number[] = [];
  for (let i = 0n; i < at; i += 8n) out.push(Number((value >> i) & 255n));
  return out;
}
