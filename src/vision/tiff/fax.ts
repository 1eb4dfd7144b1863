import { BLACK_RUNS, type RunTable, WHITE_RUNS } from './fax-runs.ts';

/** How lines of a fax follow each other: by ITU-T T.4 in one or two dimensions, by T.6, or on whole bytes (TIFF 6.0). */
export type FaxKind = 't4' | 't4-2d' | 't6' | 'bytes' | 'words';

/** Zeros that begin the end of a line; no code has as many. */
const END_ZEROS = 11;
const PASS = 4;
const ACROSS = 5;
/** By the next seven bits: how many of them the way holds, and the way (-3..3 for a step from the line above, or a name). */
const WAYS = new Map<string, number>([
  ['1', 0],
  ['011', 1],
  ['000011', 2],
  ['0000011', 3],
  ['010', -1],
  ['000010', -2],
  ['0000010', -3],
  ['0001', PASS],
  ['001', ACROSS],
]);
const WAY_BITS = 7;
const wayTable = makeWayTable();

/** Where the colour changes along a line: from white to black at even places. Ends in the line's width, three times. */
type Changes = Int32Array;

/**
 * Unpacks lines of a fax into `room`, a bit a pixel, 1 where it is black, `width` pixels a line on whole bytes. A line that
 * is damaged ends where it is; reading goes on with the next that can be found. Returns how many bytes were written.
 */
export function decodeFax(packed: Uint8Array, kind: FaxKind, width: number, room: Uint8Array): number {
  const bits = new Bits(packed);
  const bytes = Math.ceil(width / 8);
  const rows = Math.floor(room.length / bytes);
  let above: Changes = new Int32Array(width + 4).fill(width);
  let line: Changes = new Int32Array(width + 4);
  for (let row = 0; row < rows; row++) {
    const flat = bits.startLine(kind);
    if (bits.ended) return row * bytes;
    const whole = flat ? readFlat(bits, line, width) : readBelow(bits, line, above, width);
    paint(line, width, room.subarray(row * bytes, (row + 1) * bytes));
    if (!whole && kind === 't6') return (row + 1) * bytes;
    if (!whole) bits.leaveLine(kind);
    [above, line] = [line, above];
  }
  return rows * bytes;
}

/** A line of runs, white and black in turn. False when a code is none. */
function readFlat(bits: Bits, line: Changes, width: number): boolean {
  const changes = new Line(line, width);
  let to = 0;
  while (to < width) {
    const run = bits.readRun(changes.black ? BLACK_RUNS : WHITE_RUNS);
    if (run < 0) return changes.end(false);
    to += run;
    changes.turn(to);
  }
  return changes.end(true);
}

/** A line told by how it differs from the one above. False when a code is none. */
function readBelow(bits: Bits, line: Changes, above: Changes, width: number): boolean {
  const changes = new Line(line, width);
  let from = 0;
  let next = 0;
  for (let first = true; from < width; first = false) {
    const way = bits.readWay();
    if (way === ACROSS) {
      for (let colour = 0; colour < 2; colour++) {
        const run = bits.readRun(changes.black ? BLACK_RUNS : WHITE_RUNS);
        if (run < 0) return changes.end(false);
        from += run;
        changes.turn(from);
      }
      continue;
    }
    if (way === null) return changes.end(false);
    // The first change above to the right of here, to the other colour than this.
    next = (Math.max(0, next - 2) & ~1) | (changes.black ? 1 : 0);
    while (above[next]! < width && (above[next]! < from || (above[next] === from && !first))) next += 2;
    if (way === PASS) {
      from = above[next + 1]!;
      continue;
    }
    const to = above[next]! + way;
    if (to < from) return changes.end(false);
    from = to;
    changes.turn(from);
  }
  return changes.end(true);
}

/** Notes where the colour of a line changes. */
class Line {
  private count = 0;
  private readonly changes: Changes;
  private readonly width: number;
  constructor(changes: Changes, width: number) {
    this.changes = changes;
    this.width = width;
  }

