const ENTITY = /&(?:amp|#38|#x26);/gi;
const EQUALS = 0x3d;
const GREATER = 0x3e;
const SLASH = 0x2f;

/** Attributes that name another resource. */
const LINKS: ReadonlyMap<string, readonly string[]> = new Map([
  ['a', ['href']],
  ['area', ['href']],
  ['audio', ['src']],
  ['embed', ['src']],
  ['frame', ['src']],
  ['iframe', ['src']],
  ['img', ['src', 'data-src']],
  ['input', ['src']],
  ['link', ['href']],
  ['object', ['data']],
  ['source', ['src']],
]);
/** Attributes whose words a visitor, a reader of screens or a search engine gets. */
const WORDS = new Set(['alt', 'title', 'content', 'placeholder', 'value', 'aria-label', 'label', 'summary']);
/** All that is looked at, with what makes sense of it. */
const READ = new Set([...WORDS, ...[...LINKS.values()].flat(), 'srcset', 'rel', 'http-equiv']);
/** Most other attributes are told from these by their length and first letter, before any word is cut out. */
const GLANCES = new Set([...READ].map((name) => glance(name, 0, name.length)));
const MOST_LINKS = 5_000;
const IS_WEB = /^https?:$/;
/** A path that an address takes over letter by letter. */
const PLAIN_PATH = /^(?:\/[\w-][\w.-]*)+\/?$/;

/** What a page leads to, and its words that are not laid out on it. */
export interface PageParts {
  /** Absolute addresses, each once, without fragments. */
  readonly links: readonly string[];
  /** Comments and texts in attributes, one a line. */
  readonly hidden: string;
}

/** Reads a page's source in one pass. Never throws. */
export function readPage(source: string, address: string): PageParts {
  const links = new Set<string>();
  const hidden: string[] = [];
  let base = baseOf(address);
  const onTag = (tag: string, values: Values): void => {
    if (tag === 'base' && values.href) base = baseOf(URL.parse(values.href, address)?.href ?? base.href);
    for (const attribute in values) if (WORDS.has(attribute)) hidden.push(values[attribute]!);
    if (links.size < MOST_LINKS) for (const link of linksOf(tag, values)) add(links, link, base);
  };
  readTags(source, onTag, (comment) => void hidden.push(comment));
  return { links: [...links], hidden: hidden.join('\n') };
}

function* linksOf(tag: string, values: Values): Generator<string> {
  // A style sheet or an icon is no text that people read.
  if (tag === 'link' && !/\b(?:alternate|next|prev|canonical)\b/i.test(values.rel ?? '')) return;
  for (const attribute of LINKS.get(tag) ?? []) if (values[attribute]) yield values[attribute];
  if (values.srcset) for (const one of values.srcset.split(',')) yield one.trim().split(/\s+/)[0]!;
  const refresh = tag === 'meta' && /^refresh$/i.test(values['http-equiv'] ?? '');
  const [, target] = (refresh && /url\s*=\s*['"]?([^'"]+)/i.exec(values.content ?? '')) || [];
  if (target) yield target;
}

type Values = Readonly<Record<string, string>>;

/**
 * Tells of opening tags that have attributes that matter, and of comments. Goes forward only: what is never closed ends the page,
 * as in a browser.
 */
function readTags(
  source: string,
  onTag: (tag: string, values: Values) => void,
  onComment: (text: string) => void,
): void {
  for (let at = source.indexOf('<'); at >= 0; at = source.indexOf('<', at)) {
    if (source.startsWith('!--', at + 1)) {
      const end = source.indexOf('-->', at + 4);
      onComment(source.slice(at + 4, end < 0 ? undefined : end));
      if (end < 0) return;
      at = end + 3;
      continue;
    }
    const start = at + 1;
    const nameEnd = isLetter(source.charCodeAt(start)) ? endOfName(source, start) : start;
    at = nameEnd;
    if (nameEnd === start) continue;
    const read: Attributes = { values: null };
    at = readAttributes(source, at, read);
    if (read.values) onTag(lower(source, start, nameEnd), read.values);
  }
}

interface Attributes {
  /** Null while the tag has none that matters: so it is with most tags. */
  values: Record<string, string> | null;
}

/** Reads attributes up to the end of their tag; gives the place behind it. */
function readAttributes(source: string, from: number, read: Attributes): number {
  let at = from;
  while (at < source.length) {
    const code = source.charCodeAt(at);
    if (code === GREATER) return at + 1;
    if (isSpace(code) || code === SLASH || code === EQUALS) {
      at += 1;
      continue;
    }
    const name = at;
    while (at < source.length && !endsAttribute(source.charCodeAt(at))) at += 1;
    const nameEnd = at;
    at = skipSpace(source, at);
    if (source.charCodeAt(at) !== EQUALS) continue;
    at = skipSpace(source, at + 1);
    const quote = source[at];
    const isQuoted = quote === '"' || quote === "'";
    const start = isQuoted ? at + 1 : at;
    const end = isQuoted ? source.indexOf(quote, start) : endOfBare(source, start);
    const attribute = GLANCES.has(glance(source, name, nameEnd)) ? lower(source, name, nameEnd) : '';
    if (READ.has(attribute)) {
      read.values ??= {};
      read.values[attribute] ??= source.slice(start, end < 0 ? undefined : end).replace(ENTITY, '&');
    }
    if (end < 0) return source.length;
    at = isQuoted ? end + 1 : end;
  }
  return at;
}

function glance(source: string, from: number, to: number): number {
  return (to - from) * 32 + (source.charCodeAt(from) & 31);
}

function lower(source: string, from: number, to: number): string {
  return source.slice(from, to).toLowerCase();
}

function endOfName(source: string, from: number): number {
  let at = from;
  for (let code = source.charCodeAt(at); isLetter(code) || isDigitOrDash(code); code = source.charCodeAt(at))
    at += 1;
  return at;
}

function endOfBare(source: string, from: number): number {
  let at = from;
  while (at < source.length && !isSpace(source.charCodeAt(at)) && source.charCodeAt(at) !== GREATER) at += 1;
  return at;
}

function skipSpace(source: string, from: number): number {
  let at = from;
  while (isSpace(source.charCodeAt(at))) at += 1;
  return at;
}

function endsAttribute(code: number): boolean {
  return isSpace(code) || code === SLASH || code === GREATER || code === EQUALS;
}

function isLetter(code: number): boolean {
  return (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
}

function isDigitOrDash(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || code === 0x2d;
}

/** White space of HTML. */
function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

/** What relative addresses are read by. */
interface Base {
  readonly href: string;
  /** Scheme and host; empty where they are not all that a path needs. */
  readonly origin: string;
}

function baseOf(href: string): Base {
  const url = URL.parse(href);
  return { href, origin: url && IS_WEB.test(url.protocol) ? url.origin : '' };
}

function add(links: Set<string>, link: string, { href, origin }: Base): void {
  // Most links of a page are plain paths, and reading an address costs as much as reading twenty lines of text.
  if (origin !== '' && PLAIN_PATH.test(link)) {
    links.add(origin + link);
    return;
  }
  const url = URL.parse(link.trim(), href);
  if (!url || !IS_WEB.test(url.protocol)) return;
  // Each change of an address costs as much as reading it.
  if (url.hash !== '' || url.href.endsWith('#')) url.hash = '';
  links.add(url.href);
}
