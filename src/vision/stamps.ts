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
/** Above this a longer place is believed to hold a higher level. */
const LIKELY = 0.5;

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
  const looks: Look[] = [];
  for (const candidate of findCandidates(source)) {
    if (signal?.aborted) break;
    const look = judge(source, candidate);
    if (look) looks.push(look);
  }
  const stamps: Stamp[] = [];
  for (const look of looks) {
    if (look.secret < UNSURE || !look.level) continue;
    const { region, ink, level, confidence } = look;
    const longer = looks.filter((other) => goesOnFrom(look, other));
    // MẬT with a word before it is either the end of a higher level, which is told by itself, or no stamp of its own.
    if (longer.some((other) => other.level && other.level !== 'mat' && other.secret >= LIKELY)) continue;
    const sure = confidence >= SURE && longer.length === 0 && standsAlone(source, region, ink);
    keep(stamps, { region, level, confidence, sure, ink });
  }
  return stamps.sort((a, b) => rank(b) - rank(a));
}

/** What the network said of one place. */
interface Look {
  readonly region: Region;
  readonly ink: Ink;
  readonly level: Level | null;
  readonly confidence: number;
  readonly secret: number;
}

function judge(source: Pixels, { region, ink }: Candidate): Look | null {
  const shape = region.width / region.height;
  if (shape < 0.8 || shape > 6.5) return null;
  return { region, ink, ...tellWord(cutOut(source, region, WIDTH, HEIGHT, ink), shape) };
}

/** True when the longer place ends where MẬT ends and holds another word before it. */
function goesOnFrom({ level, region, ink }: Look, longer: Look): boolean {
  if (level !== 'mat' || longer.ink !== ink) return false;
  const more = longer.region.width - region.width;
  if (more < region.width * 0.45) return false;
  const cos = Math.cos(region.angle);
  const sin = Math.sin(region.angle);
  const dx = region.x - longer.region.x;
  const dy = region.y - longer.region.y;
  const off = Math.abs(dx * cos + dy * sin - more / 2);
  return off < region.height * 0.35 && Math.abs(dy * cos - dx * sin) < region.height * 0.4;
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