  /** Whether the run that follows is black. */
  get black(): boolean {
    return (this.count & 1) === 1;
  }

  /** Two changes at one place are none: a run of no pixels. */
  turn(at: number): void {
    if (this.count > 0 && this.changes[this.count - 1] === Math.min(at, this.width)) this.count--;
    else this.changes[this.count++] = Math.min(at, this.width);
  }

  end(whole: boolean): boolean {
    this.changes.fill(this.width, this.count, this.count + 3);
    return whole;
  }
}

function paint(line: Changes, width: number, row: Uint8Array): void {
  row.fill(0);
  for (let i = 0; line[i]! < width; i += 2) {
    const from = line[i]!;
    const to = line[i + 1]!;
    const first = from >> 3;
    const last = to >> 3;
    const head = 0xff >> (from & 7);
    const tail = ~(0xff >> (to & 7)) & 0xff;
    if (first === last) row[first]! |= head & tail;
    else {
      row[first]! |= head;
      row.fill(0xff, first + 1, last);
      if (tail) row[last]! |= tail;
    }
  }
}

class Bits {
  private at = 0;
  private readonly end: number;
  private readonly bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.end = bytes.length * 8;
  }

  get ended(): boolean {
    return this.at >= this.end;
  }

  /** Goes to the first code of a line. True when the line is told by its runs alone. */
  startLine(kind: FaxKind): boolean {
    if (kind === 't6') {
      if (this.peek(END_ZEROS) === 0) this.at = this.end;
      return false;
    }
    if (kind === 'bytes') this.at = (this.at + 7) & ~7;
    else if (kind === 'words') this.at = (this.at + 15) & ~15;
    else {
      // Six ends in a row are the end of the page.
      for (let ends = 0; ends < 6 && this.peek(END_ZEROS) === 0 && !this.ended; ends++) {
        this.findEnd();
        if (kind === 't4-2d' && this.take(1) === 0) return false;
      }
    }
    return true;
  }

  /** After a code that is none: to the next place where a line may begin. */
  leaveLine(kind: FaxKind): void {
    if (kind === 't4' || kind === 't4-2d') while (!this.ended && this.peek(END_ZEROS) !== 0) this.at++;
    else this.at++;
  }

  /** How long the next run is, in pixels; -1 when the code is none. */
  readRun(table: RunTable): number {
    for (let sum = 0; !this.ended; ) {
      const found = table[this.peek(13)]!;
      if (found === 0) return -1;
      this.at += found >> 16;
      const run = found & 0xffff;
      sum += run;
      if (run < 64) return sum;
    }
    return -1;
  }

  readWay(): number | null {
    const found = this.ended ? undefined : wayTable[this.peek(WAY_BITS)];
    if (!found) return null;
    this.at += found.bits;
    return found.way;
  }

  private findEnd(): void {
    while (!this.ended && this.take(1) === 0);
  }

  private take(count: number): number {
    const bits = this.peek(count);
    this.at += count;
    return bits;
  }

  /** The next bits, at most 13; zeros behind the end. */
  private peek(count: number): number {
    const byte = this.at >> 3;
    const { bytes } = this;
    const three = ((bytes[byte] ?? 0) << 16) | ((bytes[byte + 1] ?? 0) << 8) | (bytes[byte + 2] ?? 0);
    return (three >> (24 - (this.at & 7) - count)) & ((1 << count) - 1);
  }
}

function makeWayTable(): readonly ({ bits: number; way: number } | undefined)[] {
  const table = new Array<{ bits: number; way: number } | undefined>(1 << WAY_BITS).fill(undefined);
  for (const [code, way] of WAYS) {
    const rest = WAY_BITS - code.length;
    const first = Number.parseInt(code, 2) << rest;
    table.fill({ bits: code.length, way }, first, first + (1 << rest));
  }
  return table;
}
