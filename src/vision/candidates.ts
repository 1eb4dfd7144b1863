import type { Ink } from './crop.ts';
import { findFrames } from './frames.ts';
import { findInFrame } from './in-frame.ts';
import { findLines } from './lines.ts';
import { maskDark, maskRed } from './mask.ts';
import { type Planes, shrink } from './planes.ts';
import { findShapes } from './shapes.ts';
import type { Pixels, Region } from './types.ts';

/** A place that may hold a stamp's words, in pixels of the source. */
export interface Candidate {
  readonly region: Region;
  readonly kind: 'line' | 'frame';
  readonly ink: Ink;
}

/** The most places looked at in one picture; red ones and upper ones first. */
const MOST = 160;

/** Finds every place that may hold the words of a stamp. Bounded for any picture. */
export function findCandidates(source: Pixels): Candidate[] {
  const planes = shrink(source);
  const found = [
    ...inMask(source, planes, maskRed(planes), 'red'),
    ...inMask(source, planes, maskDark(planes), 'all'),
  ];
  return found.slice(0, MOST);
}

function inMask(source: Pixels, planes: Planes, mask: Uint8Array, ink: Ink): Candidate[] {
  const shapes = findShapes(mask, planes.width, planes.height);
  const byHeight = (a: Candidate, b: Candidate) => a.region.y - b.region.y;
  const enlarge = (region: Region) => scaled(region, planes.scale);
  const lines = findLines(shapes).map(
    (region): Candidate => ({ region: enlarge(region), kind: 'line', ink }),
  );
  const frames = findFrames(shapes)
    .flatMap((region) => findInFrame(source, enlarge(region), ink))
    .map((region): Candidate => ({ region, kind: 'frame', ink }));
  return [...frames.sort(byHeight), ...lines.sort(byHeight)];
}

function scaled(region: Region, by: number): Region {
  return {
    x: region.x * by,
    y: region.y * by,
    width: region.width * by,
    height: region.height * by,
    angle: region.angle,
  };
}
