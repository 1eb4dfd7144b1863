import type { Context } from './context.ts';
import { SPREAD } from './key-index.ts';
import type { Line, Lines } from './lines.ts';
import type { Match } from './locate.ts';
import type { Hints } from './types.ts';

/** One reading of a text while its candidates are weighed. */
export interface MarkingView {
  readonly text: string;
  readonly lines: Lines;
  readonly context: Context;
  readonly hints: Hints;
}

const NEAR_LINES = 6;
const OPENING = /[([{【〔（［<]\s*$/u;
const CLOSING = /^\s*[)\]}】〕）］>]/u;

/** What stands on the candidate's own line. Word indices are into `first` and `last` (one line, unless it is broken). */
export interface Spot {
  readonly first: Line;
  readonly last: Line;
  /** Words of the first line before the candidate; words of the last line after it. */
  readonly before: number;
  readonly after: number;
  /** Text between the candidate and the nearest word on either side. */
  readonly left: string;
  readonly right: string;
  readonly sameCellBefore: boolean;
  readonly sameCellAfter: boolean;
  readonly above: readonly Line[];
  readonly below: readonly Line[];
  /** The first line and the three nearest ones on either side. */
  readonly near: readonly Line[];
  /** One bit for every kind of phrase that stands right after the candidate; worked out when asked. */
  opening?: number;
}

export function surveySpot({ text, lines }: MarkingView, match: Match): Spot {
  const first = lines.at(match.start);
  const last = match.end <= first.end ? first : lines.at(match.end - 1);
  let before = 0;
  while (before < first.words.length && first.words[before]!.end <= match.start) before++;
  let after = last.words.length;
  while (after > 0 && last.words[after - 1]!.start >= match.end) after--;
  const leftEnd = before > 0 ? first.words[before - 1]!.end : first.start;
  const rightStart = after < last.words.length ? last.words[after]!.start : last.end;
  const own = first.words[before]?.cell ?? 0;
  const ownLast = last.words[after - 1]?.cell ?? 0;
  const above = neighbours(lines, first, -1);
  const below = neighbours(lines, last, 1);
  return {
    first,
    last,
    before,
    after,
    left: text.slice(leftEnd, match.start),
    right: text.slice(match.end, rightStart),
    sameCellBefore: before > 0 && first.words[before - 1]!.cell === own,
    sameCellAfter: after < last.words.length && last.words[after]!.cell === ownLast,
    above,
    below,
    near: [first, ...above.slice(0, 3), ...below.slice(0, 3)],
  };
}

function neighbours(lines: Lines, from: Line, step: -1 | 1): Line[] {
  const found: Line[] = [];
  for (
    let line = lines.beside(from, step);
    line && found.length < NEAR_LINES;
    line = lines.beside(line, step)
  ) {
    found.push(line);
  }
  return found;
}

export function isFramed({ left, right }: Spot): boolean {
  return OPENING.test(left) && CLOSING.test(right);
}

/** The number of a kind, or -1 for one the rules do not have: as a bit that is the last one, which no line has. */
export function kindOf({ context }: MarkingView, name: string): number {
  return context.kinds.get(name) ?? -1;
}

export function isKind(view: MarkingView, kind: number, ...names: string[]): boolean {
  return names.some((name) => kindOf(view, name) === kind);
}

export function isHead(view: MarkingView, kind: number): boolean {
  return (view.context.head & (1 << kind)) !== 0;
}

export function lineHas(view: MarkingView, line: Line, name: string): boolean {
  return (line.kinds & (1 << kindOf(view, name))) !== 0;
}

export function isHeadLine(view: MarkingView, line: Line | undefined): boolean {
  return line !== undefined && (line.kinds & view.context.head) !== 0;
}
export const TICKED = /(?:[☑☒✅✓✔]|\[[xX✓]\]|\([xX✓]\))\s*$/u;
export const UNTICKED = /(?:[☐□◻○▢]|\[\s*\]|\(\s*\))\s*$/u;

export function justBefore({ text }: MarkingView, { start }: Match): string {
  return text.slice(Math.max(0, start - 6), start);
}

/** What the words of a line from `from` up to but not including `to` say, diacritics and case aside, as a number. */
export function wordingOf({ words }: Line, from: number, to: number): number {
  let wording = 0;
  for (let i = from; i < to; i++) wording = Math.imul(wording, SPREAD) ^ words[i]!.code;
  return wording;
}
