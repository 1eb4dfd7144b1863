import { isInvisible, lettersOf, symbolOf } from './fold.ts';
import type { ContextPhrases } from './tables.ts';

/** One word of a line: letters and digits without a gap between them. */
export interface Word {
  readonly start: number;
  readonly end: number;
  /** In a..z and 0..9. */
  readonly plain: string;
  /** Its diacritics, sorted; empty when it has none. */
  readonly marks: string;
  readonly capitals: boolean;
  /** Column of the line it stands in, from 0. */
  readonly cell: number;
}

/** A context phrase found in a line: words `from` up to but not including `to`. */
export interface Hit {
  readonly kind: number;
  readonly from: number;
  readonly to: number;
}

export interface Line {
  readonly start: number;
  readonly end: number;
  readonly words: readonly Word[];
  readonly hits: readonly Hit[];
  /** One bit for every kind of context phrase that counts in this line. */
  readonly kinds: number;
}

/** Lines longer than this are looked at piece by piece around the place in question. */
const REACH = 400;
const WIDE_GAP = /\t|[|│┃║¦]|[ \u00a0\u2000-\u200a\u3000]{3,}/;

interface TrieNode {
  readonly next: Map<string, TrieNode>;
  readonly ends: { kind: number; marks: string; at: string; capitals: boolean }[];
}

/** The context phrases as a tree of words, and the bit of every kind. */
export interface Context {
  readonly root: TrieNode;
  readonly kinds: ReadonlyMap<string, number>;
}

export function buildContext(context: Readonly<Record<string, ContextPhrases>>): Context {
  const root: TrieNode = { next: new Map(), ends: [] };
  const kinds = new Map<string, number>();
  for (const [name, { at = 'any', capitals = false, phrases }] of Object.entries(context)) {
    const kind = kinds.size;
    kinds.set(name, kind);
    for (const phrase of phrases) {
      const words = wordsOf(phrase, 0, phrase.length);
      let node: TrieNode = root;
      for (const { plain } of words) {
        const child = node.next.get(plain) ?? { next: new Map(), ends: [] };
        node.next.set(plain, child);
        node = child;
      }
      node.ends.push({ kind, marks: words.map((word) => word.marks).join('/'), at, capitals });
    }
  }
  return { root, kinds };
}

/** Cuts one line into words. */
export function wordsOf(text: string, start: number, end: number): Word[] {
  const words: Word[] = [];
  let cell = 0;
  let last = start;
  for (let i = start; i < end; ) {
    if (!isWordUnit(text.charCodeAt(i))) {
      i++;
      continue;
    }
    const from = i;
    while (i < end && (isWordUnit(text.charCodeAt(i)) || isInvisible(text.charCodeAt(i)))) i++;
    if (words.length > 0 && WIDE_GAP.test(text.slice(last, from))) cell++;
    words.push(wordOf(text, from, i, cell));
    last = i;
  }
  return words;
}

function wordOf(text: string, start: number, end: number, cell: number): Word {
  const piece = text.slice(start, end);
  let plain = '';
  let marks = '';
  for (const letter of lettersOf(piece)) {
    plain += letter.symbol <= 26 ? String.fromCharCode(0x60 + letter.symbol) : '#';
    marks += letter.marks;
  }
  if (marks.length > 1) marks = [...marks].sort().join('');
  return { start, end, plain, marks, capitals: piece === piece.toUpperCase(), cell };
}

function isWordUnit(unit: number): boolean {
  return symbolOf(unit) !== 0;
}

/** The lines of one reading, cut and matched once each, however many candidates ask for them. */
export class Lines {
  private readonly text: string;
  private readonly context: Context;
  private readonly known = new Map<number, Line>();
  constructor(text: string, context: Context) {
    this.text = text;
    this.context = context;
  }

  /** The line, or the part of a very long line, around a unit. */
  at(place: number): Line {
    let start = place;
    while (start > 0 && place - start < REACH && !isBreak(this.text.charCodeAt(start - 1))) start--;
    let end = place;
    while (end < this.text.length && end - place < REACH && !isBreak(this.text.charCodeAt(end))) end++;
    return this.read(start, end);
  }

  /** The nearest line with a word in it before (`step` -1) or after (`step` 1) `line`, if it is within reach. */
  beside(line: Line, step: -1 | 1): Line | null {
    let edge = step < 0 ? line.start : line.end;
    for (let blank = 0; blank < 8; blank++) {
      if (step < 0 ? edge <= 0 : edge >= this.text.length) return null;
      const inside = step < 0 ? edge - 1 : edge + 1;
      if (!isBreak(this.text.charCodeAt(step < 0 ? inside : edge))) return null;
      const found = this.at(step < 0 ? inside : Math.min(inside, this.text.length));
      if (found.words.length > 0) return found;
      edge = step < 0 ? found.start : found.end;
    }
    return null;
  }

  private read(start: number, end: number): Line {
    const cached = this.known.get(start);
    if (cached && cached.end === end) return cached;
    const words = wordsOf(this.text, start, end);
    const hits = matchContext(words, this.context.root);
    let kinds = 0;
    for (const hit of hits) kinds |= 1 << hit.kind;
    const line = { start, end, words, hits, kinds };
    this.known.set(start, line);
    return line;
  }
}

export function isBreak(unit: number): boolean {
  return (unit >= 0x0a && unit <= 0x0d) || unit === 0x85 || unit === 0x2028 || unit === 0x2029;
}

/** Every context phrase in a run of words taken as one line. */
export function matchContext(words: readonly Word[], root: TrieNode): Hit[] {
  const hits: Hit[] = [];
  const bare = words.every((word) => word.marks === '');
  for (let from = 0; from < words.length; from++) {
    let node: TrieNode | undefined = root;
    for (let to = from; to < words.length && node; to++) {
      node = node.next.get(words[to]!.plain);
      for (const { kind, marks, at, capitals } of node?.ends ?? []) {
        const run = words.slice(from, to + 1);
        const starts = from === 0 || words[from - 1]!.cell !== words[from]!.cell;
        const stops = to === words.length - 1 || words[to + 1]!.cell !== words[to]!.cell;
        if (at !== 'any' && !(starts && (at === 'start' || stops))) continue;
        if (capitals && !run.every((word) => word.capitals)) continue;
        // Long phrases are themselves whatever diacritics were lost or misread; short ones only in a line without any.
        if (run.length < 3 && !bare && run.map((word) => word.marks).join('/') !== marks) continue;
        hits.push({ kind, from, to: to + 1 });
      }
    }
  }
  return hits;
}
