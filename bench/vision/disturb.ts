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
  const shade = { x: lot.between(-1, 1), y: lot.between(-1, 1), band: lot.between(0, 6.3) };
  const wave = { x: lot.between(0.6, 2.2), y: lot.between(0.2, 1.6) };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const to = (y * width + x) * 4;
      const [sx, sy] = mapPoint(back, x, y);
      const inside = sx >= 0 && sy >= 0 && sx < source.width - 1 && sy < source.height - 1;
      const light =
        1 -
        how.shadow * 0.5 * (1 + shade.x * (x / width - 0.5) + shade.y * (y / height - 0.5)) -
        how.shadow * 0.3 * Math.max(0, Math.sin((x / width) * 3 + (y / height) * 2 + shade.band));
      const grid = how.moire * (Math.sin(x * wave.x + y * 0.13) * Math.sin(y * wave.y + x * 0.07));
      for (let c = 0; c < 3; c++) {
        let value = inside
          ? sample(source, sx, sy, c)
          : how.mode === 'photo'
            ? desk[c]!
            : how.mode === 'screen'
              ? 25
              : 250;
        value = 255 - (255 - value) * 1;
        if (how.contrast < 1) value = 128 + (value - 128) * how.contrast + 18;
        out[to + c] = value * light * how.tint[c]! * (1 + grid * (c === 1 ? -1 : 1));
      }
      out[to + 3] = 255;
    }
  }
  if (how.mode === 'copy') toCopy(out, how.contrast);
  if (how.blur > 0.1) blur(out, width, height, how.blur);
  if (how.noise > 0) {
    for (let i = 0; i < out.length; i += 4) {
      const n = (lot.next() + lot.next() - 1) * how.noise;
      out[i] = out[i]! + n;
      out[i + 1] = out[i + 1]! + n + (how.mode === 'copy' ? 0 : (lot.next() - 0.5) * how.noise * 0.5);
      out[i + 2] = out[i + 2]! + n;
    }
  }
  return out;
}

function sample(source: ImageData, x: number, y: number, c: number): number {
  const x0 = x | 0;
  const y0 = y | 0;
  const fx = x - x0;
  const fy = y - y0;
  const i = (y0 * source.width + x0) * 4 + c;
  const row = source.width * 4;
  const d = source.data;
  return (
    (d[i]! * (1 - fx) + d[i + 4]! * fx) * (1 - fy) + (d[i + row]! * (1 - fx) + d[i + row + 4]! * fx) * fy
  );
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
