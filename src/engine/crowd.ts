import { type Context, HEAD_KINDS } from './context.ts';
import { EDGE_FLAG, foldTable, isInvisible, SYMBOL_SHIFT } from './fold.ts';
import { SPREAD } from './key-index.ts';
import type { Lines } from './lines.ts';
import type { ContextPhrases } from './tables.ts';
import { addLetter, wordsOf } from './words.ts';

/** So many markings of one rule tell as much as any number. */
const ENOUGH = 16;
/** After so many candidates that came to nothing, a text speaks about secrecy, or is meant to keep the engine busy. */
const PATIENCE = 12;
/** Long texts may have more of them: one to so many code units. */
const UNITS_EACH = 4096;
/** Of candidates beside a head so many times more are weighed. */
const PATIENCE_AT_HEADS = 4;
/** How far from a candidate the words of a head are looked for, in code units. */
const REACH = 200;
const NUMBER_REACH = 50;
/** Phrases of fewer units stand in every text; they begin a head where they begin a line or a cell. */
const SHORT = 4;
/** What stands before the stroke in the number of a paper: "12/BC-SNV", "…/KH". */
const BEFORE_STROKE = '0123456789.… ';
const STROKE = 0x2f;

/** What stands in the head of a paper, in order of place. */
export interface Heads {
  /** Where the words of a head, or a label, begin. */
  readonly words: number[];
  /** The strokes in numbers of papers: "12/BC-SNV". */
  readonly strokes: number[];
}

/** Finds the words of heads by one word, or by the first two of more. */
export type HeadWords = (text: string) => Heads;

export function createHeadWords(context: Readonly<Record<string, ContextPhrases>>): HeadWords {
  const fold = foldTable();
  const isHead = numberHeads(context);
  return (text) => {
    const heads: Heads = { words: [], strokes: [] };
    let codeBefore = 0;
    let fromBefore = 0;
    let openedBefore = true;
    let opens = true;
    const { length } = text;
    let at = 0;
    // Two loops, one for what stands between words and one for letters, take two thirds of the time that one takes.
    for (;;) {
      let entry = 0;
      for (; at < length; at++) {
        const unit = text.charCodeAt(at);
        entry = fold[unit]!;
        if (entry & 1) break;
        if (entry & EDGE_FLAG) opens = true;
        if (unit === STROKE && BEFORE_STROKE.includes(text[at - 1]!)) heads.strokes.push(at);
      }
      if (at >= length) return heads;
      const from = at;
      let code = addLetter(0, entry >> SYMBOL_SHIFT);
      for (at++; at < length; at++) {
        const unit = text.charCodeAt(at);
        entry = fold[unit]!;
        if (entry & 1) code = addLetter(code, entry >> SYMBOL_SHIFT);
        else if (unit < 0xad || !isInvisible(unit)) break;
      }
      if (isHead(code, opens)) heads.words.push(from);
      else if (isHead(addWord(codeBefore, code), openedBefore)) heads.words.push(fromBefore);
      codeBefore = code;
      fromBefore = from;
      openedBefore = opens;
      opens = false;
    }
  };
}

/** Tells whether a head may begin with a word, or two, of this number; short ones only where they open a line or a cell. */
function numberHeads(
  context: Readonly<Record<string, ContextPhrases>>,
): (code: number, opens: boolean) => boolean {
  /** One bit for each of 8192 places that a number of words may have: most words need no more than a look at it. */
  const bits = new Int32Array(256);
  const lengths = new Map<number, number>();
  for (const phrase of [...HEAD_KINDS, 'label'].flatMap((kind) => context[kind]?.phrases ?? [])) {
    const [first, second] = wordsOf(phrase, 0, phrase.length);
    const code = second ? addWord(first!.code, second.code) : first!.code;
    lengths.set(code, phrase.length);
    bits[placeOf(code) >>> 5]! |= 1 << placeOf(code);
  }
  return (code, opens) =>
    ((bits[placeOf(code) >>> 5]! >>> placeOf(code)) & 1) !== 0 && lengths.get(code)! >= (opens ? 1 : SHORT);
}

