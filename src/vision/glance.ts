import type { Candidate } from './candidates.ts';
import { cutWords } from './first-look.ts';
import { weights } from './glance-data.ts';
import { ask, type SmallNet, toInput, unpackNet } from './small-net.ts';
import type { Pixels } from './types.ts';

/** The picture that a glance is taken at, in pixels: half as fine as the first look's. */
const WIDTH = 36;
const HEIGHT = 12;
/** Of stamps' words one in two hundred is below this. */
const LEAST = 0.03;

let net: SmallNet | undefined;

/** Whether a place is worth the first look, at a tenth of its cost: most of a page's places are not. */
export function worthLook(source: Pixels, place: Candidate): boolean {
  net ??= unpackNet(weights, WIDTH, HEIGHT, 1);
  const picture = cutWords(source, place, WIDTH, HEIGHT);
  return 1 - ask(net, toInput(picture.data), place.region.width / place.region.height)[0]! >= LEAST;
}
