import { countInk, inkAt, type Mask, unpackAround } from './bits.ts';
import type { Ink } from './crop.ts';
import { findFrames } from './frames.ts';
import { maskGrey } from './grey-ink.ts';
import { findInFrame } from './in-frame.ts';
import { findLetters, findLines, type Letters } from './lines.ts';
import { INK, maskDarker, measurePaper, type Paper } from './mask.ts';
import { type Planes, shrink } from './planes.ts';
import { findRuled, isAmong } from './ruled-frames.ts';
import { findShapes, type Shapes } from './shapes.ts';
import { Sheets } from './sheets.ts';
import { lineAxis, lineHeads, type Turn, turnBack, turnMask } from './turns.ts';
import type { Pixels, Region } from './types.ts';

/** A place that may hold a stamp's words, in pixels of the source. */
export interface Candidate {
  readonly region: Region;
  readonly kind: 'line' | 'frame';
  readonly ink: Ink;
  /** Found only after all else: by a frame's lines alone, in faint ink, or on a page that seems to lie the other way up. */
  readonly late?: true;
  /** The same place on a mask of the stamp's ink alone, where colour does not tell it from print. */
  readonly alone?: { readonly mask: Pixels; readonly region: Region };
}

/** The most places looked at in one picture: upright in red, then each way up, and in all; upper ones first. */
const MOST_UPRIGHT = 80;
const MOST = 160;
const MOST_IN_ALL = 320;

/** The most places looked at late: each way up, and in red on a page that seems to lie the other way up. */
const MOST_LATE = 120;
const MOST_HEADLONG = 24;
/** Faint ink is darker than this share of the paper's light. */
const FAINT = 0.95;
/** Pixels of red ink below which a page shows no red, and below which a frame holds no red words. */
const LEAST_RED = 400;
const LEAST_RED_INSIDE = 30;

/** Lines of grey ink that are looked at: how high at least, in pixels of the search, and how many. */
const LOWEST_GREY = 15;
const MOST_GREY = 24;
/** How far looks see beside grey ink, in heights of a region. */
const SEEN_BESIDE = 1.4;

/** A mask turned so that its lines run along the rows, with what was found on it. */
interface Lying {
  readonly mask: Mask;
  readonly shapes: Shapes;
  readonly letters: Letters;
}

/** Every place that may hold the words of a stamp. */
export function findCandidates(source: Pixels): Candidate[] {
  return [...walkCandidates(source)];
}

/**
 * Finds place after place that may hold the words of a stamp, upright or turned by quarters as its page lies, the likeliest
 * first: who has found a stamp need not go on. Where nothing tells which way is up, all that may be are searched. Bounded
 * for any picture.
 */
export function* walkCandidates(source: Pixels): Generator<Candidate, void> {
  const sheets = new Sheets();
  try {
    const search = new Search(source, sheets);
    // Most stamps are red and upright: whoever finds one there need not ask how the page lies.
    yield* upTo(MOST_UPRIGHT, search.inRed(0));
    const turns = search.turns();
    const most = Math.min(MOST, Math.floor((MOST_IN_ALL - MOST_UPRIGHT) / turns.length));
    for (const turn of turns) {
      if (turn !== 0) yield* upTo(most >> 1, search.inRed(turn));
      yield* upTo(turn === 0 ? most : most >> 1, search.inPrint(turn));
    }
    for (const turn of turns) yield* upTo(MOST_LATE, search.late(turn));
    // What tells which way up a page lies is wrong now and then.
    const headlong = ((turns[0]! + 2) % 4) as Turn;
    if (!turns.includes(headlong)) yield* upTo(MOST_HEADLONG, search.lateInRed(headlong));
  } finally {
    sheets.giveBack();
  }
}

function* upTo(count: number, places: Iterable<Candidate>): Generator<Candidate, void> {
  let seen = 0;
  for (const place of places) {
    if (seen++ >= count) return;
    yield place;
  }
}

