import type { Level } from '../engine/types.ts';
import { type Candidate, walkCandidates } from './candidates.ts';
import type { Ink } from './crop.ts';
import { type FirstLook, lookFirst } from './first-look.ts';
import { worthLook } from './glance.ts';
import { lookAgain } from './second-look.ts';
import { lookClosely } from './third-look.ts';
import type { Pixels, Region } from './types.ts';

/** The words of each level as the engine's rules know them. */
export const LEVEL_WORDS: Readonly<Record<Level, string>> = {
  mat: 'MẬT',
  'toi-mat': 'TỐI MẬT',
  'tuyet-mat': 'TUYỆT MẬT',
};

/**
 * Above this the first look is sure, and the others follow at once; above the other when all are seen, for so many of the
 * most suspect.
 */
const LIKELY = 0.6;
const SUSPECT = 0.3;
const MOST_SUSPECTS = 12;
/** A level counts when all three looks tell it, each so surely. */
const SURE = 0.7;
const CLOSE = 0.8;
/**
 * Two words are hardly ever a part of more: where the first and the third look are this sure of both, what stands around them
 * may leave the second in such doubt.
 */
const VERY_SURE = 0.95;
const DOUBT = 0.15;
/** Below these the second look, or the third, is sure that it is none; between the letters are read. */
const UNSURE = 0.3;
const OTHER = 0.1;
/**
 * Late places are many and seldom a stamp, so each look must be this sure, the second on the mean of two cuts, one of them so
 * much lower; and no other cut of the place may have been told the same level and then doubted by the third look: below
 * `same` in the same ink, below `other` in another.
 */
const LATE = { first: 0.9, second: 0.75, third: 0.8, lower: 0.75, same: 0.6, other: OTHER } as const;

/** A place whose words were told, or nearly told, to be a degree of secrecy. */
export interface Stamp {
  readonly region: Region;
  readonly level: Level;
  /** 0..1 */
  readonly confidence: number;
  readonly sure: boolean;
  readonly ink: Ink;
}

interface Suspect {
  readonly place: Candidate;
  readonly first: FirstLook;
}

/** A place that the third look was asked about. */
interface Asked {
  readonly place: Candidate;
  readonly level: Level;
  readonly close: number;
}

/** What was found on a picture so far. */
interface Found {
  readonly stamps: Stamp[];
  readonly asked: Asked[];
}

/**
 * Finds a sure stamp of a picture, or places where one may be, the likeliest first. Bounded for any picture; takes
 * milliseconds a page.
 */
export function findStamps(source: Pixels, signal?: AbortSignal): Stamp[] {
  const found: Found = { stamps: [], asked: [] };
  const suspects: Suspect[] = [];
  const passed: Candidate[] = [];
  const judgeSuspects = () =>
    suspects
      .splice(0)
      .sort((a, b) => b.first.confidence - a.first.confidence)
      .slice(0, MOST_SUSPECTS)
      .some((suspect) => !signal?.aborted && judge(source, suspect, found));
  for (const place of walkCandidates(source)) {
    if (signal?.aborted) return found.stamps;
    if (place.late && judgeSuspects()) return found.stamps;
    if (place.late && passed.some((other) => same(other, place))) continue;
    if (!worthLook(source, place)) {
      passed.push(place);
      continue;
    }
    const first = lookFirst(source, place);
    if (first === null || first.confidence < SUSPECT) continue;
    if (place.late) {
      const stamp = judgeLate(source, { place, first }, found.asked);
      if (stamp) return [stamp];
    } else if (first.confidence < LIKELY) suspects.push({ place, first });
    else if (judge(source, { place, first }, found)) return found.stamps;
  }
  judgeSuspects();
  return found.stamps.sort((a, b) => b.confidence - a.confidence);
}

/** Looks again, and closely; true when the looks agree on one level, and then its stamp is the only one. */
function judge(source: Pixels, { place, first }: Suspect, { stamps, asked }: Found): boolean {
  const { level, confidence } = lookAgain(source, place);
  if (confidence < DOUBT || first.level !== level) return false;
  const close = lookClosely(source, place, level);
  asked.push({ place, level, close });
  const agreed = confidence >= SURE && first.confidence >= LIKELY && close >= CLOSE;
  const both = level !== 'mat' && first.confidence >= VERY_SURE && close >= VERY_SURE;
  const sure = agreed || both;
  const stamp = {
    region: place.region,
    level,
    confidence: sure ? close : confidence,
    sure,
    ink: place.ink,
  };
  if (sure) stamps.splice(0, stamps.length, stamp);
  else if (confidence >= UNSURE && close >= OTHER) keep(stamps, stamp);
  return sure;
}

/** The stamp at a late place; null when any look doubts it. */
function judgeLate(source: Pixels, { place, first }: Suspect, asked: readonly Asked[]): Stamp | null {
  const { level } = first;
  const { region, ink } = place;
  if (first.confidence < LATE.first) return null;
  if (asked.some((other) => level === other.level && doubts(other, place))) return null;
  const confidence = lookClosely(source, place, level);
  if (confidence < LATE.third) return null;
  let sum = 0;
  for (const height of [region.height, region.height * LATE.lower]) {
    const again = lookAgain(source, { region: { ...region, height } });
    if (again.level === level) sum += again.confidence;
  }
  return sum / 2 < LATE.second ? null : { region, level, confidence, sure: true, ink };
}

/** Whether two places hardly differ, so that one look tells of both. */
function same(one: Candidate, two: Candidate): boolean {
  const { height, width } = two.region;
  return (
    one.ink === two.ink &&
    !one.alone &&
    Math.hypot(one.region.x - two.region.x, one.region.y - two.region.y) < height * 0.1 &&
    Math.abs(one.region.width - width) < width * 0.05 &&
    Math.abs(one.region.height - height) < height * 0.1
  );
}

/** Whether another place is the same but for its cut, and was doubted. */
function doubts({ place, close }: Asked, { region, ink }: Candidate): boolean {
  if (close >= (place.ink === ink ? LATE.same : LATE.other)) return false;
  const [shorter, longer] = [place.region.width, region.width].sort((a, b) => a - b) as [number, number];
  const off = Math.hypot(place.region.x - region.x, place.region.y - region.y);
  return shorter > longer * 0.8 && off < region.height * 0.5;
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
  else if (before.confidence < stamp.confidence) stamps[same] = stamp;
}
