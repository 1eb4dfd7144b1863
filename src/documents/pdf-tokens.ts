import { DocumentError } from './types.ts';

/** Bytes of one string, name or word. pdf.js keeps each letter of it as an entry of a list, at some 35 bytes. */
export const LONGEST_TOKEN = 4 * 1024 * 1024;
/** Values in one list or dictionary, with those inside it. */
const MOST_VALUES = 1 << 20;

type State = 'between' | 'string' | 'hex' | 'comment' | 'picture';

const code = (sign: string) => sign.charCodeAt(0);
const [OPEN, CLOSE, LESS, GREATER, SLASH, PERCENT, BACKSLASH, OPEN_LIST, CLOSE_LIST] = [...'()<>/%\\[]'].map(
  code,
) as [number, number, number, number, number, number, number, number, number];
const DELIMITERS = new Set([...'()<>[]{}/'].map(code));
const pair = (letters: string) => (code(letters[0]!) << 8) | code(letters[1]!);
const [BEGIN_PICTURE, PICTURE_DATA, END_PICTURE] = [pair('BI'), pair('ID'), pair('EI')];

/**
 * Follows the words of a stream of drawing or of objects, in pieces of any size. Throws `too-many` where one string, name or
 * word is longer, or one list holds more, than any honest one. Pictures inside a drawing are passed over.
 */
export class TokenWatch {
  #state: State = 'between';
  #length = 0;
  #depth = 0;
  #escaped = false;
  /** The two bytes before, and whether a picture has begun whose data is still to come. */
  #before = 0;
  #hasPicture = false;
  /** Lists and dictionaries that are open, and the values in the outermost of them. */
  #open = 0;
  #values = 0;

  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at]!;
      this.#follow(byte);
      if (this.#length > LONGEST_TOKEN) throw new DocumentError('too-many', 'a word without an end');
      this.#before = ((this.#before & 0xff) << 8) | byte;
    }
  }

  #follow(byte: number): void {
    if (this.#state === 'between') this.#goOn(byte);
    else if (this.#state === 'string') this.#followString(byte);
    else if (this.#state === 'hex') {
      // A second sign makes it a dictionary.
      if (byte === LESS && this.#length === 0) this.#open++;
      else if (byte !== GREATER) {
        this.#length++;
        return;
      }
      this.#end();
    } else if (this.#state === 'comment') {
      if (byte === 10 || byte === 13) this.#end();
    } else if (isSpace(byte) && this.#before === END_PICTURE) this.#end();
  }

  #goOn(byte: number): void {
    if (isSpace(byte)) {
      if (this.#length > 0) this.#count();
      const word = this.#length === 2 ? this.#before : 0;
      if (word === BEGIN_PICTURE) this.#hasPicture = true;
      if (word === PICTURE_DATA && this.#hasPicture) this.#state = 'picture';
      this.#length = 0;
    } else if (DELIMITERS.has(byte)) {
      if (this.#length > 0) this.#count();
      if (byte === OPEN_LIST) this.#open++;
      else if (byte === CLOSE_LIST || (byte === GREATER && (this.#before & 0xff) === GREATER)) this.#close();
      this.#state = byte === OPEN ? 'string' : byte === LESS ? 'hex' : 'between';
      this.#depth = 1;
      // With its stroke a name is no word.
      this.#length = byte === SLASH ? 1 : 0;
    } else if (byte === PERCENT) this.#state = 'comment';
    else this.#length++;
  }

  #followString(byte: number): void {
    this.#length++;
    if (this.#escaped) this.#escaped = false;
    else if (byte === BACKSLASH) this.#escaped = true;
    else if (byte === OPEN) this.#depth++;
    else if (byte === CLOSE && --this.#depth === 0) this.#end();
  }

  #count(): void {
    if (this.#open > 0 && ++this.#values > MOST_VALUES)
      throw new DocumentError('too-many', 'a list of more than a million values');
  }

  #close(): void {
    if (this.#open > 0 && --this.#open === 0) this.#values = 0;
  }

  #end(): void {
    if (this.#state === 'picture') this.#hasPicture = false;
    else this.#count();
    this.#state = 'between';
    this.#length = 0;
  }
}

function isSpace(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 13 && byte !== 11) || byte === 0;
}
