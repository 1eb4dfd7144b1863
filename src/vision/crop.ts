import type { GreyImage, Pixels, Region } from './types.ts';

/** Which ink to look at: all of it, or red alone (when black letters run through a stamp). */
export type Ink = 'all' | 'red';

/** What a picture is read as: by its ink, or as a mask of one byte a pixel, 1 where there is ink. */
export type ReadAs = Ink | 'mask';

/** The same, or all ink where no look falls beyond the border. */
type Way = ReadAs | 'inside';

/** Takes a turned rectangle out of a picture, upright, at any size; ink becomes dark, paper light, whatever the light was. */
export function cutOut(
  source: Pixels,
  region: Region,
  width: number,
  height: number,
  ink: ReadAs,
): GreyImage {
  const crop = sample(source, region, width, height, ink);
  stretch(crop.data);
  return crop;
}

/** The same with ink and paper as they are. */
export function sample(
  source: Pixels,
  region: Region,
  width: number,
  height: number,
  ink: ReadAs,
): GreyImage {
  const data = new Uint8Array(width * height);
  const step = Math.max(region.width / width, region.height / height);
  const taps = Math.min(4, Math.max(1, Math.round(step)));
  const out = { width, height, data };
  // Most places are looked at in all ink and do not touch the border: that way is short.
  const short = ink === 'all' && isInside(source, region);
  // Many looks at the nearest pixels tell as much as one look between four.
  if (taps > 1) gather(source, region, out, short ? 'inside' : ink, taps);
  else interpolate(source, region, out, short ? 'inside' : ink);
  return out;
}

/** Whether a region and a pixel around it lie within a picture. */
function isInside(picture: Pixels, { x, y, width, height, angle }: Region): boolean {
  const cos = Math.abs(Math.cos(angle)) / 2;
  const sin = Math.abs(Math.sin(angle)) / 2;
  const across = width * cos + height * sin + 1;
  const down = width * sin + height * cos + 1;
  return x > across && y > down && x + across < picture.width && y + down < picture.height;
}

function interpolate(source: Pixels, region: Region, { width, height, data }: GreyImage, ink: Way): void {
  const acrossX = (Math.cos(region.angle) * region.width) / width;
  const acrossY = (Math.sin(region.angle) * region.width) / width;
  const downX = (-Math.sin(region.angle) * region.height) / height;
  const downY = (Math.cos(region.angle) * region.height) / height;
  const left = region.x - 0.5 - (acrossX * width + downX * height) / 2;
  const top = region.y - 0.5 - (acrossY * width + downY * height) / 2;
  for (let y = 0, at = 0; y < height; y++) {
    let px = left + 0.5 * acrossX + (y + 0.5) * downX;
    let py = top + 0.5 * acrossY + (y + 0.5) * downY;
    if (ink === 'inside') {
      lookInside(data.subarray(at, at + width), source, px, py, acrossX, acrossY);
      at += width;
      continue;
    }
    for (let x = 0; x < width; x++, at++, px += acrossX, py += acrossY) data[at] = look(source, px, py, ink);
  }
}

/** A row of values between four pixels. */
function lookInside(
  row: Uint8Array,
  { width, data }: Pixels,
  left: number,
  top: number,
  acrossX: number,
  acrossY: number,
): void {
  let px = left;
  let py = top;
  for (let x = 0; x < row.length; x++, px += acrossX, py += acrossY) {
    const x0 = px | 0;
    const y0 = py | 0;
    const fx = px - x0;
    const fy = py - y0;
    const at = ((y0 * width + x0) << 2) | 1;
    const below = at + (width << 2);
    const upper = data[at]! * (1 - fx) + data[at + 4]! * fx;
    const lower = data[below]! * (1 - fx) + data[below + 4]! * fx;
    row[x] = upper * (1 - fy) + lower * fy;
  }
}

