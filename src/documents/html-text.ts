/** Elements that begin a new line, and end one. */
const BREAKS =
  'address article aside blockquote br body caption center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol option p pre section select table tbody textarea tfoot thead title tr ul'.split(
    ' ',
  );

/** What a tag does to the text around it. */
interface Tag {
  /** In small letters, with the slash of an end tag. */
  readonly name: string;
  /** What it puts into the text: an end of a line or of a cell. */
  readonly sign: '\n' | '\t' | '';
  /** Its element's text is not shown. */
  readonly isUnshown: boolean;
}

/** The tags that matter by a number made of their letters: a page has many, and their words need not be cut out. */
const TAGS: ReadonlyMap<number, Tag> = new Map(
  [
    ...BREAKS.flatMap((name) => [name, `/${name}`]).map((name) => tagOf(name, '\n')),
    ...['/td', '/th'].map((name) => tagOf(name, '\t')),
    ...['script', 'style', 'template'].map((name) => tagOf(name, '', true)),
  ].map((tag) => [numberOf(tag.name, 0, tag.name.length), tag]),
);
/** White space that a browser shows as one space, unless it is one already. */
const RUN_OF_SPACE = /[ \t\r\n\f]{2,}|[\t\r\n\f]/g;
const ODD_SPACE = /[\t\r\n\f]| {2}/g;
/** Letters of a name that are looked at: more than any name that matters has. */
const LONGEST_NAME = 21;
const SLASH = 0x2f;
const SPACE = 0x20;
const TAB = 0x09;
const NAMED: Readonly<Record<string, string>> = named();

/**
 * The text of an HTML source as a browser would lay it out: blocks on lines, cells parted by tabs, tags inside words
 * dropped without a trace. Reads each letter a bounded number of times.
 */
export function htmlToText(source: string): string {
  const shown = source.includes('<!--') ? source.replace(/<!--[\s\S]*?(?:-->|$)/g, '') : source;
  const neverClosed = new Set<string>();
  let text = '';
  let isLineStart = true;
  let at = 0;
  /** Where the next white space stands that is not laid out as it is. */
  let odd = -1;
  while (at < shown.length) {
    const open = nextTag(shown, at);
    const end = open < 0 ? shown.length : open;
    if (odd < at) odd = nextOddSpace(shown, at);
    const words = odd < end ? layOut(shown, at, end) : shown.slice(at, end);
    if (words !== '' && !(isLineStart && words === ' ')) {
      text += words;
      isLineStart = false;
    }
    const close = open < 0 ? -1 : shown.indexOf('>', open);
    if (close < 0) break;
    const tag = tagAt(shown, open + 1);
    at = close + 1;
    if (!tag) continue;
    text += tag.sign;
    if (tag.sign !== '') isLineStart = tag.sign === '\n';
    if (tag.isUnshown && !neverClosed.has(tag.name)) {
      const after = behindElement(shown, tag.name, at);
      // Without its end the element's content is read as text: better too much than a hole.
      if (after < 0) neverClosed.add(tag.name);
      else at = after;
    }
  }
  return tidyLines(decodeHtmlEntities(text));
}

/** The language finds it in half the time that a loop over the letters takes. */
function nextOddSpace(source: string, from: number): number {
  ODD_SPACE.lastIndex = from;
  if (!ODD_SPACE.test(source)) return source.length;
  const last = ODD_SPACE.lastIndex - 1;
  return source.charCodeAt(last) === SPACE ? last - 1 : last;
}

/** A run of text with the white space that a browser shows. */
function layOut(source: string, from: number, to: number): string {
  return isBlank(source, from, to) ? ' ' : source.slice(from, to).replace(RUN_OF_SPACE, ' ');
}

function isBlank(source: string, from: number, to: number): boolean {
  let at = from;
  while (at < to && isSpace(source.charCodeAt(at))) at += 1;
  return at === to;
}

/** White space of HTML. */
function isSpace(code: number): boolean {
  return code === SPACE || code === TAB || code === 0x0a || code === 0x0c || code === 0x0d;
}

function tagOf(name: string, sign: Tag['sign'], isUnshown = false): Tag {
  return { name, sign, isUnshown };
}

/** The tag whose name or slash stands at `from`, if it matters. */
function tagAt(source: string, from: number): Tag | undefined {
  const first = source.charCodeAt(from) === SLASH ? from + 1 : from;
  let at = first;
  while (at - first < LONGEST_NAME && isOfName(source.charCodeAt(at), at > first)) at += 1;
  if (at === first) return undefined;
  const tag = TAGS.get(numberOf(source, from, at));
  return tag?.name.length === at - from && isNamed(source, from, tag.name) ? tag : undefined;
}

function numberOf(source: string, from: number, to: number): number {
  let number = 0;
  for (let at = from; at < to; at++) number = (Math.imul(number, 31) + (source.charCodeAt(at) | 0x20)) | 0;
  return number;
}

function isNamed(source: string, from: number, name: string): boolean {
  for (let i = 0; i < name.length; i++)
    if ((source.charCodeAt(from + i) | 0x20) !== (name.charCodeAt(i) | 0x20)) return false;
  return true;
}

function isOfName(code: number, isInside: boolean): boolean {
  const letter = code | 0x20;
  if (letter >= 0x61 && letter <= 0x7a) return true;
  return isInside && ((code >= 0x30 && code <= 0x3a) || code === 0x5f);
}

/** Lines without spaces at their ends and tabs at the last one; none that is empty. */
function tidyLines(text: string): string {
  const lines: string[] = [];
  for (let from = 0, to = 0; from <= text.length; from = to + 1) {
    to = text.indexOf('\n', from);
    if (to < 0) to = text.length;
    let start = from;
    let end = to;
    while (end > start && text.charCodeAt(end - 1) === SPACE) end -= 1;
    while (start < end && text.charCodeAt(start) === SPACE) start += 1;
    if (start === end) continue;
    while (end > start && text.charCodeAt(end - 1) === TAB) end -= 1;
    lines.push(text.slice(start, end));
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
