import type { Level } from '../engine/types.ts';
import { standsAlone } from './alone.ts';
import { type Candidate, findCandidates } from './candidates.ts';
import { cutOut, type Ink } from './crop.ts';
import type { Pixels, Region } from './types.ts';
import { HEIGHT, tellWord, WIDTH } from './word-net.ts';

/** The words of each level as the engine's rules know them. */
export const LEVEL_WORDS: Readonly<Record<Level, string>> = {
  mat: 'MẬT',
  'toi-mat': 'TỐI MẬT',
  'tuyet-mat': 'TUYỆT MẬT',
};

/**
 * Above this the network's word counts; between the two the letters are read. It was taught to say 0.985 at most. On 383
 * drawn pages without a level the surest wrong word that stood alone had 0.85.
 */
const SURE = 0.93;
const UNSURE = 0.15;

/** A place whose words were told, or nearly told, to be a degree of secrecy. */
export interface Stamp {
  readonly region: Region;
  readonly level: Level;
  /** 0..1 */
  readonly confidence: number;
  readonly sure: boolean;
  readonly ink: Ink;
}

/** Finds the stamps of a picture, the surest first. Bounded for any picture; takes milliseconds a page. */
export function findStamps(source: Pixels, signal?: AbortSignal): Stamp[] {
  const stamps: Stamp[] = [];
  for (const candidate of findCandidates(source)) {
    if (signal?.aborted) break;
    const stamp = judge(source, candidate);
    if (stamp) keep(stamps, stamp);
  }
  return stamps.sort((a, b) => b.confidence - a.confidence);
}

function judge(source: Pixels, { region, ink }: Candidate): Stamp | null {
  const shape = region.width / region.height;
  if (shape < 0.8 || shape > 6.5) return null;
  const word = tellWord(cutOut(source, region, WIDTH, HEIGHT, ink), shape);
  if (word.secret < UNSURE || !word.level) return null;
  const sure = word.confidence >= SURE && standsAlone(source, region, ink);
  return { region, level: word.level, confidence: word.confidence, sure, ink };
}

/** Of two looks at one place the surer counts. */
function keep(stamps: Stamp[], stamp: Stamp): void {
  const same = stamps.findIndex(
    ({ region }) =>
      Math.hypot(region.x - stamp.region.x, region.y - stamp.region.y) <
      (region.height + stamp.region.height) / 2,
  );
  const before = stamps[same];
  if (!before) stamps.push(stamp);
  else if (rank(before) < rank(stamp)) stamps[same] = stamp;
}

function rank({ sure, confidence }: Stamp): number {
  return sure ? 1 + confidence : confidence;
}
