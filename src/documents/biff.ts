import { latin1 } from './latin1.ts';
import { decodeWestern } from './text-encoding.ts';
import { DocumentError } from './types.ts';

const CONTINUE = 0x3c;

/** The records of an Excel stream; a record and its continuations come as one. */
export class BiffReader {
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  *records(): Generator<BiffRecord> {
    const view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength);
    let at = 0;
    let type = -1;
    let pieces: Uint8Array[] = [];
    while (at + 4 <= this.#bytes.length) {
      const next = view.getUint16(at, true);
      const length = view.getUint16(at + 2, true);
      const body = this.#bytes.subarray(at + 4, at + 4 + length);
      if (body.length < length) throw new DocumentError('damaged', 'an Excel record is cut');
      at += 4 + length;
      if (next === CONTINUE && type >= 0) {
        pieces.push(body);
        continue;
      }
      if (type >= 0) yield new BiffRecord(type, pieces);
      // Behind the last record a stream is filled up with zeros.
      if (next === 0 && length === 0) return;
      type = next;
      pieces = [body];
    }
    if (type >= 0) yield new BiffRecord(type, pieces);
  }
}

/** One record. Places are in its first piece; reading beyond its end gives zeros and empty texts. */
export class BiffRecord {
  readonly type: number;
  readonly #pieces: readonly Uint8Array[];
  readonly #first: Uint8Array;

  constructor(type: number, pieces: readonly Uint8Array[]) {
    this.type = type;
    this.#pieces = pieces;
    this.#first = pieces[0] as Uint8Array;
  }

  get length(): number {
    return this.#first.length;
  }

  uint8(at: number): number {
    return this.#first[at] ?? 0;
  }

  uint16(at: number): number {
    return this.uint8(at) | (this.uint8(at + 1) << 8);
  }

  uint32(at: number): number {
    return this.uint16(at) + this.uint16(at + 2) * 0x10000;
  }

  /** Eight-bit text of the time before Unicode: any encoding, given as cp1252 letters. */
  bytesText(at: number, length: number): string {
    return decodeWestern(this.#first.subarray(at, at + length));
  }

  /** A Unicode text with a length of two bytes. */
  text(at: number): string {
    return new StringCursor(this.#pieces, at).next(2);
  }

  /** A Unicode text with a length of one byte. */
  shortText(at: number): string {
    return new StringCursor(this.#pieces, at).next(1);
  }

  /** The text of a box or a comment; it stands in the continuations, each with its own width of letters. */
  drawnText(length: number): string {
    const out: string[] = [];
    let left = length;
    for (const piece of this.#pieces.slice(1)) {
      if (left <= 0) break;
      const wide = ((piece[0] ?? 0) & 1) !== 0;
      const letters = piece.subarray(1, 1 + left * (wide ? 2 : 1));
      out.push(decodeUnits(letters, wide));
      left -= letters.length / (wide ? 2 : 1);
    }
    return out.join('');
  }

  sharedStrings(): readonly string[] {
    const count = this.uint32(4);
    const cursor = new StringCursor(this.#pieces, 8);
    const strings: string[] = [];
    while (strings.length < count && !cursor.atEnd) strings.push(cursor.next(2));
    return strings;
  }
}

/** Reads strings that may break off at the end of a piece and go on in the next, there with another width. */
class StringCursor {
  readonly #pieces: readonly Uint8Array[];
  #piece = 0;
  #at: number;

  constructor(pieces: readonly Uint8Array[], at: number) {
    this.#pieces = pieces;
    this.#at = at;
  }

  get atEnd(): boolean {
    return this.#piece >= this.#pieces.length;
  }

  /** `lengthBytes` is the width of the count of letters before the text. */
  next(lengthBytes: 1 | 2): string {
    const length = this.#number(lengthBytes);
    const flags = this.#byte();
    const runs = flags & 8 ? this.#number(2) : 0;
    const extra = flags & 4 ? this.#number(4) : 0;
    const text = this.#letters(length, (flags & 1) !== 0);
    this.#skip(runs * 4 + extra);
    return text;
  }

  #letters(length: number, wideAtFirst: boolean): string {
    const out: string[] = [];
    let wide = wideAtFirst;
    for (let left = length; left > 0 && !this.atEnd; ) {
      const piece = this.#pieces[this.#piece] as Uint8Array;
      const letters = piece.subarray(this.#at, Math.min(piece.length, this.#at + left * (wide ? 2 : 1)));
      out.push(decodeUnits(letters, wide));
      left -= Math.ceil(letters.length / (wide ? 2 : 1));
      this.#at += letters.length;
      if (left > 0) {
        this.#turn();
        wide = (this.#byte() & 1) !== 0;
      }
    }
    return out.join('');
  }

  #turn(): void {
    this.#piece += 1;
    this.#at = 0;
  }

  #byte(): number {
    while (!this.atEnd && this.#at >= (this.#pieces[this.#piece] as Uint8Array).length) this.#turn();
    return this.#pieces[this.#piece]?.[this.#at++] ?? 0;
  }

  #number(bytes: number): number {
    let value = 0;
    for (let index = 0; index < bytes; index++) value += this.#byte() * 2 ** (8 * index);
    return value;
  }

  #skip(count: number): void {
    let left = count;
    while (left > 0 && !this.atEnd) {
      const here = (this.#pieces[this.#piece] as Uint8Array).length - this.#at;
      if (left < here) {
        this.#at += left;
        return;
      }
      left -= here;
      this.#turn();
    }
  }
}

/** Narrow letters have an upper byte of zero that is left out: U+0080 to U+009F stay what they are. */
function decodeUnits(bytes: Uint8Array, wide: boolean): string {
  return wide ? new TextDecoder('utf-16le').decode(bytes) : latin1(bytes);
}