function* asLate(places: Iterable<Candidate>): Generator<Candidate, void> {
  for (const place of places) yield { ...place, late: true };
}

class Search {
  readonly #source: Pixels;
  readonly #sheets: Sheets;
  readonly #scale: number;
  readonly #planes: Planes;
  readonly #red: Mask;
  readonly #hasRed: boolean;
  #print: { readonly paper: Paper; readonly dark: Mask } | undefined;
  #faint: Mask | undefined;
  #grey: Mask | null | undefined;
  readonly #lying = new Map<Turn, Lying>();

  constructor(source: Pixels, sheets: Sheets) {
    const planes = shrink(source, sheets);
    this.#source = source;
    this.#sheets = sheets;
    this.#scale = planes.scale;
    this.#planes = planes;
    this.#red = planes.red;
    this.#hasRed = countInk(planes.red) >= LEAST_RED;
  }

  /** The ways up that are worth a search, the likeliest first. */
  turns(): readonly Turn[] {
    const { mask, shapes } = this.#look(0);
    const axis = lineAxis(mask, shapes);
    if (axis === null) return [0, 1, 2, 3];
    const lying = this.#look(axis);
    const heads = lineHeads(lying.shapes, lying.letters);
    const [upright, headlong]: readonly [Turn, Turn] = axis === 0 ? [0, 2] : [1, 3];
    if (heads === 0) return [upright];
    // Pages lie upside down so seldom that the sign of it may as well be wrong.
    return heads === 1 ? [headlong, upright] : [upright, headlong];
  }

  inRed(turn: Turn): Iterable<Candidate> {
    return this.#within(lie(this.#red, turn, this.#sheets), 'red', turn);
  }

