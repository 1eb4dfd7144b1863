import { foldTable, isInvisible, SYMBOL_SHIFT, symbolOf } from './fold.ts';
import { spell } from './marks.ts';

/** One word of a line: letters and digits without a gap between them. What few lines ask for is worked out when asked. */
export class Word {
  readonly start: number;
  readonly end: number;
  /** The number of its letters in a..z, with one sign for digits and letters of other scripts. */
  readonly code: number;
  /** Column of the line it stands in, from 0. */
  readonly cell: number;
  private readonly text: string;
  constructor(text: string, start: number, end: number, code: number, cell: number) {
    this.text = text;
    this.start = start;
    this.end = end;
    this.code = code;
    this.cell = cell;
  }

  /** In a..z, with # for digits and letters of other scripts. */
  get plain(): string {
    let plain = '';
    for (let at = this.start; at < this.end; at++) {
      const symbol = symbolOf(this.text.charCodeAt(at));
      if (symbol !== 0) plain += LETTERS[Math.min(symbol, OTHER)];
    }
    return plain;
  }

  /** Its diacritics together, whatever letters they are on; 0 when it has none. */
  get marks(): number {
    return spell(this.text, this.start, this.end).reduce((sum, marks) => sum + marks, 0);
  }

  get capitals(): boolean {
    const piece = this.text.slice(this.start, this.end);
    return piece === piece.toUpperCase();
  }
}

const LETTERS = ' abcdefghijklmnopqrstuvwxyz#';
const OTHER = 27;
const LETTER_STEP = 0x01000193;

/** The number of a word in a..z, as `Word.code`. Different words have different numbers for all that matters here. */
export function codeOf(plain: string): number {
  let code = 0;
  for (const letter of plain) code = addLetter(code, LETTERS.indexOf(letter));
  return code;
}

export function addLetter(code: number, symbol: number): number {
  return (Math.imul(code, LETTER_STEP) + (symbol < OTHER ? symbol : OTHER)) | 0;
}

/** Cuts one line into words. A tab, a bar or three spaces begin a new cell. */
export function wordsOf(text: string, start: number, end: number): Word[] {
  const fold = foldTable();
  const words: Word[] = [];
  let cell = 0;
  let spaces = 0;
  let divided = false;
  let from = -1;
  let code = 0;
  for (let i = start; i < end; i++) {
    const unit = text.charCodeAt(i);
    const symbol = fold[unit]! >> SYMBOL_SHIFT;
    if (symbol !== 0) {
      if (from < 0) {
        from = i;
        code = 0;
      }
      code = addLetter(code, symbol);
    } else if (from < 0) {
      spaces = isSpace(unit) ? spaces + 1 : 0;
      if (spaces >= 3 || isDivider(unit)) divided = true;
    } else if (!isInvisible(unit)) {
      if (divided && words.length > 0) cell++;
      words.push(new Word(text, from, i, code, cell));
      divided = isDivider(unit);
      spaces = isSpace(unit) ? 1 : 0;
      from = -1;
    }
  }
  if (from >= 0) words.push(new Word(text, from, end, code, divided && words.length > 0 ? cell + 1 : cell));
  return words;
}

function isSpace(unit: number): boolean {
  return unit === 0x20 || unit === 0xa0 || (unit >= 0x2000 && unit <= 0x200a) || unit === 0x3000;
}

function isDivider(unit: number): boolean {
  return (
    unit === 0x09 || unit === 0x7c || unit === 0x2502 || unit === 0x2503 || unit === 0x2551 || unit === 0xa6
  );
}
