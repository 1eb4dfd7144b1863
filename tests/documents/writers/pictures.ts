import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const DRAWN = join(import.meta.dirname, '../../vision/fixtures');
/** Pixels to a side that no picture of an office has. */
const SIDE = 60_000;

/** Bytes that hold the head of a picture and nothing to see: of a longer piece viewers show what is there. */
const HEAD = 60;

type Claim = (view: DataView) => void;

/** Writes a size into a picture's head that its bytes do not hold, by format. */
const CLAIMS: Readonly<Record<string, Claim>> = {
  png: (view) => {
    view.setUint32(16, SIDE);
    view.setUint32(20, SIDE);
  },
  jpg: (view) => {
    const frame = placeOf(view, [0xff, 0xc0]);
    view.setUint16(frame + 5, SIDE);
    view.setUint16(frame + 7, SIDE);
  },
  gif: (view) => {
    view.setUint16(6, SIDE, true);
    view.setUint16(8, SIDE, true);
  },
  bmp: (view) => {
    view.setInt32(18, SIDE, true);
    view.setInt32(22, SIDE, true);
  },
  webp: (view) => {
    // Fourteen bits are all that this kind has for a side.
    view.setUint16(26, 0x3fff, true);
    view.setUint16(28, 0x3fff, true);
  },
  tiff: (view) => {
    const directory = view.getUint32(4, true);
    for (const tag of [256, 257]) {
      for (let at = directory + 2; view.getUint16(at, true) <= tag; at += 12)
        if (view.getUint16(at, true) === tag) view.setUint16(at + 8, SIDE, true);
    }
  },
  heic: (view) => {
    const size = placeOf(view, [0x69, 0x73, 0x70, 0x65]);
    view.setUint32(size + 8, SIDE);
    view.setUint32(size + 12, SIDE);
  },
};

/** Pictures as they are drawn for the tests of vision, whole, cut, and with a size that no memory holds. */
export function* pictures(): Generator<readonly [path: string, bytes: Uint8Array]> {
  for (const [format, claim] of Object.entries(CLAIMS)) {
    const drawn = (name: string) => new Uint8Array(readFileSync(join(DRAWN, `${name}.${format}`)));
    const plain = drawn('khan-copy');
    yield [`${format}/ok.${format}`, plain] as const;
    yield [`${format}/blocked.${format}`, drawn('tuyet-mat-photo')] as const;
    yield [`${format}/broken.${format}`, plain.slice(0, HEAD)] as const;
    const huge = plain.slice();
    claim(new DataView(huge.buffer));
    yield [`${format}/bomb.${format}`, huge] as const;
  }
}

function placeOf(view: DataView, wanted: readonly number[]): number {
  for (let at = 0; at + wanted.length < view.byteLength; at++)
    if (wanted.every((byte, index) => view.getUint8(at + index) === byte)) return at;
  throw new Error('a drawn picture has no such place');
}
