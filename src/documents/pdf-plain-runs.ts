import type { Glyphs } from './pdf-lines.ts';
import { NotPlain } from './pdf-syntax.ts';

/** Gaps in ems: a word's end, and a place where a new run begins. As pdf.js has them. */
const WORD = 0.102;
const FAR = 0.6;
const BACK = -0.2;
/** How far letters of one run may stand higher or lower, in heights. */
const SHIFTED = 0.25;
/** Angles at which a page's text may stand. */
const MOST_ANGLES = 8;

export type Matrix = readonly [number, number, number, number, number, number];
export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/** The text that is turned by the same angle, in a frame in which it is upright. */
interface Frame {
  readonly runs: Glyphs[];
  readonly cos: number;
  readonly sin: number;
}

/** Gathers letters into runs, as pdf.js does: by angle, then by how they follow one another. */
export class PlainRuns {
  /** By angle in degrees; pages have one, and some a second one. */
  readonly #frames = new Map<number, Frame>([[0, { runs: [], cos: 1, sin: 0 }]]);
  #frame = this.#frames.get(0) as Frame;
  #run: { text: string; readonly place: Matrix; readonly x: number } | null = null;
  /** Where the last letter ended. */
  #last: { readonly end: number; readonly y: number; readonly height: number } | null = null;
  #spaced = false;

  /** The runs of upright text, then those of turned text as if each angle were a page of its own. */
  get all(): readonly (readonly Glyphs[])[] {
    return [...this.#frames.values()].map(({ runs }) => runs).filter((runs) => runs.length > 0);
  }

  /** A space between the letters before and after. */
  space(): void {
    this.#spaced = true;
  }

  /** The place in the frame of text that is turned as this. */
  upright(place: Matrix): Matrix {
    const [a, b, c, d] = place;
    const em = Math.hypot(a, b);
    if (!(em > 0) || !(a * d - b * c > 0)) throw new NotPlain('mirrored text');
    const angle = Math.abs(b) <= 0.01 * em && a > 0 ? 0 : Math.round((Math.atan2(b, a) * 180) / Math.PI);
    let frame = this.#frames.get(angle);
    if (!frame) {
      if (this.#frames.size >= MOST_ANGLES) throw new NotPlain('many angles');
      frame = { runs: [], cos: a / em, sin: b / em };
      this.#frames.set(angle, frame);
    }
    if (frame !== this.#frame) {
      this.end();
      this.#frame = frame;
      this.#last = null;
      this.#spaced = false;
    }
    const { cos, sin } = frame;
    return angle === 0 ? place : multiply([cos, -sin, sin, cos, 0, 0], place);
  }

  /** Letters at x in the frame of `place`, which came from `upright`. */
  put(letters: string, place: Matrix, x: number, width: number): void {
    const last = this.#last;
    const spaced = this.#spaced;
    this.#spaced = false;
    const gap = last ? (x - last.end) / place[0] : 0;
    const rise = last ? Math.abs(place[5] - last.y) / last.height : 0;
    const follows = last !== null && gap >= BACK && rise <= 1;
    const run = this.#run;
    if (run && follows && gap <= FAR && rise <= SHIFTED && near(run.place[0], place[0])) {
      run.text += gap > WORD || spaced ? ` ${letters}` : letters;
    } else {
      this.end();
      if (follows && (gap > WORD || spaced)) this.#keep(' ', place, last.end, Math.max(x, last.end), last.y);
      this.#run = { text: letters, place, x };
    }
    this.#last = { end: x + width, y: place[5], height: Math.hypot(place[2], place[3]) };
  }

  /** Ends the run that is being gathered. */
  end(): void {
    const { text, place, x } = this.#run ?? {};
    if (text !== undefined && place && x !== undefined && this.#last)
      this.#keep(text, place, x, this.#last.end, place[5]);
    this.#run = null;
  }

  #keep(str: string, [a, b, c, d]: Matrix, x: number, end: number, y: number): void {
    const transform = [a, b, c, d, x, y];
    this.#frame.runs.push({ str, transform, width: end - x, height: Math.hypot(c, d), hasEOL: false });
  }
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) < 0.01 * b;
}

export function multiply(a: Matrix, b: Matrix): Matrix {
  return [
    a[0] * b[0] + a[2] * b[1],
    a[1] * b[0] + a[3] * b[1],
    a[0] * b[2] + a[2] * b[3],
    a[1] * b[2] + a[3] * b[3],
    a[0] * b[4] + a[2] * b[5] + a[4],
    a[1] * b[4] + a[3] * b[5] + a[5],
  ];
}
