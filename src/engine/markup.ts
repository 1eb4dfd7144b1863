import { type Reading, replaceIn } from './reading.ts';

const TAG = /<(?:!--|[/!?]?([a-zA-Z][a-zA-Z0-9]{0,14})(?:[\s/:][^<>]{0,4000})?\/?>)/g;
const LINE_TAGS =
  /^(?:p|div|br|tr|li|ul|ol|h[1-6]|table|section|article|header|footer|blockquote|pre|hr|title|body|option)$/i;
const CELL_TAGS = /^(?:td|th|dt|dd)$/i;
const ENTITY = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]{2,8}));/g;
const ENTITY_MARKS: Readonly<Record<string, string>> = {
  grave: '\u0300',
  acute: '\u0301',
  circ: '\u0302',
  tilde: '\u0303',
};
const ENTITIES: Readonly<Record<string, string>> = {
  nbsp: ' ',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  shy: '',
  zwnj: '',
  zwj: '',
  ensp: ' ',
  emsp: ' ',
  ETH: 'Đ',
  eth: 'đ',
};
const JSON_ESCAPE = /\\(?:u([0-9a-fA-F]{4})|([nrt"\\/bf]))/g;
const BBCODE = /\[\/?(?:b|i|u|s|size|color|font|center|left|right|quote|\*)(?:=[^\][]{0,80})?\]/gi;
const BYTES = /(?:%[0-9a-fA-F]{2})+|(?:=[0-9A-F]{2}(?:=\r?\n)?)+/g;

/** The text without percent and quoted-printable escapes; the same object when it has none. Ậ begins with the byte E1. */
export function readEscapes(source: Reading): Reading {
  if (!source.text.includes('%E1') && !source.text.includes('=E1=')) return source;
  return replaceIn(source, BYTES, decodeBytes);
}

/** The text without tags, entities, JSON escapes and forum marks; the same object when it has none. */
export function readMarkup(source: Reading): Reading {
  let reading = source;
  const has = (sign: string) => reading.text.includes(sign);
  if (has('\\') && (has('\\n') || has('\\u') || has('\\t')))
    reading = replaceIn(reading, JSON_ESCAPE, decodeJson);
  if (has('<')) reading = stripTags(reading);
  if (has('&')) reading = replaceIn(reading, ENTITY, decodeEntity);
  if (has('[/')) reading = replaceIn(reading, BBCODE, () => '');
  return reading;
}

/** The text with letters in squares and circles, and the regional letters of flags, as plain capitals. */
export function readSquares(source: Reading): Reading {
  return replaceIn(
    source,
    /\ud83c([\udd30-\udd49\udd50-\udd69\udd70-\udd89\udde6-\uddff])[\ufe0f\u20e3]?/g,
    ({ 1: half }) => {
      const unit = half!.charCodeAt(0);
      const first = unit >= 0xdde6 ? 0xdde6 : unit >= 0xdd70 ? 0xdd70 : unit >= 0xdd50 ? 0xdd50 : 0xdd30;
      return String.fromCharCode(0x41 + unit - first);
    },
  );
}

function decodeBytes(match: RegExpExecArray): string | null {
  const bytes = match[0].replace(/=\r?\n/g, '').match(/[0-9a-fA-F]{2}/g)!;
  return decodeUtf8(bytes.map((byte) => Number.parseInt(byte, 16)));
}

/** UTF-8 as text, or null when it is not UTF-8. */
export function decodeUtf8(bytes: readonly number[]): string | null {
  let text = '';
  for (let i = 0; i < bytes.length; ) {
    const lead = bytes[i]!;
    const size =
      lead < 0x80
        ? 1
        : lead >= 0xc2 && lead < 0xe0
          ? 2
          : lead >= 0xe0 && lead < 0xf0
            ? 3
            : lead < 0xf5
              ? 4
              : 0;
    if (size === 0 || (lead >= 0x80 && lead < 0xc2) || i + size > bytes.length) return null;
    let code = size === 1 ? lead : lead & (0x7f >> size);
    for (let k = 1; k < size; k++) {
      if ((bytes[i + k]! & 0xc0) !== 0x80) return null;
      code = (code << 6) | (bytes[i + k]! & 0x3f);
    }
    if (code > 0x10ffff) return null;
    text += String.fromCodePoint(code);
    i += size;
  }
  return text;
}

function decodeJson(match: RegExpExecArray): string {
  if (match[1]) return String.fromCharCode(Number.parseInt(match[1], 16));
  const sign = match[2]!;
  return sign === 'n' || sign === 'r'
    ? '\n'
    : sign === 't'
      ? '\t'
      : sign === 'b' || sign === 'f'
        ? ' '
        : sign;
}

function decodeEntity(match: RegExpExecArray): string | null {
  const [, decimal, hex, name] = match;
  if (name) {
    const accented = /^([a-zA-Z])(grave|acute|circ|tilde)$/.exec(name);
    return accented ? accented[1]! + ENTITY_MARKS[accented[2]!]! : (ENTITIES[name] ?? null);
  }
  const code = decimal ? Number(decimal) : Number.parseInt(hex!, 16);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : null;
}

function stripTags(source: Reading): Reading {
  return replaceIn(source, TAG, ({ 1: name }) => {
    // Of a comment only the opening sign goes, so that one without an end hides nothing.
    if (!name) return '\n';
    return LINE_TAGS.test(name) ? '\n' : CELL_TAGS.test(name) ? '\t' : '';
  });
}
