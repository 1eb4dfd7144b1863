import type { Candidate } from './candidates.ts';
import { cutWords, isOfWords } from './first-look.ts';
import { weights } from './glance-data.ts';
import { ask, type SmallNet, toInput, unpackNet } from './small-net.ts';
import type { Pixels } from './types.ts';

/** The picture that a glance is taken at, in pixels: half as fine as the first look's. */
const WIDTH = 36;
const HEIGHT = 12;
/** Of the words that the first look is sure of one in a thousand is below this, of all others nine in ten. */
const LEAST = 0.1;
/** The same for places found late, which count only where the first look is sure. */
const LEAST_LATE = 0.5;

let net: SmallNet | undefined;

/** Whether a place is worth the first look, at a tenth of its cost: most of a page's places are not. */
export function worthLook(source: Pixels, place: Candidate): boolean {
  if (!isOfWords(place.region)) return false;
  net ??= unpackNet(weights, WIDTH, HEIGHT, 1);
  const picture = cutWords(source, place, WIDTH, HEIGHT);
  return (
    1 - ask(net, toInput(picture.data), place.region.width / place.region.height)[0]! >=
    (place.late ? LEAST_LATE : LEAST)
  );
}
