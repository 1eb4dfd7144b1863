import type { Glyphs } from './pdf-lines.ts';

/** How far a run must begin before the end of the last one to go back in its line, in heights of a letter. */
const BACK = 0.5;
/** How far two runs may lie over each other and still stand side by side, in heights. */
const SLACK = 0.2;

/** The widest gap that pdf.js takes for a space inside a run, in heights. */
const INSIDE = 0.75;

/** Widths of letters in ems, as in the fonts of office papers: near enough to tell between which letters a gap lies. */
const WIDTHS: Readonly<Record<string, number>> = {
  ...widths(" .,:;!'|", 0.26),
  ...widths('fijlrtIJ()[]-/', 0.32),
  ...widths('acesz', 0.44),
  ...widths('mMWw%@', 0.82),
  ...widths('ABCDEFGHKLNOPQRSTUVXYZĐ', 0.68),
};
const USUAL = 0.5;
const known = new Map(Object.entries(WIDTHS));

function widths(letters: string, width: number): Record<string, number> {
  return Object.fromEntries([...letters].map((letter) => [letter, width]));
}

/**
 * Programs draw the letters that a font lacks after the rest of the line, from another font: "TUY T M T", then "Ệ" and "Ậ"
 * in the gaps. Returns the runs of one line in reading order where the later ones fit into gaps of the earlier ones, else
 * as they were drawn: a stamp laid over a line stays behind it.
 */
export function weave(line: readonly Glyphs[]): readonly Glyphs[] {
  if (!line.some((item, at) => at > 0 && goesBack(line[at - 1] as Glyphs, item))) return line;
  if (line.some(({ transform }) => Math.abs(transform[1] ?? 0) > 0.1)) return line;
  // Gaps show in the places of the runs.
  const runs = line.filter(({ str }) => str.trim() !== '');
  const first = runs.findIndex((item, at) => at > 0 && goesBack(runs[at - 1] as Glyphs, item));
  if (first < 0) return line;
  const later = runs.slice(first);
  const woven = runs.slice(0, first).flatMap((run) =>
    fill(
      run,
      later.filter((item) => left(item) >= left(run) && left(item) < right(run) - SLACK * run.height),
    ),
  );
  for (const item of later) if (!woven.includes(item)) woven.push(item);
  woven.sort((a, b) => left(a) - left(b));
  return woven.some((item, at) => at > 0 && overlap(woven[at - 1] as Glyphs, item)) ? line : woven;
}

/** A run with other runs in its gaps, which show as spaces; as it is where there are not enough of them. */
function fill(run: Glyphs, inside: readonly Glyphs[]): Glyphs[] {
  if (inside.length === 0 || inside.some(({ width }) => width > INSIDE * run.height)) return [run];
  const items = [...inside].sort((a, b) => left(a) - left(b));
  const taken = items.reduce((sum, { width }) => sum + width, 0);
  const em = Math.max(0, run.width - taken) / Math.max(0.1, wide(run.str) - 0.26 * items.length);
  const out: Glyphs[] = [];
  let from = 0;
  let x = left(run);
  for (const [index, item] of items.entries()) {
    const gap = nearestGap(run.str, from, (left(item) - x) / em);
    if (gap < 0) return [run];
    const before = run.str.slice(from, gap);
    if (before !== '') out.push(piece(run, before, x, Math.min(wide(before) * em, left(item) - x)));
    out.push(item);
    from = gap + 1;
    const next = items[index + 1];
    const end = next ? left(next) : right(run);
    const rest = run.str.slice(from, next ? nearestGap(run.str, from, (end - right(item)) / em) : undefined);
    // Whatever room the letters up to the next gap leave is a space behind this one.
    x = right(item) + Math.max(0, end - right(item) - wide(rest) * em);
  }
  if (from < run.str.length) out.push(piece(run, run.str.slice(from), x, right(run) - x));
  return out;
}

/** The space from a letter on that stands nearest to so many ems behind it; -1 when there is none. */
function nearestGap(text: string, from: number, ems: number): number {
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  let at = 0;
  for (let index = from; index < text.length; index++) {
    const away = Math.abs(at - ems);
    if (text[index] === ' ' && away < least) {
      best = index;
      least = away;
    }
    at += wide(text[index] as string);
  }
  return best;
}

function piece(run: Glyphs, str: string, x: number, width: number): Glyphs {
  return {
    ...run,
    str,
    width,
    hasEOL: false,
    transform: [...run.transform.slice(0, 4), x, run.transform[5] ?? 0],
  };
}

/** The width of a text in ems. */
function wide(text: string): number {
  let sum = 0;
  for (const letter of text) sum += known.get(letter) ?? widthOf(letter);
  return sum;
}

/** A letter with marks is as wide as without. */
function widthOf(letter: string): number {
  const width = WIDTHS[letter.normalize('NFD')[0] as string] ?? USUAL;
  if (known.size < 1_000) known.set(letter, width);
  return width;
}

function goesBack(last: Glyphs, item: Glyphs): boolean {
  return left(item) < right(last) - BACK * Math.max(last.height, item.height, 1);
}

function overlap(a: Glyphs, b: Glyphs): boolean {
  return left(b) < right(a) - SLACK * Math.max(a.height, b.height, 1);
}

function left({ transform }: Glyphs): number {
  return transform[4] ?? 0;
}

function right(item: Glyphs): number {
  return left(item) + item.width;
}
