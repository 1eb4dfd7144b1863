/** Thrown by the plain reading of a PDF where a file is not as simple as it reads; pdf.js reads it then. */
export class NotPlain extends Error {}

/** An object of the file by its number. */
export class Reference {
  readonly number: number;
  constructor(number: number) {
    this.number = number;
  }
}

/** A stream as it stands in the file. */
export class Stream {
  readonly dictionary: Dictionary;
  readonly start: number;
  constructor(dictionary: Dictionary, start: number) {
    this.dictionary = dictionary;
    this.start = start;
  }
}

/** A string as the bytes it is written for; a typed array for each would take most of the time of a page. */
export class Letters {
  readonly codes: readonly number[];
  constructor(codes: readonly number[]) {
    this.codes = codes;
  }
}

export type Dictionary = ReadonlyMap<string, Value>;

/** Numbers; names with their slash, and words such as `true` without one. */
export type Value = number | string | Letters | Reference | Stream | Dictionary | readonly Value[];

const DEPTH = 30;
/** The most letters of a string, and the most values of a list, that a plain file has. */
const MOST = 1 << 20;
const WHITE = 1;
const DELIMITER = 2;
const DIGIT = 4;

const kinds = new Uint8Array(256);
for (const code of [0, 9, 10, 12, 13, 32]) kinds[code] = WHITE;
for (const letter of '()<>[]{}/%') kinds[letter.charCodeAt(0)] = DELIMITER;
for (const letter of '0123456789') kinds[letter.charCodeAt(0)] = DIGIT;

const ODD = 255;
const SKIPPED = 254;
/** What hexadecimal digits stand for. */
const digits = new Uint8Array(256).fill(ODD);
for (const [value, letter] of [...'0123456789abcdef'].entries())
  for (const one of [letter, letter.toUpperCase()]) digits[one.charCodeAt(0)] = value;
for (const [code, kind] of kinds.entries()) if (kind === WHITE) digits[code] = SKIPPED;

const ESCAPES: Readonly<Record<number, number>> = { 110: 10, 114: 13, 116: 9, 98: 8, 102: 12 };

/** Reads the values and words of a PDF from bytes, front to back. Throws `NotPlain` where they break the grammar. */
export class Syntax {
  readonly bytes: Uint8Array;
  at: number;
  #words = new Map<number, string>();

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  /** The next value or word; undefined at the end. A closing bracket is a word of its own. */
  next(depth = 0): Value | undefined {
    this.skipWhite();
    const code = this.bytes[this.at];
    if (code === undefined) return undefined;
    if ((kinds[code] as number) & DIGIT || code === 45 || code === 46 || code === 43) return this.#number();
    if (code === 0x28) return this.#text();
    if (code === 0x3c) {
      if (this.bytes[this.at + 1] !== 0x3c) return this.#hex();
      this.at += 2;
      return this.#dictionary(depth + 1);
    }
    if (code === 0x5b) {
      this.at += 1;
      return this.#list(depth + 1);
    }
    if (code === 0x5d) {
      this.at += 1;
      return ']';
    }
    if (code === 0x3e && this.bytes[this.at + 1] === 0x3e) {
      this.at += 2;
      return '>>';
    }
    if (code !== 0x2f && kinds[code] === DELIMITER) throw new NotPlain('a stray bracket');
    return this.#word();
  }

  /** The next value where references may stand: `3 0 R`. */
  value(depth = 0): Value | undefined {
    const first = this.next(depth);
    if (typeof first !== 'number' || !Number.isInteger(first) || first < 0) return first;
    const back = this.at;
    const code = this.#afterWhite();
    if (code !== undefined && (kinds[code] as number) & DIGIT) {
      const second = this.#number();
      if (Number.isInteger(second) && this.#afterWhite() === 0x52 && this.#endsAt(this.at + 1)) {
        this.at += 1;
        return new Reference(first);
      }
    }
    this.at = back;
    return first;
  }

  /** Goes past white space and comments. */
  skipWhite(): void {
    for (;;) {
      const code = this.bytes[this.at];
      if (code === 0x25) {
        while (this.at < this.bytes.length && this.bytes[this.at] !== 10 && this.bytes[this.at] !== 13)
          this.at += 1;
      } else if (code !== undefined && kinds[code] === WHITE) this.at += 1;
      else return;
    }
  }

