import type { Shapes } from './shapes.ts';
import type { Region } from './types.ts';

/** Heights of letters that are looked at, in pixels of the search. */
const LOWEST = 5;
const HIGHEST = 70;
/** The three words have 3 to 9 letters; noise adds some, broken ink joins or splits some. */
const FEWEST = 2;
const MOST = 14;
/** TUYỆT has five letters; a stroke of a frame or broken ink adds some. */
const MOST_OF_WORD = 8;
/** Widest gap between the two words of a level, in heights of a letter. */
const WORD_GAP = 3;
/** Room around the letters, in heights of a letter: for the marks above, for the dot below, and at the ends. */
const ABOVE = 0.6;
const BELOW = 0.4;
const BESIDE = 0.12;
/** Shapes of the size of letters beyond this many are not looked at: a picture, not a page. */
const MOST_LETTERS = 12_000;

/** Shapes that may be letters, from left to right, and for each the place of its right neighbour among them, or -1. */
export interface Letters {
  readonly letters: readonly number[];
  readonly next: Int32Array;
}

export function findLetters(shapes: Shapes): Letters {
  const letters = pickLetters(shapes);
  return { letters, next: linkLetters(shapes, letters) };
}

/** Short lines of letters of one height that stand alone, as regions in pixels of the search. */
export function findLines(shapes: Shapes, { letters, next }: Letters = findLetters(shapes)): Region[] {
  const out: Region[] = [];
  const lines = [...follow(letters, next)];
  for (const line of [...lines, ...joinWords(shapes, lines)]) {
    if (line.length < FEWEST || line.length > MOST) continue;
    for (const variant of trim(shapes, line)) {
      const region = boundLine(shapes, variant);
      if (region) out.push(region);
    }
  }
  return out;
}

/** Pairs of short lines a wide gap apart: the two words of a level in a face with wide spaces, or set apart by hand. */
function* joinWords(shapes: Shapes, lines: readonly (readonly number[])[]): Generator<readonly number[]> {
  const { left, top, right, bottom } = shapes;
  const words = lines.filter((line) => line.length <= MOST_OF_WORD);
  const starts = words.map((line) => line[0]!);
  const rows = byRow(starts, top, bottom);
  for (const word of words) {
    const end = word[word.length - 1]!;
    const high = bottom[end]! - top[end]! + 1;
    const middle = (top[end]! + bottom[end]!) / 2;
    let nearest = -1;
    let least = high * WORD_GAP;
    for (const other of rows.near(middle)) {
      const start = starts[other]!;
      const gap = left[start]! - right[end]!;
      const otherHigh = bottom[start]! - top[start]! + 1;
      const offset = Math.abs((top[start]! + bottom[start]!) / 2 - middle);
      if (gap <= 0 || gap >= least || offset > high * 0.6) continue;
      if (otherHigh * 2 < high || high * 2 < otherHigh) continue;
      nearest = other;
      least = gap;
    }
    if (nearest >= 0) yield [...word, ...words[nearest]!];
  }
}

/** The line itself, and the line without up to two thin strokes at either end: they may be the sides of a frame. */
function* trim({ left, top, right, bottom }: Shapes, line: readonly number[]): Generator<readonly number[]> {
  const thin = (shape: number) => (right[shape]! - left[shape]! + 1) * 2.6 < bottom[shape]! - top[shape]! + 1;
  let before = 0;
  let after = 0;
  while (before < 2 && before < line.length && thin(line[before]!)) before++;
  while (after < 2 && after < line.length && thin(line[line.length - 1 - after]!)) after++;
  for (let from = 0; from <= before; from++) {
    for (let to = line.length - after; to <= line.length; to++) {
      if (to - from >= FEWEST) yield line.slice(from, to);
    }
  }
}

/** Indices of shapes that may be letters, from left to right. */
function pickLetters({ count, left, top, right, bottom, area }: Shapes): number[] {
  const letters: number[] = [];
  for (let shape = 0; shape < count && letters.length < MOST_LETTERS; shape++) {
    const width = right[shape]! - left[shape]! + 1;
    const height = bottom[shape]! - top[shape]! + 1;
    if (height < LOWEST || height > HIGHEST || width > height * 4 || width * 7 < height) continue;
    if (area[shape]! * 8 < width * height) continue;
    letters.push(shape);
  }
  return letters.sort((a, b) => left[a]! - left[b]!);
}

