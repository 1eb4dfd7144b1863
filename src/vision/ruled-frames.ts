import { type Mask, takeMask, WORD } from './bits.ts';
import { type Edge, edge } from './frames.ts';
import { findShapes, type Shapes } from './shapes.ts';
import { Sheets } from './sheets.ts';
import type { Region } from './types.ts';

/** Runs of ink shorter than this are no part of a line, in pixels of the search: what is left of letters falls apart. */
const RUN = 10;
/** How long a frame's upper and lower lines are, and how thick on the mean. */
const SHORTEST = 40;
const LONGEST = 420;
const THICKEST = 12;
const STEEPEST = 0.35;
/** How far apart they are, and how many widths by heights. */
const LOWEST = 16;
const HIGHEST = 150;
const [NARROWEST, WIDEST] = [1.15, 9] as const;
/** How much they may differ in slope, and how much of the longer one the other must lie along. */
const ASKEW = 0.05;
const ALONG = 0.7;
/** How far their ends may lie apart, in widths. */
const LOOSE = 0.35;
/** Bars of ink, lines and frames that are looked at. */
const MOST_BARS = 400;
const MOST_LINES = 40;
const MOST_FRAMES = 4;

interface Line {
  readonly left: number;
  readonly right: number;
  readonly slope: number;
  readonly at: (x: number) => number;
}

/**
 * Frames by their upper and lower lines alone: also those that a seal, print or a ruled line has grown together with, and
 * those whose sides are torn.
 */
export function findRuled(mask: Mask, sheets = new Sheets()): Region[] {
  const lines = straight(findShapes(keepLongRuns(mask, sheets)));
  const pairs: { region: Region; off: number }[] = [];
  for (const upper of lines) {
    for (const lower of lines) {
      const pair = join(upper, lower);
      if (pair) pairs.push(pair);
    }
  }
  const out: Region[] = [];
  for (const { region } of pairs.sort((a, b) => a.off - b.off)) {
    if (out.length < MOST_FRAMES && !out.some((other) => alike(other, region, DOUBLE))) out.push(region);
  }
  return out;
}

/**
 * How far apart two frames may lie, and differ in width and height, to be one: the lines of a double frame make four, of
 * which one is enough.
 */
const DOUBLE = [8, 12, 14] as const;
/** The same for one frame on two masks. */
const SAME = [2, 4, 4] as const;

/** Whether a frame was found on another mask already. */
export function isAmong(frames: readonly Region[], frame: Region): boolean {
  return frames.some((other) => alike(other, frame, SAME));
}

function alike(one: Region, two: Region, [apart, wider, higher]: readonly [number, number, number]): boolean {
  return (
    Math.hypot(one.x - two.x, one.y - two.y) < apart &&
    Math.abs(one.width - two.width) < wider &&
    Math.abs(one.height - two.height) < higher
  );
}

/** Takes out what has less than `RUN` pixels of ink in a row, and lengthens what stays by one at each end. */
function keepLongRuns({ width, height, words }: Mask, sheets: Sheets): Mask {
  const out = takeMask(width, height, sheets);
  const across = width / WORD;
  const row = new Int32Array(across + 1);
  for (let y = 0; y < height; y++) {
    let any = 0;
    for (let x = 0; x < across; x++) {
      const at = y * across + x;
      const word = words[at]!;
      const next = x + 1 < across ? words[at + 1]! : 0;
      row[x] = word === 0 ? 0 : longRuns(word, next);
      any |= row[x]!;
    }
    for (let x = 0; x < across; x++) {
      const at = y * across + x;
      if (any === 0) {
        out.words[at] = 0;
        continue;
      }
      const word = row[x]!;
      const before = x > 0 ? row[x - 1]! : 0;
      const after = row[x + 1]!;
      if ((word | before | after) === 0) {
        out.words[at] = 0;
        continue;
      }
      let wide = word | (word >>> 1) | (after << (WORD - 1));
      for (let by = 1; by <= RUN; by++) wide |= (word << by) | (before >>> (WORD - by));
      out.words[at] = wide;
    }
  }
  return out;
}

