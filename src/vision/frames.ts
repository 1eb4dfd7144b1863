import type { Shapes } from './shapes.ts';
import type { Region } from './types.ts';

/** Sides of frames that are looked at, in pixels of the search. */
const LOWEST = 14;
const HIGHEST = 150;
const SHORTEST = 22;
/** Frames looked at; the larger ones first. */
const MOST = 8;

/** Shapes that look like a stamp's frame with its words: long, hollow, with straight upper and lower edges. */
export function findFrames(shapes: Shapes): Region[] {
  const { count, left, top, right, bottom, area } = shapes;
  const picked: number[] = [];
  for (let shape = 0; shape < count; shape++) {
    const width = right[shape]! - left[shape]! + 1;
    const height = bottom[shape]! - top[shape]! + 1;
    if (width < SHORTEST || height < LOWEST || height > HIGHEST) continue;
    if (width < height * 1.15 || width > height * 9) continue;
    const share = area[shape]! / (width * height);
    if (share < 0.06 || share > 0.75) continue;
    picked.push(shape);
  }
  picked.sort((a, b) => right[b]! - left[b]! - (right[a]! - left[a]!));
  picked.length = Math.min(picked.length, MOST);
  return boundAll(shapes, picked);
}

interface Profile {
  readonly shape: number;
  readonly upper: Int32Array;
  readonly lower: Int32Array;
}

/** Fits a turned rectangle to each shape by the upper and lower ends of its columns. */
function boundAll({ count, left, right, runs }: Shapes, picked: readonly number[]): Region[] {
  if (picked.length === 0) return [];
  const profiles: Profile[] = [];
  /** For each shape its place among the profiles, counted from 1. */
  const places = new Uint8Array(count);
  for (const shape of picked) {
    const width = right[shape]! - left[shape]! + 1;
    places[shape] = profiles.push({
      shape,
      upper: new Int32Array(width).fill(-1),
      lower: new Int32Array(width).fill(-1),
    });
  }
  for (let run = 0; run < runs.count; run++) {
    const at = places[runs.shape[run]!]!;
    if (at === 0) continue;
    const profile = profiles[at - 1]!;
    const from = left[profile.shape]!;
    for (let x = runs.start[run]! - from; x < runs.end[run]! - from; x++) {
      if (profile.upper[x] === -1) profile.upper[x] = runs.row[run]!;
      profile.lower[x] = runs.row[run]!;
    }
  }
  const out: Region[] = [];
  for (const profile of profiles) {
    const region = fitEdges(profile, left[profile.shape]!);
    if (region) out.push(region);
  }
  return out;
}

function fitEdges({ upper, lower }: Profile, from: number): Region | null {
  const up = edge(upper);
  const down = edge(lower);
  if (!up || !down || up.support + down.support < 0.9) return null;
  const slope = up.support > down.support ? up.slope : down.slope;
  const angle = Math.atan(slope);
  if (Math.abs(angle) > 0.4) return null;
  const width = upper.length;
  const middle = (width - 1) / 2;
  const top = up.at(middle);
  const bottom = down.at(middle) + 1;
  const height = (bottom - top) * Math.cos(angle);
  const long = (width - Math.abs(Math.sin(angle)) * height) / Math.cos(angle);
  if (height < 8 || long < height * 1.2) return null;
  return { x: from + middle + 0.5, y: (top + bottom) / 2, width: long, height, angle };
}

/** A line along the ends of columns, and the share of them that lie on it. */
export interface Edge {
  readonly slope: number;
  readonly support: number;
  readonly at: (x: number) => number;
}

/** The line that most column ends lie on, and their share. */
export function edge(ends: Int32Array): Edge | null {
  const width = ends.length;
  const step = Math.max(1, width >> 5);
  let best = -1;
  let bestSlope = 0;
  let bestOffset = 0;
  for (let a = 0; a < width; a += step) {
    for (let b = a + (width >> 1); b < width; b += step) {
      const slope = (ends[b]! - ends[a]!) / (b - a);
      if (Math.abs(slope) > 0.4) continue;
      let support = 0;
      for (let x = 0; x < width; x += step)
        if (Math.abs(ends[a]! + slope * (x - a) - ends[x]!) < 1.3) support++;
      if (support > best) {
        best = support;
        bestSlope = slope;
        bestOffset = ends[a]! - slope * a;
      }
    }
  }
  if (best <= 0) return null;
  return { slope: bestSlope, support: (best * step) / width, at: (x) => bestOffset + bestSlope * x };
}