function placeOf(code: number): number {
  return Math.imul(code, SPREAD) >>> 19;
}

/** The number of two words. */
function addWord(code: number, next: number): number {
  return Math.imul(code, SPREAD) ^ next;
}

/**
 * Keeps the time for one text within bounds when it is full of candidates. Markings that stand where a paper has them
 * are weighed although many others came before; when there are too many even of those, the text is called in doubt.
 */
export class Crowd {
  readonly #text: string;
  readonly #block: number;
  readonly #patience: number;
  readonly #headWords: () => HeadWords;
  readonly #blocked = new Map<string, number>();
  #heads: Heads | undefined;
  /** The first word of a head within reach of the place judged last or after it, and the first stroke not before it. */
  #nextWord = 0;
  #nextStroke = 0;
  #idle = 0;
  #idleAtHeads = 0;
  #doubts = 0;
  /** `bounded` is false when every candidate is to be weighed, to explain a text. */
  constructor(text: string, block: number, bounded: boolean, headWords: () => HeadWords) {
    this.#text = text;
    this.#block = block;
    this.#patience = bounded ? PATIENCE + text.length / UNITS_EACH : Number.POSITIVE_INFINITY;
    this.#headWords = headWords;
  }

  /** True when enough markings of a rule were found. */
  hasEnough(ruleId: string): boolean {
    return (
      this.#blocked.size > 0 &&
      this.#blocked.get(ruleId)! >= ENOUGH &&
      this.#patience < Number.POSITIVE_INFINITY
    );
  }

  /** What to do with a candidate that begins at `start`; candidates come in order. */
  judge(start: number): 'weigh' | 'pass' | 'doubt' {
    if (this.#idle < this.#patience) return 'weigh';
    if (!this.#isNearHead(start)) return 'pass';
    return this.#idleAtHeads < this.#patience * PATIENCE_AT_HEADS ? 'weigh' : 'doubt';
  }

  /** Counts a look at a candidate in doubt; false when there were too many even of these. */
  mayDoubt(): boolean {
    return this.#doubts++ < this.#patience;
  }

  note(ruleId: string, score: number): void {
    if (score >= this.#block) this.#blocked.set(ruleId, (this.#blocked.get(ruleId) ?? 0) + 1);
    else if (this.#idle < this.#patience) this.#idle++;
    else this.#idleAtHeads++;
  }

  /**
   * True when words of a head, or the sign of a number, stand around a place. Places must not go back by more than the
   * reach.
   */
  #isNearHead(place: number): boolean {
    this.#heads ??= this.#headWords()(this.#text);
    const { words, strokes } = this.#heads;
    // Beyond the last one no comparison holds.
    while (words[this.#nextWord]! < place - REACH) this.#nextWord++;
    if (words[this.#nextWord]! <= place + REACH) return true;
    while (strokes[this.#nextStroke]! < place) this.#nextStroke++;
    return strokes[this.#nextStroke - 1]! >= place - NUMBER_REACH;
  }

  /** After a place was passed over: the nearest unit after it at which a candidate may be near a head. */
  nextPlace(): number {
    const { words, strokes } = this.#heads!;
    const { length } = this.#text;
    // What was not within reach is never 0.
    return Math.min(words[this.#nextWord]! - REACH || length, strokes[this.#nextStroke] ?? length);
  }
}

/** True when a label stands on the candidate's line, or a part of a paper's head on it or next to it. */
export function isBesideHead(lines: Lines, context: Context, start: number): boolean {
  const line = lines.at(start);
  const parts = context.head | (1 << (context.kinds.get('label') ?? 31));
  return [line, lines.beside(line, -1), lines.beside(line, 1)].some((each) => each && each.kinds & parts);
}
