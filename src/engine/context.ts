import { isInvisible, symbolOf } from './fold.ts';
import type { ContextPhrases } from './tables.ts';
import { addLetter, codeOf, type Word, wordsOf } from './words.ts';

/** A context phrase found in a line: words `from` up to but not including `to`. */
export interface Hit {
  readonly kind: number;
  readonly from: number;
  readonly to: number;
}

interface ContextEnd {
  readonly kind: number;
  readonly at: 'any' | 'start' | 'whole';
  readonly capitals: boolean;
  readonly phrase: string;
  /** The diacritics of every word of a phrase of one or two words, made when first asked for. */
  marks: Int32Array | undefined;
}

/** The context phrases as a tree of words. Its branches lie in one hash table: hundreds of maps would take too long to make. */
class PhraseTree {
  /** By node the phrases that end there. */
  readonly ends: (ContextEnd[] | undefined)[] = [undefined];
  readonly #slots: Int32Array;
  /** Of every slot the node it leads from, the number of the word, and the node it leads to. */
  constructor(words: number) {
    this.#slots = new Int32Array(SLOT << (33 - Math.clz32(words)));
  }

  /** The node that a word leads to, or 0. The root is node 0. */
  next(node: number, code: number): number {
    const slots = this.#slots;
    return slots[this.#slot(node, code) + TO]!;
  }

  /** The node at which the words of a phrase end. */
  growAll(phrase: string): number {
    const slots = this.#slots;
    const { ends } = this;
    let node = 0;
    let code = 0;
    for (let at = 0; at <= phrase.length; at++) {
      const unit = at < phrase.length ? phrase.charCodeAt(at) : SPACE;
      const symbol = symbolOf(unit);
      if (symbol !== 0) code = addLetter(code, symbol);
      if (symbol !== 0 || code === 0 || isInvisible(unit)) continue;
      const slot = this.#slot(node, code);
      if (slots[slot + TO] === 0) {
        slots[slot] = node;
        slots[slot + CODE] = code;
        slots[slot + TO] = ends.length;
        ends.push(undefined);
      }
      node = slots[slot + TO]!;
      code = 0;
    }
    return node;
  }

  #slot(node: number, code: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = (Math.imul(code ^ Math.imul(node, 0x85ebca6b), 0x9e3779b1) >>> 8) & mask & -SLOT;
    while (slots[slot + TO] !== 0 && (slots[slot] !== node || slots[slot + CODE] !== code))
      slot = (slot + SLOT) & mask;
    return slot;
  }
}

const SPACE = 0x20;
const SLOT = 4;
const CODE = 1;
const TO = 2;

/** The kinds of line that make the head of a paper. */
export const HEAD_KINDS = [
  'nation',
  'agency',
  'number',
  'date',
  'doc-type',
  'subject',
  'addressee',
  'annex',
  'exam',
];

/** The context phrases as a tree of words, and the number of every kind. */
export interface Context {
  readonly tree: PhraseTree;
  readonly kinds: ReadonlyMap<string, number>;
  /** The bits of the kinds that make the head of a paper. */
  readonly head: number;
  /** The bits of what is no phrase but a form: the number and the date of a paper. */
  kindsOf(text: string, end: number, words: readonly Word[]): number;
}

export function buildContext(context: Readonly<Record<string, ContextPhrases>>): Context {
  const kinds = new Map<string, number>([
    ['number', 0],
    ['date', 1],
  ]);
  const entries = Object.entries(context);
  const tree = new PhraseTree(entries.reduce((sum, [, { phrases }]) => sum + 4 * phrases.length, 16));
  for (const [name, { at = 'any', capitals = false, phrases }] of entries) {
    const kind = kinds.size;
    kinds.set(name, kind);
    for (const phrase of phrases) {
      const node = tree.growAll(phrase);
      tree.ends[node] ??= [];
      tree.ends[node]!.push({ kind, at, capitals, phrase, marks: undefined });
    }
  }
  return {
    tree,
    kinds,
    head: HEAD_KINDS.reduce((bits, name) => bits | (1 << (kinds.get(name) ?? 31)), 0),
    kindsOf: (text, end, words) => (hasNumber(text, end, words) ? 1 : 0) | (hasDate(words) ? 2 : 0),
  };
}

/** Every context phrase in a run of words taken as one line; with `starts` those that begin before that word. */
export function matchContext(words: readonly Word[], tree: PhraseTree, starts = words.length): Hit[] {
  const hits: Hit[] = [];
  let bare: boolean | undefined;
  for (let from = 0; from < starts; from++) {
    let node = 0;
    for (let to = from; to < words.length; to++) {
      node = tree.next(node, words[to]!.code);
      if (node === 0) break;
      const ends = tree.ends[node];
      if (!ends) continue;
      for (const end of ends) {
        const { kind, at, capitals } = end;
        const opens = from === 0 || words[from - 1]!.cell !== words[from]!.cell;
        const stops = to === words.length - 1 || words[to + 1]!.cell !== words[to]!.cell;
        if (at !== 'any' && !(opens && (at === 'start' || stops))) continue;
        if (capitals && !every(words, from, to, (word) => word.capitals)) continue;
        // Long phrases are themselves whatever diacritics were lost or misread; short ones only in a line without any.
        if (to - from < 2) {
          bare ??= words.every((word) => word.marks === 0);
          end.marks ??= Int32Array.from(wordsOf(end.phrase, 0, end.phrase.length), (word) => word.marks);
          if (!bare && end.marks.some((own, i) => own !== words[from + i]!.marks)) continue;
        }
        hits.push({ kind, from, to: to + 1 });
      }
    }
  }
  return hits;
}

function every(words: readonly Word[], from: number, to: number, holds: (word: Word) => boolean): boolean {
  for (let i = from; i <= to; i++) if (!holds(words[i]!)) return false;
  return true;
}

const SO = codeOf('so');
const NGAY = codeOf('ngay');
const THANG = codeOf('thang');
const NAM = codeOf('nam');

/** "Số: 15/BC-SNV", "Số 36-HD/VPTW": at the start of a cell. */
const NUMBER = /^s[ốoô]\p{M}*\s*[:.]?\s*[\d.…_]+\s*[/-]/iu;

function hasNumber(text: string, end: number, words: readonly Word[]): boolean {
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word.code !== SO || (i > 0 && words[i - 1]!.cell === word.cell)) continue;
    if (NUMBER.test(text.slice(word.start, Math.min(end, word.start + 40)))) return true;
  }
  return false;
}

/** "ngày 03 tháng 5 năm 2026". */
function hasDate(words: readonly Word[]): boolean {
  if (words.length > 30) return false;
  const day = words.findIndex((word) => word.code === NGAY);
  if (day < 0) return false;
  const month = words.findIndex((word, i) => i > day && i <= day + 3 && word.code === THANG);
  return month > 0 && words.some((word, i) => i > month && i <= month + 3 && word.code === NAM);
}
