/**
 * SipHash-2-4 (Aumasson and Bernstein, 2012) over whole 64-bit blocks, in halves of 32 bits. A keyed hash made for short
 * input; `Math.imul`-style mixers would be faster, but their hashes of several words can be taken apart word by word.
 */
export class SipHash {
  readonly #key: Int32Array;
  readonly #state = new Int32Array(8);
  /** `key`: 16 bytes in hexadecimal. */
  constructor(key: string) {
    const view = new DataView(new ArrayBuffer(16));
    for (let i = 0; i < 16; i++) view.setUint8(i, Number.parseInt(key.slice(2 * i, 2 * i + 2), 16));
    this.#key = Int32Array.from([0, 4, 8, 12], (at) => view.getInt32(at, true));
  }

  begin(): this {
    const [k0 = 0, k1 = 0, k2 = 0, k3 = 0] = this.#key;
    const s = this.#state;
    s[0] = k0 ^ 0x70736575;
    s[1] = k1 ^ 0x736f6d65;
    s[2] = k2 ^ 0x6e646f6d;
    s[3] = k3 ^ 0x646f7261;
    s[4] = k0 ^ 0x6e657261;
    s[5] = k1 ^ 0x6c796765;
    s[6] = k2 ^ 0x79746573;
    s[7] = k3 ^ 0x74656462;
    return this;
  }

  /** Takes one block in: its low and its high half. */
  take(low: number, high: number): this {
    const s = this.#state;
    s[6]! ^= low;
    s[7]! ^= high;
    rounds(s, 2);
    s[0]! ^= low;
    s[1]! ^= high;
    return this;
  }

  /** Writes the hash to `out[at]` (low half) and `out[at + 1]` (high half). May go on taking blocks afterwards. */
  finish(low: number, high: number, out: Int32Array, at: number): void {
    const s = FINAL;
    s.set(this.#state);
    s[6]! ^= low;
    s[7]! ^= high;
    rounds(s, 2);
    s[0]! ^= low;
    s[1]! ^= high;
    s[4]! ^= 0xff;
    rounds(s, 4);
    out[at] = s[0]! ^ s[2]! ^ s[4]! ^ s[6]!;
    out[at + 1] = s[1]! ^ s[3]! ^ s[5]! ^ s[7]!;
  }
}

const FINAL = new Int32Array(8);

/** v0 to v3 stand in `s` as low and high halves; between them and the rounds lie no stores. */
function rounds(s: Int32Array, count: number): void {
  let a0 = s[0]!;
  let a1 = s[1]!;
  let b0 = s[2]!;
  let b1 = s[3]!;
  let c0 = s[4]!;
  let c1 = s[5]!;
  let d0 = s[6]!;
  let d1 = s[7]!;
  for (let i = 0; i < count; i++) {
    // v0 += v1; v1 <<<= 13; v1 ^= v0; v0 <<<= 32
    let t = (a0 >>> 0) + (b0 >>> 0);
    a1 = (a1 + b1 + (t > 0xffffffff ? 1 : 0)) | 0;
    a0 = t | 0;
    t = (b0 << 13) | (b1 >>> 19);
    b1 = (b1 << 13) | (b0 >>> 19);
    b0 = t ^ a0;
    b1 ^= a1;
    t = a0;
    a0 = a1;
    a1 = t;
    // v2 += v3; v3 <<<= 16; v3 ^= v2
    t = (c0 >>> 0) + (d0 >>> 0);
    c1 = (c1 + d1 + (t > 0xffffffff ? 1 : 0)) | 0;
    c0 = t | 0;
    t = (d0 << 16) | (d1 >>> 16);
    d1 = (d1 << 16) | (d0 >>> 16);
    d0 = t ^ c0;
    d1 ^= c1;
    // v0 += v3; v3 <<<= 21; v3 ^= v0
    t = (a0 >>> 0) + (d0 >>> 0);
    a1 = (a1 + d1 + (t > 0xffffffff ? 1 : 0)) | 0;
    a0 = t | 0;
    t = (d0 << 21) | (d1 >>> 11);
    d1 = (d1 << 21) | (d0 >>> 11);
    d0 = t ^ a0;
    d1 ^= a1;
    // v2 += v1; v1 <<<= 17; v1 ^= v2; v2 <<<= 32
    t = (c0 >>> 0) + (b0 >>> 0);
    c1 = (c1 + b1 + (t > 0xffffffff ? 1 : 0)) | 0;
    c0 = t | 0;
    t = (b0 << 17) | (b1 >>> 15);
    b1 = (b1 << 17) | (b0 >>> 15);
    b0 = t ^ c0;
    b1 ^= c1;
    t = c0;
    c0 = c1;
    c1 = t;
  }
  s[0] = a0;
  s[1] = a1;
  s[2] = b0;
  s[3] = b1;
  s[4] = c0;
  s[5] = c1;
  s[6] = d0;
  s[7] = d1;
}
