import { latin1 } from './latin1.ts';
import { markedEncoding } from './text-encoding.ts';
import { DocumentError } from './types.ts';

/** Text without a tag longer than this is handed on in pieces. */
const LONGEST_TEXT = 1 << 20;
/** A tag longer than this is no honest tag. */
const LONGEST_TAG = 1 << 22;

/** What a reader does with an XML document. Names come without their namespace prefix. */
export interface XmlHandler {
  /** `tag` is the source between the angle brackets, for `attribute`. An empty element is opened and closed. */
  open(name: string, tag: string): void;
  close(name: string): void;
  /** Called only while `wantsText` is true. */
  text(text: string): void;
  wantsText: boolean;
}

/**
 * Reads XML in one pass without building anything, piece by piece. It does not check that the document is well formed:
 * offices open worse. A document type declaration is refused, so no entity can be declared: office formats forbid it.
 */
export class XmlReader {
  readonly #handler: XmlHandler;
  readonly #doctypeEnd: DoctypeEnd;
  #decoder: TextDecoder | null = null;
  #rest = '';
  /** Elements that are open. */
  #depth = 0;

  /** `doctypeEnd`: what to do with a document type declaration (`skipDoctype`). */
  constructor(handler: XmlHandler, doctypeEnd: DoctypeEnd = refuseDoctype) {
    this.#handler = handler;
    this.#doctypeEnd = doctypeEnd;
  }

