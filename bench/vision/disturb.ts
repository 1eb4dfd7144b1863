import { chance } from './random.ts';
import type { Disturbance } from './spec.ts';

/** Row-major 3 × 3 without its last 1. */
export type Transform = readonly number[];

/** The projective map that takes four corners to four others. */
export function homography(
  from: readonly (readonly [number, number])[],
  to: readonly (readonly [number, number])[],
): Transform {
  const rows: number[][] = [];
  from.forEach(([x, y], i) => {
    const [u, v] = to[i]!;
    rows.push([x, y, 1, 0, 0, 0, -u * x, -u * y, u], [0, 0, 0, x, y, 1, -v * x, -v * y, v]);
  });
  for (let column = 0; column < 8; column++) {
    let best = column;
    for (let row = column; row < 8; row++) {
      if (Math.abs(rows[row]![column]!) > Math.abs(rows[best]![column]!)) best = row;
    }
    [rows[column], rows[best]] = [rows[best]!, rows[column]!];
    const pivot = rows[column]![column]!;
    for (let row = 0; row < 8; row++) {
      if (row === column) continue;
      const factor = rows[row]![column]! / pivot;
      for (let k = column; k < 9; k++) rows[row]![k]! -= factor * rows[column]![k]!;
    }
  }
  return rows.map((row, i) => row[8]! / row[i]!);
}

export function mapPoint(t: Transform, x: number, y: number): [number, number] {
  const w = t[6]! * x + t[7]! * y + 1;
  return [(t[0]! * x + t[1]! * y + t[2]!) / w, (t[3]! * x + t[4]! * y + t[5]!) / w];
}

function invert(t: Transform): number[] {
  const [a, b, c, d, e, f, g, h] = t as [number, number, number, number, number, number, number, number];
  const inverse = [
    e - f * h,
    c * h - b,
    b * f - c * e,
    f * g - d,
    a - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ];
  return inverse.map((value) => value / inverse[8]!).slice(0, 8);
}

/** Warps, shades, blurs, tints and roughens a page as a scanner, a copier or a camera does. */
export function disturbPixels(
  source: ImageData,
  width: number,
  height: number,
  transform: Transform,
  how: Disturbance,
  seed: number,
): Uint8ClampedArray<ArrayBuffer> {
  const lot = chance(seed ^ 0x1234);
  const out = new Uint8ClampedArray(width * height * 4);
  const back = invert(transform);
  const desk = [lot.between(60, 150), lot.between(45, 120), lot.between(35, 110)];
  const around = how.mode === 'photo' ? desk : how.mode === 'screen' ? [25, 25, 25] : [250, 250, 250];
  const shade = { x: lot.between(-1, 1), y: lot.between(-1, 1), band: lot.between(0, 6.3) };
  const wave = { x: lot.between(0.6, 2.2), y: lot.between(0.2, 1.6) };
  const flat = Math.min(how.contrast, 1);
  const lift = how.contrast < 1 ? 128 - 128 * flat + 18 : 0;
  const [red, green, blue] = how.tint;
  const data = source.data;
  const row = source.width * 4;
  for (let y = 0, to = 0; y < height; y++) {
    let light = 1;
    for (let x = 0; x < width; x++, to += 4) {
      if (how.shadow > 0 && (x & 7) === 0) light = lightAt(x / width, y / height, how.shadow, shade);
      const w = 1 / (back[6]! * x + back[7]! * y + 1);
      const sx = (back[0]! * x + back[1]! * y + back[2]!) * w;
      const sy = (back[3]! * x + back[4]! * y + back[5]!) * w;
      let r = around[0]!;
      let g = around[1]!;
      let b = around[2]!;
      if (sx >= 0 && sy >= 0 && sx < source.width - 1 && sy < source.height - 1) {
        const at = (sy | 0) * row + (sx | 0) * 4;
        const fx = sx - (sx | 0);
        const fy = sy - (sy | 0);
        const one = (1 - fx) * (1 - fy);
        const two = fx * (1 - fy);
        const three = (1 - fx) * fy;
        const four = fx * fy;
        r = data[at]! * one + data[at + 4]! * two + data[at + row]! * three + data[at + row + 4]! * four;
        g =
          data[at + 1]! * one +
          data[at + 5]! * two +
          data[at + row + 1]! * three +
          data[at + row + 5]! * four;
        b =
          data[at + 2]! * one +
          data[at + 6]! * two +
          data[at + row + 2]! * three +
          data[at + row + 6]! * four;
      }
      const grid = how.moire
        ? how.moire * Math.sin(x * wave.x + y * 0.13) * Math.sin(y * wave.y + x * 0.07)
        : 0;
      out[to] = (r * flat + lift) * light * red * (1 + grid);
      out[to + 1] = (g * flat + lift) * light * green * (1 - grid);
      out[to + 2] = (b * flat + lift) * light * blue * (1 + grid);
      out[to + 3] = 255;
    }
  }
  if (how.mode === 'copy') toCopy(out, how.contrast);
  if (how.blur > 0.1) blur(out, width, height, how.blur);
  if (how.noise > 0) addNoise(out, how, seed);
  return out;
}

function lightAt(
  x: number,
  y: number,
  shadow: number,
  shade: { x: number; y: number; band: number },
): number {
  const slope = 1 + shade.x * (x - 0.5) + shade.y * (y - 0.5);
  return 1 - shadow * 0.5 * slope - shadow * 0.3 * Math.max(0, Math.sin(x * 3 + y * 2 + shade.band));
}

function addNoise(out: Uint8ClampedArray, how: Disturbance, seed: number): void {
  let state = seed | 1;
  const colour = how.mode === 'copy' ? 0 : how.noise / 131072;
  for (let i = 0; i < out.length; i += 4) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    const grey = (((state >>> 16) & 255) + (state >>> 24) - 255) * (how.noise / 255);
    out[i] = out[i]! + grey;
    out[i + 1] = out[i + 1]! + grey + ((state & 0xffff) - 32768) * colour;
    out[i + 2] = out[i + 2]! + grey;
  }
}

function toCopy(out: Uint8ClampedArray, contrast: number): void {
  for (let i = 0; i < out.length; i += 4) {
    const grey = 0.3 * out[i]! + 0.59 * out[i + 1]! + 0.11 * out[i + 2]!;
    out[i] = out[i + 1] = out[i + 2] = 140 + (grey - 140) * contrast;
  }
}

/** A light 3 × 3 blur mixed in by `amount` 0..1. */
function blur(out: Uint8ClampedArray, width: number, height: number, amount: number): void {
  const before = out.slice();
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      for (let c = 0; c < 3; c++) {
        const i = (y * width + x) * 4 + c;
        const row = width * 4;
        let sum = 0;
        for (let dy = -row; dy <= row; dy += row)
          sum += before[i + dy - 4]! + before[i + dy]! + before[i + dy + 4]!;
        out[i] = before[i]! * (1 - amount) + (sum / 9) * amount;
      }
    }
  }
}
