import type { Level } from '../engine/types.ts';
import type { Candidate } from './candidates.ts';
import { cutWords } from './first-look.ts';
import { ask, type SmallNet, toInput, unpackNet } from './small-net.ts';
import { weights } from './third-look-data.ts';
import type { Pixels } from './types.ts';

/** The picture that the third look is taken at, in pixels: words stretched to this size, finer than for the first. */
export const WIDTH = 112;
export const HEIGHT = 32;

/** Where a level stands among the network's answers; the first is other words. */
const ANSWERS: Readonly<Record<Level, number>> = { mat: 1, 'toi-mat': 2, 'tuyet-mat': 3 };

let net: SmallNet | undefined;

/**
 * How sure it is, 0..1, that all words of a place are `level`'s: taught on words of which one is a level's and the other is
 * made up, which are like stamps to the looks before it.
 */
export function lookClosely(source: Pixels, place: Omit<Candidate, 'kind'>, level: Level): number {
  net ??= unpackNet(weights, WIDTH, HEIGHT, 1);
  const { data } = cutWords(source, place, WIDTH, HEIGHT);
  return ask(net, toInput(data), place.region.width / place.region.height)[ANSWERS[level]]!;
}