  writeBytes(bytes: Uint8Array): void {
    this.#decoder ??= new TextDecoder(encodingOf(bytes));
    this.write(this.#decoder.decode(bytes, { stream: true }));
  }

  write(chunk: string): void {
    const source = this.#rest === '' ? chunk : this.#rest + chunk;
    this.#rest = source.slice(this.#read(source));
    if (this.#rest.length > LONGEST_TAG) throw new DocumentError('damaged', 'an XML tag does not end');
  }

  /** Throws `damaged` when the document ends inside a tag or an element. */
  end(): void {
    if (this.#decoder) this.write(this.#decoder.decode());
    if (this.#rest.startsWith('<')) throw new DocumentError('damaged', 'the XML is cut');
    this.#text(this.#rest);
    this.#rest = '';
    if (this.#depth > 0) throw new DocumentError('damaged', 'the XML is cut');
  }

  /** Returns how far the source was read: up to an unfinished tag or text. */
  #read(source: string): number {
    let at = 0;
    for (;;) {
      const tag = source.indexOf('<', at);
      if (tag < 0) {
        if (source.length - at < LONGEST_TEXT) return at;
        this.#text(source.slice(at));
        return source.length;
      }
      if (tag > at) this.#text(source.slice(at, tag));
      const end = this.#tag(source, tag);
      if (end < 0) return tag;
      at = end;
    }
  }

  /** Handles the tag that begins at `from`; returns the place behind it, or -1 when its end is not there yet. */
  #tag(source: string, from: number): number {
    const second = source.charCodeAt(from + 1);
    if (second === 0x21) return this.#declaration(source, from);
    if (second === 0x3f) return after(source, '?>', from);
    const end = tagEnd(source, from);
    if (end < 0) return -1;
    const closing = second === 0x2f;
    let nameStart = closing ? from + 2 : from + 1;
    let nameEnd = nameStart;
    for (; nameEnd < end; nameEnd++) {
      const code = source.charCodeAt(nameEnd);
      if (code === 0x3a) nameStart = nameEnd + 1;
      else if (code <= 0x20 || code === 0x2f) break;
    }
    const name = source.slice(nameStart, nameEnd);
    if (closing) {
      this.#depth -= 1;
      this.#handler.close(name);
    } else {
      this.#handler.open(name, nameEnd < end ? source.slice(nameEnd, end) : '');
      if (source.charCodeAt(end - 1) === 0x2f) this.#handler.close(name);
      else this.#depth += 1;
    }
    return end + 1;
  }

  #declaration(source: string, from: number): number {
    if (source.startsWith('<!--', from)) return after(source, '-->', from);
    if (source.startsWith('<![CDATA[', from)) {
      const end = source.indexOf(']]>', from);
      if (end < 0) return -1;
      if (this.#handler.wantsText) this.#handler.text(source.slice(from + 9, end));
      return end + 3;
    }
    if (source.length - from < 9) return -1;
    return this.#doctypeEnd(source, from);
  }

  #text(raw: string): void {
    if (raw !== '' && this.#handler.wantsText) this.#handler.text(decodeEntities(raw));
  }
}

function after(source: string, mark: string, from: number): number {
  const at = source.indexOf(mark, from);
  return at < 0 ? -1 : at + mark.length;
}

/** The `>` that ends a tag. One inside a quoted value does not; it is rare enough to look only when signs speak for it. */
function tagEnd(source: string, from: number): number {
  const end = source.indexOf('>', from);
  if (end < 0) return -1;
  let last = end - 1;
  if (source.charCodeAt(last) === 0x2f) last -= 1;
  const code = source.charCodeAt(last);
  const quoted = code === 0x22 || code === 0x27;
  if (quoted && source.charCodeAt(last - 1) !== 0x3d) return end;
  if (!source.slice(from, end).includes('=')) return end;
  let quote = 0;
  for (let at = from; at < source.length; at++) {
    const unit = source.charCodeAt(at);
    if (quote !== 0) {
      if (unit === quote) quote = 0;
    } else if (unit === 0x22 || unit === 0x27) quote = unit;
    else if (unit === 0x3e) return at;
  }
  return -1;
}

/** The place behind a document type declaration, or -1 when its end is not there yet. */
type DoctypeEnd = (source: string, from: number) => number;

function refuseDoctype(): never {
  throw new DocumentError('damaged', 'the XML declares a document type');
}

/** Behind a `<!DOCTYPE …[ … ]>`: its declarations are skipped, never obeyed. */
export function skipDoctype(source: string, from: number): number {
  const simple = source.indexOf('>', from);
  const bracket = source.indexOf('[', from);
  if (bracket < 0 || simple < bracket) return simple < 0 ? -1 : simple + 1;
  const close = source.indexOf(']', bracket);
  return close < 0 ? -1 : after(source, '>', close);
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Replaces the five entities of XML and character references; any other stays as it is written. */
export function decodeEntities(text: string): string {
  if (text.indexOf('&') < 0) return text;
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{1,8}));/gi, (whole, hex, decimal, name) => {
    if (name) return NAMED[name] ?? whole;
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}

/** The value of an attribute by its name without prefix, or null. */
export function attribute(tag: string, name: string): string | null {
  for (let at = tag.indexOf(name); at >= 0; at = tag.indexOf(name, at + 1)) {
    const before = tag.charCodeAt(at - 1);
    if (at > 0 && before !== 0x3a && before > 0x20) continue;
    const from = valueStart(tag, at + name.length);
    if (from < 0) continue;
    const end = tag.indexOf(tag[from - 1] as string, from);
    if (end >= 0) return decodeEntities(tag.slice(from, end));
  }
  return null;
}

/** The place behind the opening quote of a value; -1 where no value follows. */
function valueStart(tag: string, behindName: number): number {
  let at = skipBlanks(tag, behindName);
  if (tag.charCodeAt(at) !== 0x3d) return -1;
  at = skipBlanks(tag, at + 1);
  const quote = tag.charCodeAt(at);
  return quote === 0x22 || quote === 0x27 ? at + 1 : -1;
}

function skipBlanks(tag: string, from: number): number {
  let at = from;
  while (tag.charCodeAt(at) <= 0x20) at += 1;
  return at;
}

/** By byte order mark, then by the look of the first letters, then by the declaration, else UTF-8. */
function encodingOf(bytes: Uint8Array): string {
  const marked = markedEncoding(bytes);
  if (marked) return marked;
  if (bytes[0] === 0x3c && bytes[1] === 0) return 'utf-16le';
  if (bytes[0] === 0 && bytes[1] === 0x3c) return 'utf-16be';
  const head = latin1(bytes.subarray(0, 200));
  const declared = /^\s*<\?xml[^>]*encoding\s*=\s*["']([\w-]+)["']/.exec(head)?.[1] ?? 'utf-8';
  try {
    // What is declared as UTF-16 would have shown above.
    return /utf-?16/i.test(declared) ? 'utf-8' : new TextDecoder(declared).encoding;
  } catch {
    return 'utf-8';
  }
}
