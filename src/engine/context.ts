import type { ContextPhrases } from './tables.ts';
import { codeOf, type Word, wordsOf } from './words.ts';

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
  /** The diacritics of a phrase of one or two words. */
  readonly marks: readonly number[];
}

interface TrieNode {
  /** By the number of the next word. */
  readonly next: Map<number, TrieNode>;
  readonly ends: ContextEnd[];
}

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
  readonly root: TrieNode;
  readonly kinds: ReadonlyMap<string, number>;
  /** The bits of the kinds that make the head of a paper. */
  readonly head: number;
  /** The bits of what is no phrase but a form: the number and the date of a paper. */
  kindsOf(text: string, end: number, words: readonly Word[]): number;
}

export function buildContext(context: Readonly<Record<string, ContextPhrases>>): Context {
  const root: TrieNode = { next: new Map(), ends: [] };
  const kinds = new Map<string, number>([
    ['number', 0],
    ['date', 1],
  ]);
  for (const [name, { at = 'any', capitals = false, phrases }] of Object.entries(context)) {
    const kind = kinds.size;
    kinds.set(name, kind);
    for (const phrase of phrases) {
      const words = wordsOf(phrase, 0, phrase.length);
      let node = root;
      for (const { code } of words) {
        const child: TrieNode = node.next.get(code) ?? { next: new Map(), ends: [] };
        node.next.set(code, child);
        node = child;
      }
      node.ends.push({ kind, at, capitals, marks: words.length > 2 ? [] : words.map((word) => word.marks) });
    }
  }
  return {
    root,
    kinds,
    head: HEAD_KINDS.reduce((bits, name) => bits | (1 << (kinds.get(name) ?? 31)), 0),
    kindsOf: (text, end, words) => (hasNumber(text, end, words) ? 1 : 0) | (hasDate(words) ? 2 : 0),
  };
}

/** Every context phrase in a run of words taken as one line. */
export function matchContext(words: readonly Word[], root: TrieNode): Hit[] {
  const hits: Hit[] = [];
  let bare: boolean | undefined;
  for (let from = 0; from < words.length; from++) {
    let node: TrieNode | undefined = root;
    for (let to = from; to < words.length && node; to++) {
      node = node.next.get(words[to]!.code);
      if (!node) break;
      for (const { kind, at, capitals, marks } of node.ends) {
        const starts = from === 0 || words[from - 1]!.cell !== words[from]!.cell;
        const stops = to === words.length - 1 || words[to + 1]!.cell !== words[to]!.cell;
        if (at !== 'any' && !(starts && (at === 'start' || stops))) continue;
        if (capitals && !every(words, from, to, (word) => word.capitals)) continue;
        // Long phrases are themselves whatever diacritics were lost or misread; short ones only in a line without any.
        if (to - from < 2) {
          bare ??= words.every((word) => word.marks === 0);
          if (!bare && marks.some((own, i) => own !== words[from + i]!.marks)) continue;
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

const [SO, NGAY, THANG, NAM] = [codeOf('so'), codeOf('ngay'), codeOf('thang'), codeOf('nam')];

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
