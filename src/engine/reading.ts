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

const CHUNK = 8192;

/** Code units as a string. */
export function textOf(units: Uint16Array): string {
  let text = '';
  for (let at = 0; at < units.length; at += CHUNK) {
    text += String.fromCharCode.apply(null, units.subarray(at, at + CHUNK) as unknown as number[]);
  }
  return text;
}

/** Writes a reading piece by piece. */
export class ReadingWriter {
  private readonly base: Reading;
  private readonly units: Uint16Array;
  private readonly from: Int32Array;
  private length = 0;
  /** No piece may make the reading longer than its base. */
  constructor(base: Reading) {
    this.base = base;
    this.units = new Uint16Array(base.text.length);
    this.from = new Int32Array(base.text.length + 1);
  }
  /** Takes units over as they are. */
  keep(start: number, end: number): void {
    const { units, from, base } = this;
    let { length } = this;
    for (let i = start; i < end; i++) {
      units[length] = base.text.charCodeAt(i);
      from[length++] = base.from ? base.from[i]! : i;
    }
    this.length = length;
  }
  /** Puts `piece` in the place of units `start` to `end`; it must not be longer than what it replaces. */
  put(piece: string, start: number, end: number): void {
    const last = Math.max(start, end - 1);
    for (let i = 0; i < piece.length; i++) {
      this.units[this.length] = piece.charCodeAt(i);
      this.from[this.length++] = this.source(i === piece.length - 1 ? last : start);
    }
  }
  finish(): Reading {
    this.from[this.length] = this.source(this.base.text.length);
    return {
      text: textOf(this.units.subarray(0, this.length)),
      from: this.from.subarray(0, this.length + 1),
    };
  }
  private source(at: number): number {
    return this.base.from ? this.base.from[at]! : at;
  }
}

/** Replaces every match; `replace` answers null to keep one as it is. The pattern must be global and never empty. */
export function replaceIn(
  base: Reading,
  pattern: RegExp,
  replace: (match: RegExpExecArray) => string | null,
): Reading {
  let writer: ReadingWriter | undefined;
  let done = 0;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(base.text); match; match = pattern.exec(base.text)) {
    const piece = replace(match);
    if (piece === null) continue;
    writer ??= new ReadingWriter(base);
    writer.keep(done, match.index);
    done = match.index + match[0].length;
    writer.put(piece, match.index, done);
  }
  if (!writer) return base;
  writer.keep(done, base.text.length);
  return writer.finish();
}

/**
 * Like `replaceIn` for a sticky pattern that always begins with `sign`: the text is searched for the sign, which is many
 * times quicker than trying the pattern everywhere.
 */
export function replaceAt(
  base: Reading,
  sign: string,
  pattern: RegExp,
  replace: (match: RegExpExecArray) => string | null,
): Reading {
  const { text } = base;
  let writer: ReadingWriter | undefined;
  let done = 0;
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, Math.max(at + 1, done))) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    const piece = match && replace(match);
    if (piece === null) continue;
    writer ??= new ReadingWriter(base);
    writer.keep(done, at);
    done = at + match![0].length;
    writer.put(piece, at, done);
  }
  if (!writer) return base;
  writer.keep(done, text.length);
  return writer.finish();
}
