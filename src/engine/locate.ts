import { foldTable, isInvisible, SMALL_FLAG, SYMBOL_SHIFT, symbolOf } from './fold.ts';
import { spell } from './marks.ts';

/** A phrase ready to be looked for. Thousands are made at the start, so what only a hit needs is put off. */
export class Phrase {
  readonly symbols: readonly number[];
  readonly text: string;
  #begins: readonly boolean[] | undefined;
  #spelled: readonly number[] | undefined;
  constructor(text: string) {
    const symbols: number[] = [];
    for (let i = 0; i < text.length; i++) {
      const symbol = symbolOf(text.charCodeAt(i));
      if (symbol !== 0) symbols.push(symbol);
    }
    this.text = text;
    this.symbols = symbols;
  }

  get words(): number {
    return this.heads.filter(Boolean).length;
  }

  /** True where a letter begins a word. */
  get heads(): readonly boolean[] {
    this.#begins ??= [...this.text].flatMap((letter, i, all) =>
      symbolOf(letter.charCodeAt(0)) === 0 ? [] : [i === 0 || all[i - 1] === ' '],
    );
    return this.#begins;
  }

  /** The diacritics of every letter, as `marks.ts` puts them. */
  get marks(): readonly number[] {
    this.#spelled ??= spell(this.text, 0, this.text.length);
    return this.#spelled;
  }
}

/** Where a phrase stands in a text and how it is written there. */
export class Match {
  readonly start: number;
  readonly end: number;
  private readonly text: string;
  private readonly phrase: Phrase;
  #letters: Match['capitals'] | undefined;
  #spelled: Match['spelling'] | undefined;
  constructor(text: string, start: number, end: number, phrase: Phrase) {
    this.text = text;
    this.start = start;
    this.end = end;
    this.phrase = phrase;
  }

  /** Whether the diacritics are all there, all missing, or others than the phrase's. */
  get spelling(): 'exact' | 'bare' | 'wrong' {
    this.#spelled ??= compareMarks(this.text, this.start, this.end, this.phrase.marks);
    return this.#spelled;
  }

  get capitals(): 'all' | 'first' | 'none' | 'mixed' {
    this.#letters ??= capitalsOf(this.text, placesOf(this.text, this.start, this.phrase));
    return this.#letters;
  }

  /** True when it is written as the phrase is, unit by unit, in letters of either case. */
  get verbatim(): boolean {
    const { text } = this.phrase;
    if (this.end - this.start !== text.length) return false;
    return (
      this.text.startsWith(text, this.start) ||
      this.text.slice(this.start, this.end).toLowerCase() === text.toLowerCase()
    );
  }

  /** True when something stands between letters of one word. */
  get apart(): boolean {
    const { heads } = this.phrase;
    const places = placesOf(this.text, this.start, this.phrase);
    for (let k = 1; k < places.length; k++) {
      if (heads[k]) continue;
      for (let at = places[k - 1]! + 1; at < places[k]!; at++) {
        if (!isInvisible(this.text.charCodeAt(at))) return true;
      }
    }
    return false;
  }
}

/** A phrase whose letters stand from unit `first` to unit `last`. */
export function locate(text: string, first: number, last: number, phrase: Phrase): Match {
  return new Match(text, first, endOf(text, last), phrase);
}

/** True when letters from unit `first` to unit `last` are whole words. */
export function isWhole(text: string, first: number, last: number): boolean {
  return !touchesWord(text, first, -1) && !touchesWord(text, endOf(text, last), 1);
}

/** The marks after the last letter belong to it. */
function endOf(text: string, last: number): number {
  let end = last + 1;
  if (text.charCodeAt(end) < 0xad) return end;
  while (end < text.length && isInvisible(text.charCodeAt(end))) end++;
  return end;
}

/** Where the letters of a phrase stand that was followed back to `start`. */
function placesOf(text: string, start: number, { symbols }: Phrase): number[] {
  const places: number[] = [];
  for (let at = start; places.length < symbols.length; at++) {
    if (symbolOf(text.charCodeAt(at)) !== 0) places.push(at);
  }
  return places;
}

/**
 * True when a small letter stands one space before, other than at the end of a paper's number ("12/BC-TTr MẬT"), or one
 * space after a candidate that is not in capitals. This turns away nearly every word of running text, at next to no cost.
 */
export function isInSentence(text: string, start: number, last: number): boolean {
  if (start > 1 && text.charCodeAt(start - 1) === 0x20 && isSmall(text, start - 2)) {
    return !endsNumber(text, start - 2);
  }
  const end = endOf(text, last);
  return text.charCodeAt(end) === 0x20 && isSmall(text, end + 1) && isSmall(text, end - 1);
}

function endsNumber(text: string, last: number): boolean {
  for (let at = last; at >= 0 && last - at < 16; at--) {
    const unit = text.charCodeAt(at);
    if (unit === 0x2f) return true;
    if (unit <= 0x20) return false;
  }
  return false;
}

function isSmall(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  if (foldTable()[unit]! & SMALL_FLAG) return true;
  return isInvisible(unit) && at > 0 && isSmall(text, at - 1);
}

/** True when the neighbour in direction `step`, invisible units aside, belongs to a word. */
function touchesWord(text: string, edge: number, step: -1 | 1): boolean {
  const fold = foldTable();
  let at = step < 0 ? edge - 1 : edge;
  while (at >= 0 && at < text.length && isInvisible(text.charCodeAt(at))) at += step;
  return at >= 0 && at < text.length && fold[text.charCodeAt(at)]! >> SYMBOL_SHIFT !== 0;
}

function compareMarks(
  text: string,
  start: number,
  end: number,
  wanted: readonly number[],
): Match['spelling'] {
  let bare = true;
  let exact = true;
  const marks = spell(text, start, end);
  for (let k = 0; k < marks.length; k++) {
    if (marks[k] !== 0) bare = false;
    if (marks[k] !== wanted[k]) exact = false;
  }
  return exact ? 'exact' : bare ? 'bare' : 'wrong';
}

function capitalsOf(text: string, places: readonly number[]): Match['capitals'] {
  let upper = 0;
  for (const place of places) if (isCapital(text, place)) upper++;
  if (upper === places.length) return 'all';
  if (upper === 0) return 'none';
  return isCapital(text, places[0]!) && upper <= 2 ? 'first' : 'mixed';
}

function isCapital(text: string, at: number): boolean {
  return (foldTable()[text.charCodeAt(at)]! & SMALL_FLAG) === 0;
}
