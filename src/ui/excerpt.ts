/** A marked place in a text with some of its surroundings, for the screen only. */
export interface Excerpt {
  readonly before: string;
  readonly marked: string;
  readonly after: string;
  /** Line of the marked place, from 1. */
  readonly line: number;
}

const SURROUNDINGS = 70;
const LONGEST_MARK = 120;
const MOST_LINES = 3;
/** Characters that are not seen and turn the reading direction: they could disguise what is shown. */
const UNSEEN = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Cuts the place `start`…`end` (code units) out of a text, with about 70 code units and at most three lines on either
 * side, whole words where possible, empty lines dropped. Ranges outside the text are pulled back into it.
 */
export function cutExcerpt(text: string, start: number, end: number): Excerpt {
  const whole = text.slice(clamp(start, 0, text.length), clamp(end, 0, text.length));
  const from = clamp(start, 0, text.length) + (whole.length - whole.trimStart().length);
  const to = from + whole.trim().length;
  const left = Math.max(0, from - SURROUNDINGS);
  const right = Math.min(text.length, to + SURROUNDINGS);
  const before = tidy(dropBrokenWordAtStart(text, left, from))
    .trimStart()
    .split('\n');
  const after = tidy(dropBrokenWordAtEnd(text, to, right))
    .trimEnd()
    .split('\n');
  const marked =
    to - from > LONGEST_MARK ? `${text.slice(from, from + LONGEST_MARK)}…` : text.slice(from, to);
  return {
    before: (left > 0 || before.length > MOST_LINES ? '…' : '') + before.slice(-MOST_LINES).join('\n'),
    marked: tidy(marked),
    after:
      after.slice(0, MOST_LINES).join('\n') + (right < text.length || after.length > MOST_LINES ? '…' : ''),
    line: lineAt(text, from),
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

function dropBrokenWordAtStart(text: string, left: number, from: number): string {
  const piece = text.slice(left, from);
  if (left === 0 || /\s/.test(text.charAt(left - 1))) return piece;
  const space = piece.search(/\s/);
  return space < 0 ? dropHalfPair(piece) : piece.slice(space);
}

function dropBrokenWordAtEnd(text: string, to: number, right: number): string {
  const piece = text.slice(to, right);
  if (right === text.length || /\s/.test(text.charAt(right))) return piece;
  const lastWord = piece.search(/\S+$/);
  return lastWord <= 0 ? dropHalfPair(piece) : piece.slice(0, lastWord);
}

function dropHalfPair(piece: string): string {
  return piece.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '');
}

function tidy(piece: string): string {
  return piece
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n[\n ]*/g, '\n')
    .replace(UNSEEN, (character) => (character === '\n' ? '\n' : ''));
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
