import { weave } from './pdf-weave.ts';

/** One run of glyphs as pdf.js gives it; sizes in points, `transform` as in PDF. */
export interface Glyphs {
  readonly str: string;
  readonly transform: readonly number[];
  readonly width: number;
  readonly height: number;
  readonly hasEOL: boolean;
}

/** Gaps between runs of one line, in heights of a letter. */
const SPACE_GAP = 0.15;
const TAB_GAP = 2;
/** How far the baseline of one line may wander, in heights. */
const SAME_LINE = 0.3;

/**
 * Rebuilds lines from where runs stand. Runs keep the order they are drawn in, except those that fill gaps of their line:
 * a stamp laid over the page last stays a line of its own.
 */
export class PageLines {
  readonly #out: string[] = [];
  #line: Glyphs[] = [];

  add(items: Iterable<Glyphs>): void {
    for (const item of items) {
      if (item.str !== '') {
        const last = this.#line.at(-1);
        if (last && leavesLine(last, item)) this.#endLine();
        this.#line.push(item);
      }
      if (item.hasEOL && this.#line.length > 0) this.#endLine();
    }
  }

  text(): string {
    this.#write();
    return this.#out.join('').replace(/[ \t]+\n/g, '\n');
  }

  #endLine(): void {
    this.#write();
    this.#out.push('\n');
  }

  #write(): void {
    let last: Glyphs | null = null;
    for (const item of weave(this.#line)) {
      if (last) this.#out.push(between(last, item));
      this.#out.push(item.str);
      last = item;
    }
    this.#line = [];
  }
}

function leavesLine(last: Glyphs, item: Glyphs): boolean {
  if (isTurned(last)) return false;
  const rise = (item.transform[5] ?? 0) - (last.transform[5] ?? 0);
  return Math.abs(rise) > heightOf(last, item) * SAME_LINE;
}

function isTurned({ transform }: Glyphs): boolean {
  // Turned text: only the order speaks.
  return Math.abs(transform[1] ?? 0) > 0.1;
}

function heightOf(last: Glyphs, item: Glyphs): number {
  return Math.max(last.height, item.height, 1);
}

/** What stands between two runs of one line. */
function between(last: Glyphs, item: Glyphs): string {
  if (isTurned(last)) return '';
  const height = heightOf(last, item);
  const gap = (item.transform[4] ?? 0) - ((last.transform[4] ?? 0) + last.width);
  if (gap > height * TAB_GAP || gap < -height * TAB_GAP) return '\t';
  const spaced = last.str.endsWith(' ') || item.str.startsWith(' ');
  return gap > height * SPACE_GAP && !spaced ? ' ' : '';
}

/** True when a page's text is none, or its letters map to nothing a person reads (fonts without a Unicode map). */
export function isUnreadable(text: string): boolean {
  const bare = text.replace(/\s+/g, '');
  if (bare.length === 0) return true;
  const odd = bare.match(/[\p{Cc}\p{Co}\ufffd]/gu)?.length ?? 0;
  return odd > bare.length * 0.3;
}
