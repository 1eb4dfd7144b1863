/** Elements whose text is not shown. */
const UNSHOWN = /^(?:script|style|template)$/i;
/** Elements that begin a new line. */
const BREAKS =
  /^\/?(?:address|article|aside|blockquote|br|body|caption|center|dd|div|dl|dt|fieldset|figure|footer|form|h[1-6]|header|hr|html|li|main|nav|ol|option|p|pre|section|select|table|tbody|textarea|tfoot|thead|title|tr|ul)$/i;
const NAMED: Readonly<Record<string, string>> = named();

/**
 * The text of an HTML source as a browser would lay it out: blocks on lines, cells parted by tabs, tags inside words
 * dropped without a trace. Reads each letter a bounded number of times.
 */
export function htmlToText(source: string): string {
  const shown = source.replace(/<!--[\s\S]*?(?:-->|$)/g, '');
  const neverClosed = new Set<string>();
  const out: string[] = [];
  let at = 0;
  while (at < shown.length) {
    const tag = nextTag(shown, at);
    const end = tag < 0 ? shown.length : tag;
    if (end > at) out.push(shown.slice(at, end).replace(/[ \t\r\n\f]+/g, ' '));
    if (tag < 0) break;
    const close = shown.indexOf('>', tag);
    if (close < 0) break;
    const name = /^<(\/?[a-z][\w:]*)/i.exec(shown.slice(tag, tag + 24))?.[1] ?? '';
    if (BREAKS.test(name)) out.push('\n');
    else if (/^\/t[dh]$/i.test(name)) out.push('\t');
    at = close + 1;
    if (UNSHOWN.test(name) && !neverClosed.has(name)) {
      const after = behindElement(shown, name, at);
      // Without its end the element's content is read as text: better too much than a hole.
      if (after < 0) neverClosed.add(name);
      else at = after;
    }
  }
  return decodeHtmlEntities(out.join(''))
    .replace(/ *\n[ \n]*/g, '\n')
    .replace(/\t+\n/g, '\n')
    .trim();
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
    if (/[a-z/!?]/i.test(source[at + 1] ?? '')) return at;
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
