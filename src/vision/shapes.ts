import type { Mask } from './bits.ts';

/** Connected ink: boxes (right and bottom included) and areas by shape, and the runs of ink they are made of. */
export interface Shapes {
  readonly count: number;
  readonly left: Int32Array;
  readonly top: Int32Array;
  readonly right: Int32Array;
  readonly bottom: Int32Array;
  readonly area: Int32Array;
  readonly runs: Runs;
}

/** Horizontal runs of ink in order of rows; `end` is excluded, `shape` the index of the shape a run belongs to. */
interface Runs {
  readonly count: number;
  readonly row: Int32Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly shape: Int32Array;
}

/** More runs than this are noise, not a page: the rest of the picture is not looked at. */
const MOST_RUNS = 400_000;

/** Room for runs while they are found, kept for the next picture: a page has some ten thousand of them. */
let room = makeRoom(1 << 16);

function makeRoom(size: number) {
  const one = () => new Int32Array(size);
  return { row: one(), start: one(), end: one(), parent: one() };
}

function widen(most: number): void {
  const { row, start, end, parent } = room;
  room = makeRoom(Math.min(most, row.length * 4));
  room.row.set(row);
  room.start.set(start);
  room.end.set(end);
  room.parent.set(parent);
}

/** Joins ink pixels that touch, also at corners, into shapes. Linear in the pixels; memory is bounded. */
export function findShapes(mask: Mask): Shapes {
  const count = findRuns(mask);
  joinRuns(count);
  const { row, start, end, parent } = room;
  return gather({
    count,
    row: row.slice(0, count),
    start: start.slice(0, count),
    end: end.slice(0, count),
    shape: parent,
  });
}

/** Writes the runs of a mask to the room, and tells how many there are. */
function findRuns({ width, height, words }: Mask): number {
  let { row, start, end } = room;
  let count = 0;
  for (let y = 0, word = 0; y < height; y++) {
    let open = -1;
    let last = 0;
    // A word of paper after the row, so that every run ends.
    for (let x = 0; x <= width; x += 32) {
      const value = x < width ? words[word++]! : 0;
      // Each pixel beside the one before it: most of a page goes on as it was.
      let turns = value ^ ((value << 1) | last);
      last = value >>> 31;
      while (turns !== 0) {
        const at = x + 31 - Math.clz32(turns & -turns);
        turns &= turns - 1;
        if (open < 0) {
          open = at;
          continue;
        }
        if (count === row.length) {
          if (count >= MOST_RUNS) return count;
          widen(MOST_RUNS);
          ({ row, start, end } = room);
        }
        row[count] = y;
        start[count] = open;
        end[count++] = at;
        open = -1;
      }
    }
  }
  return count;
}

/** Joins each run with those it touches in the row above. */
function joinRuns(count: number): void {
  const { row, start, end, parent } = room;
  /** First run of the row at hand, and of the row above it. */
  let first = 0;
  let above = 0;
  for (let run = 0; run < count; run++) {
    if (run > 0 && row[run] !== row[run - 1]) {
      above = row[run]! - row[run - 1]! === 1 ? first : run;
      first = run;
    }
    const begin = start[run]!;
    const close = end[run]!;
    parent[run] = run;
    while (above < first && end[above]! < begin) above++;
    for (let other = above; other < first && start[other]! <= close; other++) {
      if (parent[run] === run) parent[run] = root(parent, other);
      else join(parent, other, run);
    }
  }
}

function root(parent: Int32Array, at: number): number {
  let top = at;
  while (parent[top] !== top) top = parent[top] = parent[parent[top]!]!;
  return top;
}

function join(parent: Int32Array, a: number, b: number): void {
  const one = root(parent, a);
  const two = root(parent, b);
  if (one < two) parent[two] = one;
  else parent[one] = two;
}

function gather(runs: Runs): Shapes {
  const { count, row, start, end, shape: parent } = runs;
  let shapes = 0;
  for (let run = 0; run < count; run++) if (parent[run] === run) shapes++;
  const left = new Int32Array(shapes).fill(1 << 30);
  const top = new Int32Array(shapes);
  const right = new Int32Array(shapes);
  const bottom = new Int32Array(shapes);
  const area = new Int32Array(shapes);
  const shape = new Int32Array(count);
  let next = 0;
  for (let run = 0; run < count; run++) {
    // A parent comes before its runs, so its shape is known.
    const to = parent[run] === run ? next++ : shape[parent[run]!]!;
    if (area[to] === 0) top[to] = row[run]!;
    shape[run] = to;
    if (start[run]! < left[to]!) left[to] = start[run]!;
    if (end[run]! - 1 > right[to]!) right[to] = end[run]! - 1;
    bottom[to] = row[run]!;
    area[to]! += end[run]! - start[run]!;
  }
  return { count: shapes, left, top, right, bottom, area, runs: { ...runs, shape } };
}
