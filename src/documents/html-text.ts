/** Elements whose text is not shown. */
const UNSHOWN = new Set(['script', 'style', 'template']);
/** Elements that begin a new line, and end one. */
const BREAKS = new Set(
  'address article aside blockquote br body caption center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol option p pre section select table tbody textarea tfoot thead title tr ul'
    .split(' ')
    .flatMap((name) => [name, `/${name}`]),
);
const CELL_ENDS = new Set(['/td', '/th']);
/** White space that a browser shows as one space, unless it is one already. */
const RUN_OF_SPACE = /[ \t\r\n\f]{2,}|[\t\r\n\f]/g;
/** Letters of a name that are looked at: more than any name that matters has. */
const LONGEST_NAME = 21;
const SLASH = 0x2f;
const NAMED: Readonly<Record<string, string>> = named();

/**
 * The text of an HTML source as a browser would lay it out: blocks on lines, cells parted by tabs, tags inside words
 * dropped without a trace. Reads each letter a bounded number of times.
 */
export function htmlToText(source: string): string {
  const shown = source.includes('<!--') ? source.replace(/<!--[\s\S]*?(?:-->|$)/g, '') : source;
  const neverClosed = new Set<string>();
  let text = '';
  let at = 0;
  while (at < shown.length) {
    const tag = nextTag(shown, at);
    const end = tag < 0 ? shown.length : tag;
    if (end > at) text += shown.slice(at, end).replace(RUN_OF_SPACE, ' ');
    if (tag < 0) break;
    const close = shown.indexOf('>', tag);
    if (close < 0) break;
    const name = tagName(shown, tag + 1);
    if (BREAKS.has(name)) text += '\n';
    else if (CELL_ENDS.has(name)) text += '\t';
    at = close + 1;
    if (UNSHOWN.has(name) && !neverClosed.has(name)) {
      const after = behindElement(shown, name, at);
      // Without its end the element's content is read as text: better too much than a hole.
      if (after < 0) neverClosed.add(name);
      else at = after;
    }
  }
  return tidyLines(decodeHtmlEntities(text));
}

/** The name of a tag in small letters, with the slash of an end tag; empty for a declaration. */
function tagName(source: string, from: number): string {
  const first = source.charCodeAt(from) === SLASH ? from + 1 : from;
  let at = first;
  while (at - first < LONGEST_NAME && isOfName(source.charCodeAt(at), at > first)) at += 1;
  return at === first ? '' : source.slice(from, at).toLowerCase();
}

function isOfName(code: number, isInside: boolean): boolean {
  const letter = code | 0x20;
  if (letter >= 0x61 && letter <= 0x7a) return true;
  return isInside && ((code >= 0x30 && code <= 0x3a) || code === 0x5f);
}

/** Lines without spaces at their ends and tabs at the last one; none that is empty. */
function tidyLines(text: string): string {
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    let start = 0;
    let end = line.length;
    while (end > start && line[end - 1] === ' ') end -= 1;
    while (start < end && line[start] === ' ') start += 1;
    if (start === end) continue;
    while (end > start && line[end - 1] === '\t') end -= 1;
    lines.push(line.slice(start, end));
  }
  return lines.join('\n').trim();
}

/** The text of `<title>`, empty without one. */
export function htmlTitle(source: string): string {
  const title = /<title[^>]*>([^<]*)</i.exec(source.slice(0, 1 << 16))?.[1] ?? '';
  return decodeHtmlEntities(title).trim();
}

function behindElement(source: string, name: string, from: number): number {
  const end = new RegExp(`</${name}\\s*>`, 'gi');
  end.lastIndex = from;
  return end.test(source) ? end.lastIndex : -1;
}

function nextTag(source: string, from: number): number {
  for (let at = source.indexOf('<', from); at >= 0; at = source.indexOf('<', at + 1)) {
    const code = source.charCodeAt(at + 1);
    const letter = code | 0x20;
    if ((letter >= 0x61 && letter <= 0x7a) || code === 0x2f || code === 0x21 || code === 0x3f) return at;
  }
  return -1;
}

/** Character references by number, and the names of Latin-1 letters that old editors write. */
export function decodeHtmlEntities(text: string): string {
  if (text.indexOf('&') < 0) return text;
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{2,8}));?/gi, (whole, hex, decimal, name) => {
    if (name) return NAMED[name] ?? whole;
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}

/** Latin-1 by its order from U+00A0, and what else is common. */
function named(): Record<string, string> {
  const latin =
    'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml';
  const names: Record<string, string> = {
    lt: '<',
    gt: '>',
    amp: '&',
    quot: '"',
    apos: "'",
    ndash: '–',
    mdash: '—',
  };
  for (const [index, name] of latin.split(' ').entries()) names[name] = String.fromCharCode(0xa0 + index);
  return {
    ...names,
    nbsp: ' ',
    hellip: '…',
    ldquo: '“',
    rdquo: '”',
    lsquo: '‘',
    rsquo: '’',
    bull: '•',
    zwnj: '',
  };
}
