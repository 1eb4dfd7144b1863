import { decodeEntity } from './entities.ts';
import { type Reading, replaceIn } from './reading.ts';
import { stripTags } from './tags.ts';

const ENTITY = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]{2,8}));/y;
const JSON_ESCAPE = /\\(?:u([0-9a-fA-F]{4})|([nrt"\\/bf]))/y;
const BBCODE = /\[\/?(?:b|i|u|s|size|color|font|center|left|right|quote|\*)(?:=[^\][]{0,80})?\]/iy;
const BYTES = /(?:%[0-9a-fA-F]{2})+|(?:=[0-9A-F]{2}(?:=\r?\n)?)+/y;

/** The text without percent and quoted-printable escapes; the same object when it has none. Ậ begins with the byte E1. */
export function readEscapes(source: Reading): Reading {
  const { text } = source;
  if (!text.includes('%E1') && !text.includes('=E1=')) return source;
  return replaceIn(replaceIn(source, BYTES, decodeBytes, '%'), BYTES, decodeBytes, '=');
}

/** The text without tags, entities, JSON escapes and forum marks; the same object when it has none. */
export function readMarkup(source: Reading): Reading {
  let reading = source;
  if (source.text.includes('\\') && /\\[nut]/.test(source.text))
    reading = replaceIn(reading, JSON_ESCAPE, decodeJson, '\\');
  reading = stripTags(reading);
  reading = replaceIn(reading, ENTITY, (match) => decodeEntity(match[1], match[2], match[3]), '&');
  if (reading.text.includes('[/')) reading = replaceIn(reading, BBCODE, () => '', '[');
  return reading;
}

/** The text with mathematical letters, letters in squares and circles, and the regional letters of flags, as plain ones. */
export function readSquares(source: Reading): Reading {
  const squares = replaceIn(
    source,
    /\ud83c([\udd10-\udd29\udd30-\udd49\udd50-\udd69\udd70-\udd89\udde6-\uddff])[\ufe0f\u20e3]?/y,
    ({ 1: half }) => {
      const unit = half!.charCodeAt(0);
      return plainLetter(unit >= 0xdde6 ? unit - 0xdde6 : (unit - 0xdd10) % 32);
    },
    '\ud83c',
  );
  return replaceIn(
    squares,
    /\ud835([\udc00-\udea3])/y,
    ({ 1: half }) => {
      const letter = (half!.charCodeAt(0) - 0xdc00) % 52;
      return plainLetter(letter < 26 ? letter : letter + 6);
    },
    '\ud835',
  );
}

/** A letter, counted from A, and a sign that prints nothing: they stand for two units, the first and the last. */
function plainLetter(letter: number): string {
  return String.fromCharCode(0x41 + letter, 0x200b);
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