/** For each letter the position of its right neighbour in `letters`, or -1. */
function linkLetters({ left, top, right, bottom }: Shapes, letters: readonly number[]): Int32Array {
  const next = new Int32Array(letters.length).fill(-1);
  const before = new Int32Array(letters.length).fill(-1);
  const rows = byRow(letters, top, bottom);
  for (let i = 0; i < letters.length; i++) {
    const one = letters[i]!;
    const high = bottom[one]! - top[one]! + 1;
    const middle = (top[one]! + bottom[one]!) / 2;
    let best = -1;
    let bestGap = high * 1.5;
    for (const j of rows.near(middle)) {
      if (j <= i) continue;
      const two = letters[j]!;
      const gap = left[two]! - right[one]!;
      if (gap > bestGap) break;
      const otherHigh = bottom[two]! - top[two]! + 1;
      const ratio = high > otherHigh ? high / otherHigh : otherHigh / high;
      const offset = Math.abs((top[two]! + bottom[two]!) / 2 - middle);
      if (ratio > 2 || offset > Math.min(high, otherHigh) * 0.5 || gap < -high * 0.4) continue;
      best = j;
      bestGap = gap;
      break;
    }
    if (best >= 0 && before[best] === -1) {
      next[i] = best;
      before[best] = i;
    }
  }
  return next;
}

/** Letters by strips of 16 rows, so that only neighbours are compared. */
function byRow(letters: readonly number[], top: Int32Array, bottom: Int32Array) {
  const strips = new Map<number, number[]>();
  letters.forEach((shape, i) => {
    for (let strip = top[shape]! >> 4; strip <= bottom[shape]! >> 4; strip++) {
      const list = strips.get(strip);
      if (list) list.push(i);
      else strips.set(strip, [i]);
    }
  });
  return { near: (y: number) => strips.get(y >> 4) ?? [] };
}

function* follow(letters: readonly number[], next: Int32Array): Generator<number[]> {
  const seen = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i++) {
    if (seen[i]) continue;
    const line: number[] = [];
    for (let at = i; at >= 0 && !seen[at]; at = next[at]!) {
      seen[at] = 1;
      line.push(letters[at]!);
    }
    yield line;
  }
}

/**
 * The turned rectangle around a line. Its height comes from the median letter, with room for marks above and below, so
 * that words with and without marks, whole or broken, are framed alike.
 */
function boundLine({ left, top, right, bottom }: Shapes, line: readonly number[]): Region | null {
  const slope = slopeOf(
    line.map((shape) => [(left[shape]! + right[shape]!) / 2, (top[shape]! + bottom[shape]!) / 2]),
  );
  const angle = Math.atan(slope);
  if (Math.abs(angle) > 0.5) return null;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const feet: number[] = [];
  const heights: number[] = [];
  let start = Infinity;
  let end = -Infinity;
  for (const shape of line) {
    const x = (left[shape]! + right[shape]!) / 2;
    const half = (right[shape]! - left[shape]!) / 2 + 0.5;
    const along = x * cos + ((top[shape]! + bottom[shape]!) / 2) * sin;
    start = Math.min(start, along - half);
    end = Math.max(end, along + half);
    feet.push(-x * sin + (bottom[shape]! + 1) * cos);
    heights.push((bottom[shape]! - top[shape]! + 1) * cos - (right[shape]! - left[shape]!) * Math.abs(sin));
  }
  const letter = median(heights);
  const width = end - start;
  if (letter < LOWEST - 1 || width < letter * 1.3 || width > letter * 13) return null;
  const u = (start + end) / 2;
  const v = median(feet) - letter * (0.5 + (ABOVE - BELOW) / 2);
  return {
    x: u * cos - v * sin,
    y: u * sin + v * cos,
    width: width + letter * 2 * BESIDE,
    height: letter * (1 + ABOVE + BELOW),
    angle,
  };
}

function median(values: number[]): number {
  values.sort((a, b) => a - b);
  return values[values.length >> 1]!;
}

/** Median of the slopes between points far enough apart: one stray point does not turn it. */
function slopeOf(points: readonly (readonly [number, number])[]): number {
  const slopes: number[] = [];
  for (let i = 0; i < points.length; i++) {
    for (let j = i + 1; j < points.length; j++) {
      const dx = points[j]![0] - points[i]![0];
      if (dx > 3) slopes.push((points[j]![1] - points[i]![1]) / dx);
    }
  }
  slopes.sort((a, b) => a - b);
  return slopes.length ? slopes[slopes.length >> 1]! : 0;
}
