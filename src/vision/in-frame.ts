import { cutOut, type Ink } from './crop.ts';
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

/** Wipes a frame's own lines away and finds the words inside, also where they touch the frame. */
export function findInFrame(source: Pixels, frame: Region, ink: Ink): Region[] {
  const width = Math.min(640, Math.round((HEIGHT * frame.width) / frame.height));
  const crop = cutOut(source, frame, width, HEIGHT, ink);
  const cos = Math.cos(frame.angle);
  const sin = Math.sin(frame.angle);
  const scale = frame.height / HEIGHT;
  return linesInside(crop)
    .filter((line) => line.height > HEIGHT * 0.35)
    .map((line) => {
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

function linesInside(crop: GreyImage): Region[] {
  for (const darkness of DARKNESS) {
    const mask = binary(crop, darkness);
    wipeRows(mask, crop.width);
    wipeColumns(mask, crop.width);
    const lines = findLines(findShapes(mask, crop.width, HEIGHT));
    if (lines.length > 0) return lines;
  }
  return [];
}

function binary({ data }: GreyImage, darkness: number): Uint8Array {
  const mask = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) if (data[i]! < darkness) mask[i] = 1;
  return mask;
}

/** The upper and lower lines: from the border inwards up to the last row, within a third, that is mostly ink. */
function wipeRows(mask: Uint8Array, width: number): void {
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
