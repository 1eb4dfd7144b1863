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

/**
 * Joins ink pixels (1, not 0) that touch, also at corners, into shapes. Linear in the pixels; memory is bounded. The mask
 * begins at the start of its buffer.
 */
export function findShapes(mask: Uint8Array, width: number, height: number): Shapes {
  const fours = new Int32Array(mask.buffer, 0, mask.length >> 2);
  let { row, start, end, parent } = room;
  let count = 0;
  /** First run of the row at hand, and of the row above it. */
  let first = 0;
  let above = 0;
  for (let y = 0, at = 0; y < height && count < MOST_RUNS; y++) {
    above = first;
    first = count;
    const from = y * width;
    const stop = from + width;
    while (at < stop) {
      if (mask[at] === 0) {
        // Most of a page is paper: four pixels of it at a time.
        let four = at >> 2;
        if ((at & 3) === 0 && fours[four] === 0) {
          do four++;
          while (fours[four] === 0);
          at = four << 2;
        } else at++;
        continue;
      }
      const begin = at - from;
      do at++;
      while (at < stop && mask[at] !== 0);
      const close = at - from;
      if (count === row.length) {
        if (count >= MOST_RUNS) break;
        widen(MOST_RUNS);
        ({ row, start, end, parent } = room);
      }
      row[count] = y;
      start[count] = begin;
      end[count] = close;
      parent[count] = count;
      while (above < first && end[above]! < begin) above++;
      for (let other = above; other < first && start[other]! <= close; other++) join(parent, other, count);
      count++;
    }
  }
  return gather({
    count,
    row: row.slice(0, count),
    start: start.slice(0, count),
    end: end.slice(0, count),
    shape: parent,
  });
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