/** The mean of `taps` × `taps` pixels for each one of the result. */
function gather(
  source: Pixels,
  region: Region,
  { width, height, data }: GreyImage,
  ink: Way,
  taps: number,
): void {
  const acrossX = (Math.cos(region.angle) * region.width) / (width * taps);
  const acrossY = (Math.sin(region.angle) * region.width) / (width * taps);
  const downX = (-Math.sin(region.angle) * region.height) / (height * taps);
  const downY = (Math.cos(region.angle) * region.height) / (height * taps);
  const left = region.x - (acrossX * width * taps) / 2 - (downX * height * taps) / 2;
  const top = region.y - (acrossY * width * taps) / 2 - (downY * height * taps) / 2;
  const sums = new Uint32Array(width);
  const bytes = ink === 'mask' ? 1 : 4;
  for (let y = 0; y < height; y++) {
    sums.fill(0);
    for (let down = y * taps + 0.5; down < (y + 1) * taps; down++) {
      if (ink === 'inside') {
        addInside(sums, source, left + down * downX, top + down * downY, acrossX, acrossY, taps);
        continue;
      }
      for (let x = 0, across = 0.5; x < width; x++) {
        for (let tap = 0; tap < taps; tap++, across++) {
          const px = (left + across * acrossX + down * downX) | 0;
          const py = (top + across * acrossY + down * downY) | 0;
          const cx = px < 0 ? 0 : px < source.width ? px : source.width - 1;
          const cy = py < 0 ? 0 : py < source.height ? py : source.height - 1;
          sums[x]! += value(source.data, (cy * source.width + cx) * bytes, ink);
        }
      }
    }
    for (let x = 0; x < width; x++) data[y * width + x] = sums[x]! / (taps * taps);
  }
}

/** Adds `taps` of a row's pixels to each sum. */
function addInside(
  sums: Uint32Array,
  { width, data }: Pixels,
  left: number,
  top: number,
  acrossX: number,
  acrossY: number,
  taps: number,
): void {
  for (let x = 0, across = 0.5; x < sums.length; x++) {
    let sum = 0;
    for (let tap = 0; tap < taps; tap++, across++)
      sum += data[((((top + across * acrossY) | 0) * width + ((left + across * acrossX) | 0)) << 2) | 1]!;
    sums[x]! += sum;
  }
}

/** The value between four pixels; beyond the border the border. */
function look({ width, height, data }: Pixels, x: number, y: number, ink: ReadAs): number {
  const cx = x < 0 ? 0 : x < width - 1 ? x : width - 1.001;
  const cy = y < 0 ? 0 : y < height - 1 ? y : height - 1.001;
  const x0 = cx | 0;
  const y0 = cy | 0;
  const fx = cx - x0;
  const fy = cy - y0;
  const bytes = ink === 'mask' ? 1 : 4;
  const at = (y0 * width + x0) * bytes;
  const right = x0 + 1 < width ? at + bytes : at;
  const down = y0 + 1 < height ? width * bytes : 0;
  const upper = value(data, at, ink) * (1 - fx) + value(data, right, ink) * fx;
  const lower = value(data, at + down, ink) * (1 - fx) + value(data, right + down, ink) * fx;
  return upper * (1 - fy) + lower * fy;
}

function value(data: Pixels['data'], at: number, ink: ReadAs): number {
  if (ink === 'all') return data[at + 1]!;
  if (ink === 'mask') return data[at] ? 0 : 255;
  const green = data[at + 1]!;
  const blue = data[at + 2]!;
  const more = data[at]! - Math.max(green, blue);
  return more > 0 ? 255 - more : 255;
}

/**
 * Spreads the values between the darkest and the lightest twentieth over the whole range, in place. A picture whose values
 * lie closer together than `least` becomes paper.
 */
export function stretch(data: Uint8Array, least = 1): void {
  const counts = new Uint32Array(256);
  for (let i = 0; i < data.length; i++) counts[data[i]!]!++;
  const low = quantile(counts, data.length * 0.05);
  const high = quantile(counts, data.length * 0.85);
  if (high - low < least) {
    data.fill(255);
    return;
  }
  const gain = 255 / (high - low);
  const spread = new Uint8Array(256).fill(255, high);
  for (let value = low; value < high; value++) spread[value] = (value - low) * gain;
  for (let i = 0; i < data.length; i++) data[i] = spread[data[i]!]!;
}

function quantile(counts: Uint32Array, rank: number): number {
  let sum = 0;
  for (let value = 0; value < 256; value++) {
    sum += counts[value]!;
    if (sum > rank) return value;
  }
  return 255;
}
