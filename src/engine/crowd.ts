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
/** What a word may be of a head: all of its beginning, the first of two words, or both together. */
const ALONE = 1;
const FIRST = 2;
const PAIR = 4;

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
  const { parts, lengths } = numberHeads(context);
  return (text) => {
    const heads: Heads = { words: [], strokes: [] };
    let codeBefore = 0;
    let before = 0;
    let code = 0;
    // One flat loop takes half the time of two in each other; where a word begins is looked for when it is asked.
    const { length } = text;
    for (let at = 0; at < length; at++) {
      const unit = text.charCodeAt(at);
      const entry = fold[unit]!;
      if (entry & 1) code = addLetter(code, entry >> SYMBOL_SHIFT);
      else if (unit < 0xad || !isInvisible(unit)) {
        if (code !== 0) {
          const part = parts[placeOf(code)]!;
          const pair = addWord(codeBefore, code);
          if (part & ALONE || (before & FIRST && parts[placeOf(pair)]! & PAIR))
            addHead(heads.words, lengths, text, at, code, pair);
          codeBefore = code;
          before = part;
          code = 0;
        }
        // Of strokes nearly all that are not wanted stand in tags; looking a sign up among others takes long.
        if (unit === STROKE && text[at - 1] !== '<' && BEFORE_STROKE.includes(text[at - 1]!))
          heads.strokes.push(at);
      }
    }
    if (code !== 0) addHead(heads.words, lengths, text, length, code, addWord(codeBefore, code));
    return heads;
  };
}

/** Adds the head that begins with the last word before a unit, of that number, or with that and the one before it. */
function addHead(
  words: number[],
  lengths: ReadonlyMap<number, number>,
  text: string,
  end: number,
  code: number,
  pair: number,
): void {
  let start = -1;
  let gap = false;
  let at = end;
  while (--at >= 0) {
    const unit = text.charCodeAt(at);
    const entry = foldTable()[unit]!;
    if (entry & 1) {
      if (gap) break;
      start = at;
    } else if (start >= 0 && !isInvisible(unit)) {
      gap = true;
      // As where the text begins.
      if (entry & EDGE_FLAG) at = 0;
    }
  }
  if (lengths.get(code)! >= (at < 0 ? 1 : SHORT)) words.push(start);
  else if (pair !== 0) addHead(words, lengths, text, start, pair, 0);
}

/**
 * The numbers of the words, or pairs of words, that a head may begin with, and how long what begins so is. Bits for each of
 * 8192 places that a number may have: most words need no more than a look at them.
 */
function numberHeads(context: Readonly<Record<string, ContextPhrases>>) {
  const parts = new Uint8Array(8192);
  const lengths = new Map<number, number>();
  for (const phrase of [...HEAD_KINDS, 'label'].flatMap((kind) => context[kind]?.phrases ?? [])) {
    const [first, second] = wordsOf(phrase, 0, phrase.length);
    const code = second ? addWord(first!.code, second.code) : first!.code;
    lengths.set(code, phrase.length);
    parts[placeOf(code)]! |= second ? PAIR : ALONE;
    if (second) parts[placeOf(first!.code)]! |= FIRST;
  }
  return { parts, lengths };
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
