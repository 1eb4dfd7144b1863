import { packMask } from './bits.ts';
import { cutOut, type ReadAs } from './crop.ts';
import { findLines } from './lines.ts';
import { findShapes } from './shapes.ts';
import type { GreyImage, Pixels, Region } from './types.ts';

/** Height at which a frame is looked into, in pixels. */
const HEIGHT = 48;

/**
 * Below which a pixel counts as ink, 255 being paper: the frame's own lines take more ink than the words inside, so faint
 * words need a second look.
 */
const DARKNESS = [140, 200] as const;

/** Pixels of ink below which a frame is empty, the share of ink at each end that may be dirt, and how high a line is with its marks, in letters. */
const FEWEST = 60;
const STRAY = 0.015;
const WITH_MARKS = 1.55;

/**
 * Wipes a frame's own lines away and finds the words inside, also where they touch the frame; with `centred` also as they
 * would stand in the middle of it, for what a seal or print covers at one end.
 */
export function findInFrame(source: Pixels, frame: Region, ink: ReadAs, centred = false): Region[] {
  const width = Math.min(640, Math.round((HEIGHT * frame.width) / frame.height));
  const crop = cutOut(source, frame, width, HEIGHT, ink);
  const cos = Math.cos(frame.angle);
  const sin = Math.sin(frame.angle);
  const scale = frame.height / HEIGHT;
  const lines = linesInside(crop).filter((line) => line.height > HEIGHT * 0.35);
  return (centred ? lines.flatMap((line) => [line, ...centre(line, width)]) : lines).map((line) => {
    const u = (line.x - width / 2) * scale;
    const v = (line.y - HEIGHT / 2) * scale;
    return {
      x: frame.x + u * cos - v * sin,
      y: frame.y + u * sin + v * cos,
      width: line.width * scale,
      height: line.height * scale,
      angle: frame.angle + line.angle,
    };
  });
}

/** A line as it would be in the middle of its frame if one of its ends were right: the farther one, then the nearer. */
function centre(line: Region, width: number): Region[] {
  const off = Math.abs(line.x - width / 2);
  if (off < line.height * 0.06) return [];
  return [line.width / 2 + off, line.width / 2 - off]
    .filter((half) => half * 2 > line.height * 0.7 && half * 2 < width)
    .map((half) => ({ ...line, x: width / 2, width: half * 2 }));
}

function linesInside(crop: GreyImage): Region[] {
  const found: Region[] = [];
  for (const darkness of DARKNESS) {
    const mask = binary(crop, darkness);
    const framed = wipeRows(mask, crop.width);
    wipeColumns(mask, crop.width);
    found.push(...findLines(findShapes(packMask(mask, crop.width, HEIGHT))));
    const all = framed && boundAll(mask, crop.width);
    if (all) found.push(all);
    if (found.length > 0) break;
  }
  return found;
}

/** Where all ink inside stands, but for stray bits: the words, also where their letters touch or are in pieces. */
function boundAll(mask: Uint8Array, width: number): Region | null {
  const columns = new Uint32Array(width);
  const rows = new Uint32Array(HEIGHT);
  let count = 0;
  for (let y = 0, at = 0; y < HEIGHT; y++) {
    for (let x = 0; x < width; x++, at++) {
      if (!mask[at]) continue;
      columns[x]!++;
      rows[y]!++;
      count++;
    }
  }
  if (count < FEWEST) return null;
  const [left, right] = ends(columns, count * STRAY);
  const [top, bottom] = ends(rows, count * STRAY);
  const letter = (bottom - top) / WITH_MARKS;
  return {
    x: (left + right) / 2,
    y: (top + bottom) / 2,
    width: right - left + letter * 0.24,
    height: letter * 2,
    angle: 0,
  };
}

/** Where the first and the last of the counted are, but for `few` at each end; the end is excluded. */
function ends(counts: Uint32Array, few: number): [number, number] {
  let first = 0;
  let last = counts.length - 1;
  for (let sum = counts[first]!; sum <= few && first < last; sum += counts[first]!) first++;
  for (let sum = counts[last]!; sum <= few && last > first; sum += counts[last]!) last--;
  return [first, last + 1];
}

function binary({ data }: GreyImage, darkness: number): Uint8Array {
  const mask = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) if (data[i]! < darkness) mask[i] = 1;
  return mask;
}

/**
 * The upper and lower lines: from the border inwards up to the last row, within a third, that is mostly ink. True when both
 * were there.
 */
function wipeRows(mask: Uint8Array, width: number): boolean {
  const third = Math.floor(HEIGHT * 0.36);
  const full = (y: number) => {
    let sum = 0;
    for (let x = 0; x < width; x++) sum += mask[y * width + x]!;
    return sum > width * 0.55;
  };
  let upper = -1;
  let lower = HEIGHT;
  for (let y = 0; y < third; y++) {
    if (full(y)) upper = y;
    if (full(HEIGHT - 1 - y)) lower = HEIGHT - 1 - y;
  }
  mask.fill(0, 0, Math.min(HEIGHT, upper + 2) * width);
  mask.fill(0, Math.max(0, lower - 1) * width);
  return upper >= 0 && lower < HEIGHT;
}

/** The lines at the left and the right, likewise. */
function wipeColumns(mask: Uint8Array, width: number): void {
  const part = Math.min(Math.floor(width * 0.2), Math.floor(HEIGHT * 0.5));
  const full = (x: number) => {
    let sum = 0;
    for (let y = 0; y < HEIGHT; y++) sum += mask[y * width + x]!;
    return sum > HEIGHT * 0.5;
  };
  let left = -1;
  let right = width;
  for (let x = 0; x < part; x++) {
    if (full(x)) left = Math.min(x, HEIGHT * 0.35);
    if (full(width - 1 - x)) right = Math.max(width - 1 - x, width - 1 - HEIGHT * 0.35);
  }
  for (let y = 0; y < HEIGHT; y++) {
    mask.fill(0, y * width, y * width + Math.min(width, left + 2));
    mask.fill(0, y * width + Math.max(0, right - 1), (y + 1) * width);
  }
}
