import { type Context, type Hit, matchContext } from './context.ts';
import { type Word, wordsOf } from './words.ts';

/** One line of a reading, or a piece of a very long one. */
export interface Line {
  readonly start: number;
  readonly end: number;
  readonly words: readonly Word[];
  readonly hits: readonly Hit[];
  /** One bit for every kind of context phrase that counts in this line. */
  readonly kinds: number;
}

/** Lines longer than this are looked at in overlapping pieces on a fixed grid, so that each is cut only once. */
const REACH = 400;
const GRID = 256;
const BLANKS = 8;

interface Entry extends Line {
  above?: Line | null;
  below?: Line | null;
}

/** The lines of one reading, cut and matched once each, however many candidates ask for them. */
export class Lines {
  readonly #text: string;
  readonly #context: Context;
  readonly #known = new Map<number, Entry>();
  #latest: Entry | undefined;
  /** A stretch known to hold no line break, so that the candidates of a long line do not each walk along it. */
  #clearFrom = 0;
  #clearTo = 0;
  constructor(text: string, context: Context) {
    this.#text = text;
    this.#context = context;
  }

  /** The line, or the piece of a very long line, around a unit. */
  at(place: number): Line {
    const text = this.#text;
    const latest = this.#latest;
    if (latest && latest.start <= place && place < latest.end && latest.end - latest.start < GRID)
      return latest;
    if (place < this.#clearFrom || place > this.#clearTo) this.#clearFrom = this.#clearTo = place;
    while (
      this.#clearFrom > 0 &&
      place - this.#clearFrom < REACH &&
      !isBreak(text.charCodeAt(this.#clearFrom - 1))
    )
      this.#clearFrom--;
    while (
      this.#clearTo < text.length &&
      this.#clearTo - place < REACH &&
      !isBreak(text.charCodeAt(this.#clearTo))
    )
      this.#clearTo++;
    let start = Math.max(this.#clearFrom, place - REACH);
    let end = Math.min(this.#clearTo, place + REACH);
    if (place - start >= REACH || end - place >= REACH) {
      const cell = Math.floor(place / GRID) * GRID;
      start = Math.max(start, cell - GRID / 2, 0);
      end = Math.min(end, cell + GRID + GRID / 2);
    }
    this.#latest = this.#read(start, end);
    return this.#latest;
  }

  /** The nearest line with a word in it before (`step` -1) or after (`step` 1) `line`, if it is within reach. */
  beside(line: Line, step: -1 | 1): Line | null {
    const entry = line as Entry;
    const side = step < 0 ? 'above' : 'below';
    if (entry[side] === undefined) entry[side] = this.#find(line, step);
    return entry[side]!;
  }

  #find(line: Line, step: -1 | 1): Line | null {
    const text = this.#text;
    let edge = step < 0 ? line.start : line.end;
    for (let blank = 0; blank < BLANKS; blank++) {
      if (step < 0 ? edge <= 0 : edge >= text.length) return null;
      const inside = step < 0 ? edge - 1 : edge + 1;
      if (!isBreak(text.charCodeAt(step < 0 ? inside : edge))) return null;
      const found = this.at(Math.min(inside, text.length));
      if (found.words.length > 0) return found;
      edge = step < 0 ? found.start : found.end;
    }
    return null;
  }

  #read(start: number, end: number): Entry {
    const known = this.#known.get(start);
    if (known?.end === end) return known;
    const words = wordsOf(this.#text, start, end);
    const hits = words.length === 0 ? [] : matchContext(words, this.#context.tree);
    let kinds = this.#context.kindsOf(this.#text, end, words);
    for (const hit of hits) kinds |= 1 << hit.kind;
    const line: Entry = { start, end, words, hits, kinds };
    this.#known.set(start, line);
    return line;
  }
}

export function isBreak(unit: number): boolean {
  return (unit >= 0x0a && unit <= 0x0d) || unit === 0x85 || unit === 0x2028 || unit === 0x2029;
}
