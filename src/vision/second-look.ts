import type { Level } from '../engine/types.ts';
import { COLUMNS, cutAround, ROWS } from './around.ts';
import type { Candidate } from './candidates.ts';
import { weights } from './second-look-data.ts';
import { ask, type SmallNet, toInput, unpackNet } from './small-net.ts';
import type { Pixels } from './types.ts';

/** What the network tells apart, in the order of its answers; a part is the second word of a higher level. */
const CLASSES = ['other', 'mat', 'toi-mat', 'tuyet-mat', 'part'] as const;

let net: SmallNet | undefined;

/** Tells the level whose words stand alone at a place, by the words and by what stands around them. */
export function lookAgain(
  source: Pixels,
  place: Pick<Candidate, 'region' | 'alone'>,
): { level: Level; confidence: number } {
  net ??= unpackNet(weights, COLUMNS, ROWS, 2);
  const answers = ask(net, toInput(cutAround(source, place)), place.region.width / place.region.height);
  let best = 1;
  for (const i of [2, 3]) if (answers[i]! > answers[best]!) best = i;
  return { level: CLASSES[best] as Level, confidence: answers[best]! };
}
