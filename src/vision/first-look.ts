import type { Level } from '../engine/types.ts';
import type { Candidate } from './candidates.ts';
import { cutOut } from './crop.ts';
import { weights } from './first-look-data.ts';
import { ask, type SmallNet, toInput, unpackNet } from './small-net.ts';
import type { GreyImage, Pixels, Region } from './types.ts';

/** The picture that the first look is taken at, in pixels: words stretched to this size whatever their shape was. */
export const WIDTH = 72;
export const HEIGHT = 24;

/** Widths by heights that no level's words have, also with their letters set far apart. */
const NARROWEST = 0.8;
const WIDEST = 10;

/** What the network tells apart, in the order of its answers. */
const CLASSES = ['other', 'mat', 'toi-mat', 'tuyet-mat'] as const;

let net: SmallNet | undefined;

/** What the words of a place may be: how likely a level's, the likeliest of them, and how likely that one is. */
export interface FirstLook {
  readonly secret: number;
  readonly level: Level;
  readonly confidence: number;
}

/** Whether a place has the shape of a level's words. */
export function isOfWords({ width, height }: Region): boolean {
  return width >= height * NARROWEST && width <= height * WIDEST;
}

/** Tells what a place may hold by the words alone; null for a shape that no level's words have. */
export function lookFirst(source: Pixels, place: Candidate): FirstLook | null {
  if (!isOfWords(place.region)) return null;
  net ??= unpackNet(weights, WIDTH, HEIGHT, 1);
  const answers = ask(net, toInput(cutWords(source, place).data), place.region.width / place.region.height);
  let best = 1;
  for (const i of [2, 3]) if (answers[i]! > answers[best]!) best = i;
  return { secret: 1 - answers[0]!, level: CLASSES[best] as Level, confidence: answers[best]! };
}

/** Cuts the words of a place out at the first look's size, or another. */
export function cutWords(
  source: Pixels,
  { region, ink, alone }: Omit<Candidate, 'kind'>,
  width = WIDTH,
  height = HEIGHT,
): GreyImage {
  return alone
    ? cutOut(alone.mask, alone.region, width, height, 'mask')
    : cutOut(source, region, width, height, ink);
}