  /** Grey ink under print, then all ink. */
  *inPrint(turn: Turn): Generator<Candidate, void> {
    const { paper, dark } = this.#dark();
    if (this.#grey === undefined) {
      this.#grey = maskGrey(this.#planes, paper, dark, this.#look(0).shapes, this.#sheets);
    }
    if (this.#grey) yield* this.#inGrey(this.#grey, turn);
    yield* this.#within(this.#look(turn), 'all', turn);
  }

  /** Frames by their lines alone, and where a page shows no red, all of it again in fainter ink. */
  *late(turn: Turn): Generator<Candidate, void> {
    const { paper } = this.#dark();
    const seen: Region[] = [];
    if (this.#hasRed) {
      yield* this.#inRuled(turnMask(this.#red, turn, this.#sheets), turn, ['red', 'all'], seen);
      yield* this.#inRuled(this.#look(turn).mask, turn, ['red', 'all'], seen);
      return;
    }
    yield* this.#inRuled(this.#look(turn).mask, turn, ['all'], seen);
    this.#faint ??= maskDarker(this.#planes, paper, FAINT, this.#sheets);
    const faint = lie(this.#faint, turn, this.#sheets);
    yield* asLate(this.#within(faint, 'all', turn));
    yield* this.#inRuled(faint.mask, turn, ['all'], seen);
  }

  /** What is red on a page that seems to lie the other way up. */
  *lateInRed(turn: Turn): Generator<Candidate, void> {
    if (!this.#hasRed) return;
    const red = lie(this.#red, turn, this.#sheets);
    yield* asLate(this.#within(red, 'red', turn));
    yield* this.#inRuled(red.mask, turn, ['red', 'all'], []);
  }

  #dark() {
    if (this.#print) return this.#print;
    const paper = measurePaper(this.#planes);
    this.#print = { paper, dark: maskDarker(this.#planes, paper, INK, this.#sheets) };
    return this.#print;
  }

  #look(turn: Turn): Lying {
    const known = this.#lying.get(turn);
    if (known) return known;
    const lying = lie(this.#dark().dark, turn, this.#sheets);
    this.#lying.set(turn, lying);
    return lying;
  }

  *#within({ shapes, letters }: Lying, ink: Ink, turn: Turn): Generator<Candidate, void> {
    const place = (region: Region) => enlarge(this.#back(region, turn), this.#scale);
    for (const frame of findFrames(shapes).sort(byHeight)) {
      for (const region of findInFrame(this.#source, place(frame), ink)) yield { region, kind: 'frame', ink };
    }
    for (const line of findLines(shapes, letters).sort(byHeight))
      yield { region: place(line), kind: 'line', ink };
  }

  /** Frames that were seen on another mask already are passed over. */
  *#inRuled(mask: Mask, turn: Turn, inks: readonly Ink[], seen: Region[]): Generator<Candidate, void> {
    for (const ruled of findRuled(mask, this.#sheets)) {
      if (isAmong(seen, ruled)) continue;
      seen.push(ruled);
      const inside = this.#back(ruled, turn);
      const frame = enlarge(inside, this.#scale);
      // Where a page shows red, its stamp is red.
      if (inks.includes('red') && !holdsRed(this.#red, inside)) continue;
      for (const ink of inks) {
        for (const region of findInFrame(this.#source, frame, ink, true))
          yield { region, kind: 'frame', ink, late: true };
      }
    }
  }

  /** The same on the mask of grey ink alone. */
  #inGrey(grey: Mask, turn: Turn): Candidate[] {
    const { shapes, letters } = lie(grey, turn, this.#sheets);
    const inFrames = findFrames(shapes);
    // Bits of weak print are many and low.
    const lines = findLines(shapes, letters)
      .filter(({ height }) => height >= LOWEST_GREY)
      .sort((a, b) => b.height - a.height)
      .slice(0, MOST_GREY)
      .map((line) => ({ region: this.#back(line, turn), kind: 'line' as const }));
    const frames = inFrames.flatMap((frame) => {
      const whole = this.#back(frame, turn);
      const { pixels, region } = unpackAround(grey, whole, 0);
      const [left, top] = [whole.x - region.x, whole.y - region.y];
      return findInFrame(pixels, region, 'mask').map((words) => ({
        region: { ...words, x: words.x + left, y: words.y + top },
        kind: 'frame' as const,
      }));
    });
    // What is found may be looked at after the sheets are given back, so it gets its part of the mask.
    return [...frames, ...lines].map(({ region, kind }) => {
      const { pixels, region: own } = unpackAround(grey, region, SEEN_BESIDE);
      return {
        region: enlarge(region, this.#scale),
        kind,
        ink: 'all',
        alone: { mask: pixels, region: own },
      };
    });
  }

  #back(region: Region, turn: Turn): Region {
    return turnBack(region, turn, this.#planes.width, this.#planes.height);
  }
}

/** Whether there is red enough for words in the middle of a frame. */
function holdsRed(mask: Mask, { x, y, width, height, angle }: Region): boolean {
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  let count = 0;
  for (let v = -height * 0.25; v < height * 0.25; v++) {
    for (let u = -width * 0.35; u < width * 0.35; u++) {
      const px = Math.floor(x + u * cos - v * sin);
      const py = Math.floor(y + u * sin + v * cos);
      if (px >= 0 && py >= 0 && px < mask.width && py < mask.height) count += inkAt(mask, px, py);
    }
  }
  return count >= LEAST_RED_INSIDE;
}

function byHeight(a: Region, b: Region): number {
  return a.y - b.y;
}

function lie(mask: Mask, turn: Turn, sheets: Sheets): Lying {
  const turned = turnMask(mask, turn, sheets);
  const shapes = findShapes(turned);
  return { mask: turned, shapes, letters: findLetters(shapes) };
}

function enlarge(region: Region, by: number): Region {
  return {
    x: region.x * by,
    y: region.y * by,
    width: region.width * by,
    height: region.height * by,
    angle: region.angle,
  };
}
