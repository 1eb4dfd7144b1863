import { join, number } from './words.ts';

/** Black where `bits` is 1, row by row. */
export interface Bitmap {
  readonly width: number;
  readonly height: number;
  readonly bits: Uint8Array;
}

/** Estimates of the arithmetic coder: probability in hexadecimal, next state after the likelier and the other bit, and whether they change places. */
const STATES = `
  5601 1 1 1, 3401 2 6 0, 1801 3 9 0, 0ac1 4 12 0, 0521 5 29 0, 0221 38 33 0, 5601 7 6 1,
  5401 8 14 0, 4801 9 14 0, 3801 10 14 0, 3001 11 17 0, 2401 12 18 0, 1c01 13 20 0,
  1601 29 21 0, 5601 15 14 1, 5401 16 14 0, 5101 17 15 0, 4801 18 16 0, 3801 19 17 0,
  3401 20 18 0, 3001 21 19 0, 2801 22 19 0, 2401 23 20 0, 2201 24 21 0, 1c01 25 22 0,
  1801 26 23 0, 1601 27 24 0, 1401 28 25 0, 1201 29 26 0, 1101 30 27 0, 0ac1 31 28 0,
  09c1 32 29 0, 08a1 33 30 0, 0521 34 31 0, 0441 35 32 0, 02a1 36 33 0, 0221 37 34 0,
  0141 38 35 0, 0111 39 36 0, 0085 40 37 0, 0049 41 38 0, 0025 42 39 0, 0015 43 40 0,
  0009 44 41 0, 0005 45 42 0, 0001 45 43 0, 5601 46 46 0`
  .split(',')
  .map((row) => row.trim().split(' '))
  .map(([share = '', ...rest]) => [Number.parseInt(share, 16), ...rest.map(Number)]);

/** The pixels that each pixel is told from, as steps to the right and down. */
const AROUND: readonly (readonly [right: number, down: number])[] = [-2, -1, 0].flatMap((down) => {
  const [from, to] = { '-2': [-2, 2], '-1': [-3, 3], '0': [-4, -1] }[String(down)] as [number, number];
  return Array.from({ length: to - from + 1 }, (_, i) => [from + i, down] as const);
});

/** A black and white picture as a scanner puts it into a PDF: a page and one generic region (ITU-T T.88). */
export function writeJbig2({ width, height, bits }: Bitmap): Uint8Array {
  const big = (value: number) => number(value, 4).reverse();
  const segment = (index: number, type: number, body: Uint8Array) =>
    join(big(index), Uint8Array.of(type, 0, 1), big(body.length), body);
  const coder = new Coder();
  const at = (x: number, y: number) => (x >= 0 && x < width && y >= 0 ? (bits[y * width + x] ?? 0) : 0);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const context = AROUND.reduce((sum, [right, down]) => sum * 2 + at(x + right, y + down), 0);
      coder.encode(context, at(x, y));
    }
  const adaptive = Uint8Array.of(3, 255, 253, 255, 2, 254, 254, 254);
  const region = join(big(width), big(height), big(0), big(0), Uint8Array.of(0, 0), adaptive, coder.end());
  return join(segment(0, 48, join(big(width), big(height), new Uint8Array(11))), segment(1, 38, region));
}

/** The encoder of T.88, annex E. */
class Coder {
  readonly #out: number[] = [];
  readonly #states = new Uint8Array(1 << 16);
  readonly #likely = new Uint8Array(1 << 16);
  #interval = 0x8000;
  #code = 0;
  #left = 12;
  #byte = -1;

  encode(context: number, bit: number): void {
    const [share = 0, next = 0, other = 0, swaps = 0] = STATES[this.#states[context] as number] ?? [];
    this.#interval -= share;
    const likely = bit === this.#likely[context];
    if (likely && this.#interval & 0x8000) {
      this.#code += share;
      return;
    }
    // The larger part goes to the likelier bit, whichever part that is.
    if (likely === this.#interval < share) this.#interval = share;
    else this.#code += share;
    if (!likely && swaps) this.#likely[context] = bit;
    this.#states[context] = likely ? next : other;
    do {
      this.#interval <<= 1;
      this.#shift();
    } while (!(this.#interval & 0x8000));
  }

  end(): Uint8Array {
    const most = this.#code + this.#interval;
    this.#code |= 0xffff;
    if (this.#code >= most) this.#code -= 0x8000;
    for (let twice = 0; twice < 2; twice++) {
      this.#code = this.#code * 2 ** this.#left;
      this.#putByte();
    }
    if (this.#byte >= 0 && this.#byte !== 0xff) this.#out.push(this.#byte);
    return Uint8Array.from([...this.#out, 0xff, 0xac]);
  }

  #shift(): void {
    this.#code *= 2;
    this.#left -= 1;
    if (this.#left === 0) this.#putByte();
  }

  #putByte(): void {
    if (this.#byte !== 0xff && this.#code >= 0x8000000) {
      this.#byte += 1;
      this.#code -= 0x8000000;
    }
    const bits = this.#byte === 0xff ? 20 : 19;
    if (this.#byte >= 0) this.#out.push(this.#byte);
    this.#byte = Math.floor(this.#code / 2 ** bits);
    this.#code %= 2 ** bits;
    this.#left = bits === 20 ? 7 : 8;
  }
}
