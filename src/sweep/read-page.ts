const NAME = /[a-z][a-z0-9-]*/iy;
const SPACE = /[\s/]*/y;
const ATTRIBUTE = /([^\s/>=]+)(\s*=\s*)?/y;
const BARE = /[^\s>]*/y;
const ENTITY = /&(?:amp|#38|#x26);/gi;

/** Attributes that name another resource. */
const LINKS: Readonly<Record<string, readonly string[]>> = {
  a: ['href'],
  area: ['href'],
  audio: ['src'],
  embed: ['src'],
  frame: ['src'],
  iframe: ['src'],
  img: ['src', 'data-src'],
  input: ['src'],
  link: ['href'],
  object: ['data'],
  source: ['src'],
};
/** Attributes whose words a visitor, a reader of screens or a search engine gets. */
const WORDS = new Set(['alt', 'title', 'content', 'placeholder', 'value', 'aria-label', 'label', 'summary']);
const MOST_LINKS = 5_000;

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
  let base = address;
  for (const piece of readTags(source)) {
    if (typeof piece === 'string') {
      hidden.push(piece);
      continue;
    }
    const { tag, values } = piece;
    if (tag === 'base' && values.href) base = URL.parse(values.href, address)?.href ?? base;
    for (const [attribute, value] of Object.entries(values)) if (WORDS.has(attribute)) hidden.push(value);
    if (links.size < MOST_LINKS) for (const link of linksOf(tag, values)) add(links, link, base);
  }
  return { links: [...links], hidden: hidden.join('\n') };
}

function* linksOf(tag: string, values: Readonly<Record<string, string>>): Generator<string> {
  // A style sheet or an icon is no text that people read.
  if (tag === 'link' && !/\b(?:alternate|next|prev|canonical)\b/i.test(values.rel ?? '')) return;
  for (const attribute of LINKS[tag] ?? []) if (values[attribute]) yield values[attribute];
  if (values.srcset) for (const one of values.srcset.split(',')) yield one.trim().split(/\s+/)[0]!;
  const refresh = tag === 'meta' && /^refresh$/i.test(values['http-equiv'] ?? '');
  const [, target] = (refresh && /url\s*=\s*['"]?([^'"]+)/i.exec(values.content ?? '')) || [];
  if (target) yield target;
}

interface Tag {
  readonly tag: string;
  readonly values: Readonly<Record<string, string>>;
}

/** Opening tags, and comments as strings. Goes forward only: what is never closed ends the page, as in a browser. */
function* readTags(source: string): Generator<Tag | string> {
  for (let at = source.indexOf('<'); at >= 0; at = source.indexOf('<', at)) {
    if (source.startsWith('<!--', at)) {
      const end = source.indexOf('-->', at + 4);
      yield source.slice(at + 4, end < 0 ? undefined : end);
      if (end < 0) return;
      at = end + 3;
      continue;
    }
    NAME.lastIndex = at + 1;
    const [name] = NAME.exec(source) ?? [];
    at += 1 + (name?.length ?? 0);
    if (!name) continue;
    const values: Record<string, string> = Object.create(null);
    at = readAttributes(source, at, values);
    yield { tag: name.toLowerCase(), values };
  }
}

/** Reads attributes up to the end of their tag; gives the place behind it. */
function readAttributes(source: string, from: number, values: Record<string, string>): number {
  let at = from;
  while (at < source.length) {
    SPACE.lastIndex = at;
    at += SPACE.exec(source)![0].length;
    if (source[at] === '>') return at + 1;
    ATTRIBUTE.lastIndex = at;
    const [whole = '=', name, equals] = ATTRIBUTE.exec(source) ?? [];
    at += whole.length;
    if (name === undefined || equals === undefined) continue;
    const quote = source[at];
    let end: number;
    if (quote === '"' || quote === "'") {
      at += 1;
      end = source.indexOf(quote, at);
    } else {
      BARE.lastIndex = at;
      end = at + BARE.exec(source)![0].length;
    }
    const value = source.slice(at, end < 0 ? undefined : end);
    values[name.toLowerCase()] ??= value.replace(ENTITY, '&');
    if (end < 0) return source.length;
    at = quote === '"' || quote === "'" ? end + 1 : end;
  }
  return at;
}

function add(links: Set<string>, link: string, base: string): void {
  const url = URL.parse(link.trim(), base);
  if (!url || !/^https?:$/.test(url.protocol)) return;
  url.hash = '';
  links.add(url.href);
}
