import { isInvisible, lettersOf, symbolOf } from './fold.ts';

/** One word of a line: letters and digits without a gap between them. */
export class Word {
  readonly start: number;
  readonly end: number;
  /** In a..z, with # for digits and letters of other scripts. */
  readonly plain: string;
  /** Column of the line it stands in, from 0. */
  readonly cell: number;
  private readonly piece: string;
  private spelled: string | undefined;
  constructor(text: string, start: number, end: number, plain: string, cell: number) {
    this.piece = text.slice(start, end);
    this.start = start;
    this.end = end;
    this.plain = plain;
    this.cell = cell;
  }

  /** Its diacritics, sorted; empty when it has none. */
  get marks(): string {
    this.spelled ??= marksOf(this.piece);
    return this.spelled;
  }

  get capitals(): boolean {
    return this.piece === this.piece.toUpperCase();
  }
}

function marksOf(piece: string): string {
  if (/^[\0-\x7f]*$/.test(piece)) return '';
  const marks = lettersOf(piece)
    .map((letter) => letter.marks)
    .join('');
  return marks.length > 1 ? [...marks].sort().join('') : marks;
}

/** Cuts one line into words. A tab, a bar or three spaces begin a new cell. */
export function wordsOf(text: string, start: number, end: number): Word[] {
  const words: Word[] = [];
  let cell = 0;
  let spaces = 0;
  let divided = false;
  for (let i = start; i < end; ) {
    const unit = text.charCodeAt(i);
    if (symbolOf(unit) === 0) {
      spaces = isSpace(unit) ? spaces + 1 : 0;
      if (spaces >= 3 || isDivider(unit)) divided = true;
      i++;
      continue;
    }
    const from = i;
    let plain = '';
    for (; i < end; i++) {
      const symbol = symbolOf(text.charCodeAt(i));
      if (symbol === 0 && !isInvisible(text.charCodeAt(i))) break;
      if (symbol !== 0) plain += symbol <= 26 ? LETTERS[symbol] : '#';
    }
    if (divided && words.length > 0) cell++;
    divided = false;
    spaces = 0;
    words.push(new Word(text, from, i, plain, cell));
  }
  return words;
}

const LETTERS = ' abcdefghijklmnopqrstuvwxyz';

function isSpace(unit: number): boolean {
  return unit === 0x20 || unit === 0xa0 || (unit >= 0x2000 && unit <= 0x200a) || unit === 0x3000;
}

function isDivider(unit: number): boolean {
  return (
    unit === 0x09 || unit === 0x7c || unit === 0x2502 || unit === 0x2503 || unit === 0x2551 || unit === 0xa6
  );
}
