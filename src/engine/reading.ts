/**
 * A text as the rules read it, and where each of its units stood in the source. A text may have several readings: as it
 * is, without its markup, and with an old encoding decoded.
 */
export interface Reading {
  readonly text: string;
  /** Source offset of every unit of `text`, and of its end; null when the reading is the source. */
  readonly from: Int32Array | null;
}

/** A range of a reading as a range of the source. */
export function toSource({ from }: Reading, start: number, end: number): { start: number; end: number } {
  if (!from) return { start, end };
  return { start: from[start]!, end: end > start ? from[end - 1]! + 1 : from[start]! };
}

const decoder = new TextDecoder('utf-16le', { ignoreBOM: true });

/** Code units as a string; a half of a pair without its other half becomes U+FFFD, which is no letter either. */
export function textOf(units: Uint16Array): string {
  return decoder.decode(units);
}

/** Writes a reading piece by piece. */
export class ReadingWriter {
  private readonly base: Reading;
  private readonly units: Uint16Array;
  private readonly from: Int32Array;
  #length = 0;
  /** No piece may make the reading longer than its base. */
  constructor(base: Reading) {
    this.base = base;
    this.units = new Uint16Array(base.text.length);
    this.from = new Int32Array(base.text.length + 1);
  }
  /** Takes units over as they are. */
  keep(start: number, end: number): void {
    const { units, from, base } = this;
    const { text, from: source } = base;
    let length = this.#length;
    for (let i = start; i < end; i++) {
      units[length] = text.charCodeAt(i);
      from[length++] = source ? source[i]! : i;
    }
    this.#length = length;
  }
  /** Puts `piece` in the place of units `start` to `end`; it must not be longer than what it replaces. */
  put(piece: string, start: number, end: number): void {
    const last = Math.max(start, end - 1);
    for (let i = 0; i < piece.length; i++) {
      this.units[this.#length] = piece.charCodeAt(i);
      this.from[this.#length++] = this.#source(i === piece.length - 1 ? last : start);
    }
  }
  /** Takes over the rest of the base from a unit on; the reading is then whole. */
  end(done: number): Reading {
    this.keep(done, this.base.text.length);
    this.from[this.#length] = this.#source(this.base.text.length);
    return {
      text: textOf(this.units.subarray(0, this.#length)),
      from: this.from.subarray(0, this.#length + 1),
    };
  }
  #source(at: number): number {
    return this.base.from ? this.base.from[at]! : at;
  }
}

/**
 * Replaces every match; `replace` answers null to keep one as it is. The pattern must be global and never empty, or
 * sticky and always begin with `sign`: searching for a sign is many times quicker than trying a pattern everywhere.
 */
export function replaceIn(
  base: Reading,
  pattern: RegExp,
  replace: (match: RegExpExecArray) => string | null,
  sign?: string,
): Reading {
  const { text } = base;
  let writer: ReadingWriter | undefined;
  let done = 0;
  let next = 0;
  for (;;) {
    const at = sign ? text.indexOf(sign, next) : next;
    if (at < 0) break;
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match && !sign) break;
    next = match ? match.index + match[0].length : at + 1;
    const piece = match && replace(match);
    if (piece === null) continue;
    writer ??= new ReadingWriter(base);
    writer.keep(done, match!.index);
    writer.put(piece, match!.index, next);
    done = next;
  }
  return writer?.end(done) ?? base;
}