  #afterWhite(): number | undefined {
    this.skipWhite();
    return this.bytes[this.at];
  }

  #endsAt(at: number): boolean {
    const code = this.bytes[at];
    return code === undefined || kinds[code] === WHITE || kinds[code] === DELIMITER;
  }

  #number(): number {
    const { bytes } = this;
    let at = this.at;
    const negative = bytes[at] === 45;
    if (negative || bytes[at] === 43) at += 1;
    let value = 0;
    let scale = 0;
    const start = at;
    for (; ; at++) {
      const code = bytes[at] as number;
      if (code === 46 && scale === 0) scale = 1;
      else if (code !== undefined && (kinds[code] as number) & DIGIT) {
        value = value * 10 + code - 48;
        scale *= 10;
      } else break;
    }
    if (!this.#endsAt(at) || at === start || at - start > 30) throw new NotPlain('an odd number');
    this.at = at;
    if (scale > 1) value /= scale;
    return negative ? -value : value;
  }

  #text(): Letters {
    const { bytes } = this;
    const out: number[] = [];
    let open = 1;
    for (this.at += 1; ; this.at++) {
      let code = bytes[this.at];
      if (code === undefined) throw new NotPlain('a string without an end');
      if (code === 0x28) open += 1;
      else if (code === 0x29) open -= 1;
      if (open === 0) break;
      if (code === 0x5c) {
        const escaped = this.#escape();
        if (escaped < 0) continue;
        code = escaped;
      } else if (code === 13) {
        if (bytes[this.at + 1] === 10) this.at += 1;
        code = 10;
      }
      if (out.push(code) > MOST) throw new NotPlain('a long string');
    }
    this.at += 1;
    return new Letters(out);
  }

  /** The byte behind a backslash; -1 where a line is broken. Leaves `at` on its last letter. */
  #escape(): number {
    const { bytes } = this;
    this.at += 1;
    const code = bytes[this.at] ?? 0;
    if (code === 13 && bytes[this.at + 1] === 10) this.at += 1;
    if (code === 13 || code === 10) return -1;
    if (code < 48 || code > 55) return ESCAPES[code] ?? code;
    let value = code - 48;
    for (let more = 0; more < 2; more++) {
      const digit = bytes[this.at + 1] ?? 0;
      if (digit < 48 || digit > 55) break;
      value = value * 8 + digit - 48;
      this.at += 1;
    }
    return value & 255;
  }

  #hex(): Letters {
    const { bytes } = this;
    const out: number[] = [];
    let high = -1;
    for (this.at += 1; ; this.at++) {
      const code = bytes[this.at];
      if (code === 0x3e) break;
      const digit = code === undefined ? ODD : (digits[code] as number);
      if (digit === ODD) throw new NotPlain('an odd string');
      if (digit === SKIPPED) continue;
      if (high < 0) high = digit;
      else {
        if (out.push(high * 16 + digit) > MOST) throw new NotPlain('a long string');
        high = -1;
      }
    }
    if (high >= 0) out.push(high * 16);
    this.at += 1;
    return new Letters(out);
  }

  #list(depth: number): Value[] {
    if (depth > DEPTH) throw new NotPlain('too deep');
    const out: Value[] = [];
    for (;;) {
      const value = this.value(depth);
      if (value === undefined) throw new NotPlain('a list without an end');
      if (value === ']') return out;
      if (out.push(value) > MOST) throw new NotPlain('a long list');
    }
  }

  #dictionary(depth: number): Dictionary {
    if (depth > DEPTH) throw new NotPlain('too deep');
    const out = new Map<string, Value>();
    for (;;) {
      const name = this.next(depth);
      if (name === '>>') return out;
      if (typeof name !== 'string' || !name.startsWith('/')) throw new NotPlain('an odd dictionary');
      const value = this.value(depth);
      if (value === undefined || value === '>>' || value === ']') throw new NotPlain('an odd dictionary');
      // Which of two counts is for the full reader to say.
      if (out.has(name)) throw new NotPlain('a name twice');
      out.set(name, value);
    }
  }

  /** A name or a word; the same short ones are one string. */
  #word(): string {
    const { bytes } = this;
    const start = this.at;
    let at = start + 1;
    let hash = bytes[start] as number;
    for (; ; at++) {
      const code = bytes[at];
      if (code === undefined || kinds[code] === WHITE || kinds[code] === DELIMITER) break;
      // Another way to write a letter of a name.
      if (code === 0x23) throw new NotPlain('an escaped name');
      hash = hash * 256 + code;
    }
    this.at = at;
    if (at - start > 200) throw new NotPlain('a long name');
    if (at - start > 6) return String.fromCharCode(...bytes.subarray(start, at));
    let known = this.#words.get(hash);
    if (known === undefined) {
      known = String.fromCharCode(...bytes.subarray(start, at));
      if (this.#words.size < 1000) this.#words.set(hash, known);
    }
    return known;
  }
}
