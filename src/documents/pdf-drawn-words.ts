/** A page's drawing operators as pdf.js gives them. */
export interface Operators {
  readonly fnArray: readonly number[];
  readonly argsArray: readonly (readonly unknown[] | null)[];
}

type Codes = Readonly<
  Record<
    | 'beginAnnotation'
    | 'endAnnotation'
    | 'beginText'
    | 'showText'
    | 'moveText'
    | 'nextLine'
    | 'setTextMatrix',
    number
  >
>;

/** The words that the annotations of a page are drawn with: the page's own text is read elsewhere. */
export function drawnWords({ fnArray, argsArray }: Operators, codes: Codes): string {
  const out: string[] = [];
  let inside = false;
  for (const [index, code] of fnArray.entries()) {
    if (code === codes.beginAnnotation) inside = true;
    else if (code === codes.endAnnotation) inside = false;
    else if (!inside) continue;
    else if (code === codes.showText) out.push(lettersOf(argsArray[index]?.[0]));
    else if (code === codes.moveText) out.push(argsArray[index]?.[1] === 0 ? ' ' : '\n');
    else if (code === codes.beginText || code === codes.nextLine || code === codes.setTextMatrix)
      out.push('\n');
  }
  return out.join('').replace(/\n+/g, '\n').trim();
}

/** Glyphs carry their letters; numbers between them are gaps, wide ones stand for a space. */
function lettersOf(glyphs: unknown): string {
  if (!Array.isArray(glyphs)) return '';
  return glyphs
    .map((glyph) => {
      if (typeof glyph === 'number') return glyph < -200 ? ' ' : '';
      return typeof glyph?.unicode === 'string' ? glyph.unicode : '';
    })
    .join('');
}
