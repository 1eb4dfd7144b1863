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

/** Joins ink pixels that touch, also at corners, into shapes. Linear in the pixels; memory is bounded. */
export function findShapes(mask: Uint8Array, width: number, height: number): Shapes {
  const most = Math.min(MOST_RUNS, Math.ceil(width / 2) * height);
  const row = new Int32Array(most);
  const start = new Int32Array(most);
  const end = new Int32Array(most);
  const parent = new Int32Array(most);
  let count = 0;
  /** First run of the row at hand, and of the row above it. */
  let first = 0;
  let above = 0;
  let lastRow = -2;
  const total = width * height;
  for (let at = mask.indexOf(1); at >= 0 && count < most; ) {
    const y = Math.floor(at / width);
    if (y !== lastRow) {
      above = y === lastRow + 1 ? first : count;
      first = count;
      lastRow = y;
    }
    const rowEnd = Math.min(total, (y + 1) * width);
    const from = at;
    while (at < rowEnd && mask[at]) at++;
    const begin = from - y * width;
    const stop = at - y * width;
    row[count] = y;
    start[count] = begin;
    end[count] = stop;
    parent[count] = count;
    while (above < first && end[above]! < begin) above++;
    for (let other = above; other < first && start[other]! <= stop; other++) join(parent, other, count);
    count++;
    at = at < total ? mask.indexOf(1, at) : -1;
  }
  return gather({ count, row, start, end, shape: parent });
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
  const index = new Int32Array(count);
  let shapes = 0;
  for (let run = 0; run < count; run++) if (parent[run] === run) index[run] = shapes++;
  const left = new Int32Array(shapes).fill(1 << 30);
  const top = new Int32Array(shapes);
  const right = new Int32Array(shapes);
  const bottom = new Int32Array(shapes);
  const area = new Int32Array(shapes);
  const shape = new Int32Array(count);
  for (let run = 0; run < count; run++) {
    const to = index[root(parent, run)]!;
    if (area[to] === 0) top[to] = row[run]!;
    shape[run] = to;
    if (start[run]! < left[to]!) left[to] = start[run]!;
    if (end[run]! - 1 > right[to]!) right[to] = end[run]! - 1;
    bottom[to] = row[run]!;
    area[to]! += end[run]! - start[run]!;
  }
  return { count: shapes, left, top, right, bottom, area, runs: { ...runs, shape } };
}
