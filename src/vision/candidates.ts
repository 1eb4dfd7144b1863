import type { Ink } from './crop.ts';
import { findFrames } from './frames.ts';
import { findInFrame } from './in-frame.ts';
import { findLetters, findLines, type Letters } from './lines.ts';
import { maskDark, maskRed } from './mask.ts';
import { type Planes, shrink } from './planes.ts';
import { findShapes, type Shapes } from './shapes.ts';
import { lineAxis, lineHeads, type Mask, type Turn, turnBack, turnMask } from './turns.ts';
import type { Pixels, Region } from './types.ts';

/** A place that may hold a stamp's words, in pixels of the source. */
export interface Candidate {
  readonly region: Region;
  readonly kind: 'line' | 'frame';
  readonly ink: Ink;
}

/** The most places looked at in one picture each way up, and in all; red ones and upper ones first. */
const MOST = 160;
const MOST_IN_ALL = 320;

/** A mask turned so that its lines run along the rows, with what was found on it. */
interface Lying {
  readonly mask: Mask;
  readonly shapes: Shapes;
  readonly letters: Letters;
}

/**
 * Finds every place that may hold the words of a stamp, upright or turned by quarters as its page lies. Where nothing
 * tells which way is up, all that may be are searched. Bounded for any picture.
 */
export function findCandidates(source: Pixels): Candidate[] {
  const planes = shrink(source);
  const search = new Search(source, planes);
  const turns = search.turns();
  const most = Math.min(MOST, MOST_IN_ALL / turns.length);
  return turns.flatMap((turn) => search.at(turn).slice(0, most));
}

class Search {
  readonly #source: Pixels;
  readonly #scale: number;
  readonly #dark: Mask;
  readonly #red: Mask;
  readonly #lying = new Map<Turn, Lying>();

  constructor(source: Pixels, planes: Planes) {
    const { width, height, scale } = planes;
    this.#source = source;
    this.#scale = scale;
    this.#dark = { width, height, data: maskDark(planes) };
    this.#red = { width, height, data: maskRed(planes) };
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

  at(turn: Turn): Candidate[] {
    const dark = this.#look(turn);
    const red = lie(this.#red, turn);
    return [...this.#within(red, 'red', turn), ...this.#within(dark, 'all', turn)];
  }

  #look(turn: Turn): Lying {
    const known = this.#lying.get(turn);
    if (known) return known;
    const lying = lie(this.#dark, turn);
    this.#lying.set(turn, lying);
    return lying;
  }

  #within({ shapes, letters }: Lying, ink: Ink, turn: Turn): Candidate[] {
    const byHeight = (a: Region, b: Region) => a.y - b.y;
    const place = (region: Region) =>
      enlarge(turnBack(region, turn, this.#dark.width, this.#dark.height), this.#scale);
    const frames = findFrames(shapes)
      .sort(byHeight)
      .flatMap((region) => findInFrame(this.#source, place(region), ink))
      .map((region): Candidate => ({ region, kind: 'frame', ink }));
    const lines = findLines(shapes, letters)
      .sort(byHeight)
      .map((region): Candidate => ({ region: place(region), kind: 'line', ink }));
    return [...frames, ...lines];
  }
}

function lie(mask: Mask, turn: Turn): Lying {
  const turned = turnMask(mask, turn);
  const shapes = findShapes(turned.data, turned.width, turned.height);
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