/** Where ten pixels of ink follow each other, in a word and the next: first two, then four, eight and ten. */
function longRuns(word: number, next: number): number {
  let kept = word & ((word >>> 1) | (next << 31));
  if (kept === 0) return 0;
  let after = next & (next >>> 1);
  kept &= (kept >>> 2) | (after << 30);
  if (kept === 0) return 0;
  after &= after >>> 2;
  kept &= (kept >>> 4) | (after << 28);
  after &= after >>> 4;
  return kept & ((kept >>> (RUN - 8)) | (after << (WORD + 8 - RUN)));
}

function straight(shapes: Shapes): Line[] {
  const { count, left, top, right, bottom, area } = shapes;
  const picked: number[] = [];
  for (let shape = 0; shape < count; shape++) {
    const width = right[shape]! - left[shape]! + 1;
    const height = bottom[shape]! - top[shape]! + 1;
    if (width < SHORTEST || width > LONGEST || height > THICKEST + width * STEEPEST) continue;
    if (area[shape]! > width * THICKEST) continue;
    if (picked.push(shape) === MOST_BARS) break;
  }
  return fitLines(shapes, paired(shapes, picked));
}

/** Those that have a like one above or below them, by their boxes; the longest first. */
function paired({ left, top, right }: Shapes, picked: readonly number[]): number[] {
  const width = (shape: number) => right[shape]! - left[shape]!;
  return picked
    .filter((one) =>
      picked.some((two) => {
        const off = Math.abs(left[one]! - left[two]!) + Math.abs(right[one]! - right[two]!);
        const apart = Math.abs(top[one]! - top[two]!);
        return apart >= LOWEST / 2 && apart <= HIGHEST * 1.5 && off <= Math.max(width(one), width(two)) * 0.6;
      }),
    )
    .sort((a, b) => width(b) - width(a))
    .slice(0, MOST_LINES);
}

function fitLines({ count, left, right, runs }: Shapes, picked: readonly number[]): Line[] {
  const places = new Uint8Array(count);
  const uppers = picked.map((shape, i) => {
    places[shape] = i + 1;
    return new Int32Array(right[shape]! - left[shape]! + 1).fill(-1);
  });
  const lowers = uppers.map((upper) => upper.slice());
  for (let run = 0; run < runs.count; run++) {
    const at = places[runs.shape[run]!]!;
    if (at === 0) continue;
    const from = left[picked[at - 1]!]!;
    const upper = uppers[at - 1]!;
    const lower = lowers[at - 1]!;
    for (let x = runs.start[run]! - from; x < runs.end[run]! - from; x++) {
      if (upper[x] === -1) upper[x] = runs.row[run]!;
      lower[x] = runs.row[run]!;
    }
  }
  return picked.flatMap((shape, i) => {
    const best = surer(edge(uppers[i]!), edge(lowers[i]!));
    if (!best || best.support < 0.5) return [];
    const from = left[shape]!;
    return { left: from, right: right[shape]! + 1, slope: best.slope, at: (x: number) => best.at(x - from) };
  });
}

function surer(one: Edge | null, other: Edge | null): Edge | null {
  if (!one || !other) return one ?? other;
  return one.support >= other.support ? one : other;
}

function join(upper: Line, lower: Line): { region: Region; off: number } | null {
  const overlap = Math.min(upper.right, lower.right) - Math.max(upper.left, lower.left);
  const long = Math.max(upper.right - upper.left, lower.right - lower.left);
  const slope = (upper.slope + lower.slope) / 2;
  if (overlap < long * ALONG || Math.abs(upper.slope - lower.slope) > ASKEW) return null;
  const angle = Math.atan(slope);
  const left = (upper.left + lower.left) / 2;
  const right = (upper.right + lower.right) / 2;
  const x = (left + right) / 2;
  const height = (lower.at(x) - upper.at(x) + 1) * Math.cos(angle);
  const width = (right - left) / Math.cos(angle);
  if (height < LOWEST || height > HIGHEST || width < height * NARROWEST || width > height * WIDEST)
    return null;
  // The lower line of a leaning frame stands further to the left.
  const shift = height * Math.sin(angle);
  const off =
    (Math.abs(upper.left - lower.left - shift) + Math.abs(upper.right - lower.right - shift)) / width;
  if (off > LOOSE) return null;
  return { region: { x, y: (upper.at(x) + lower.at(x) + 1) / 2, width, height, angle }, off };
}
