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
 * Rebuilds lines from where runs stand. Runs keep the order they are drawn in: a stamp laid over the page last stays a
 * line of its own.
 */
export function linesOf(items: Iterable<Glyphs>): string {
  const out: string[] = [];
  let last: Glyphs | null = null;
  for (const item of items) {
    if (item.str === '') {
      if (item.hasEOL && last) {
        out.push('\n');
        last = null;
      }
      continue;
    }
    if (last) out.push(between(last, item));
    out.push(item.str);
    last = item;
    if (item.hasEOL) {
      out.push('\n');
      last = null;
    }
  }
  return out.join('').replace(/[ \t]+\n/g, '\n');
}

function between(last: Glyphs, item: Glyphs): string {
  const [, rise = 0, , , lastX = 0, lastY = 0] = last.transform;
  const [, , , , x = 0, y = 0] = item.transform;
  const height = Math.max(last.height, item.height, 1);
  // Turned text: only the order speaks.
  if (Math.abs(rise) > 0.1) return '';
  if (Math.abs(y - lastY) > height * SAME_LINE) return '\n';
  const gap = x - (lastX + last.width);
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
