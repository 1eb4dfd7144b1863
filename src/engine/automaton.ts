import { FOLD, SYMBOL_BITS } from './fold.ts';

/** All patterns as one automaton over symbols, in typed arrays. */
export interface Automaton {
  /** Next state by state and symbol, 32 columns a state; states are stored multiplied by 32. */
  readonly next: Int32Array;
  /** States from here on, multiplied by 32, end at least one pattern. */
  readonly firstEnd: number;
  /** Patterns that end in state `firstEnd / 32 + i`, longest first. */
  readonly ends: readonly (readonly number[])[];
}

/**
 * Builds the automaton. A gap keeps every state (a self-loop, so that the hot loop needs no branch for it); patterns are
 * lists of symbols without gaps.
 */
export function buildAutomaton(patterns: readonly (readonly number[])[]): Automaton {
  const size = patterns.reduce((sum, pattern) => sum + pattern.length, 1);
  const next = new Int32Array(size * 32);
  const ends = new Map<number, number[]>();
  const tree = plant(patterns, next, ends);
  link(tree, next, ends);
  return renumber(next.subarray(0, tree.count * 32), ends);
}

/** Puts the ending states last, so that one comparison in the hot loop tells them apart. */
function renumber(next: Int32Array, ends: ReadonlyMap<number, readonly number[]>): Automaton {
  const count = next.length / 32;
  const place = new Int32Array(count);
  const lists: (readonly number[])[] = [];
  let quiet = 0;
  let loud = count - ends.size;
  for (let state = 0; state < count; state++) {
    const list = ends.get(state);
    place[state] = (list ? loud++ : quiet++) * 32;
    if (list) lists.push(list);
  }
  const table = new Int32Array(next.length);
  for (let state = 0; state < count; state++) {
    const row = place[state]!;
    const from = state * 32;
    for (let symbol = 0; symbol < 32; symbol++) table[row + symbol] = place[next[from + symbol]!]!;
  }
  return { next: table, firstEnd: quiet * 32, ends: lists };
}

interface Tree {
  readonly count: number;
  readonly symbol: Uint8Array;
  readonly firstChild: Int32Array;
  readonly sibling: Int32Array;
}

function plant(
  patterns: readonly (readonly number[])[],
  next: Int32Array,
  ends: Map<number, number[]>,
): Tree {
  const size = next.length / 32;
  const symbols = new Uint8Array(size);
  const firstChild = new Int32Array(size);
  const sibling = new Int32Array(size);
  let count = 1;
  for (let index = 0; index < patterns.length; index++) {
    let state = 0;
    for (const symbol of patterns[index]!) {
      let child = next[state * 32 + symbol]!;
      if (child === 0) {
        child = count++;
        next[state * 32 + symbol] = child;
        symbols[child] = symbol;
        sibling[child] = firstChild[state]!;
        firstChild[state] = child;
      }
      state = child;
    }
    const here = ends.get(state);
    if (here) here.push(index);
    else ends.set(state, [index]);
  }
  return { count, symbol: symbols, firstChild, sibling };
}

/** Breadth-first: a row is its failure state's row, which is complete already, with its own children in it. */
function link({ count, symbol, firstChild, sibling }: Tree, next: Int32Array, ends: Map<number, number[]>) {
  const fail = new Int32Array(count);
  const order = new Int32Array(count);
  let tail = 1;
  for (let head = 0; head < count; head++) {
    const state = order[head]!;
    const row = state * 32;
    const back = fail[state]! * 32;
    for (let child = firstChild[state]!; child !== 0; child = sibling[child]!) {
      if (state !== 0) fail[child] = next[back + symbol[child]!]!;
      order[tail++] = child;
    }
    if (state !== 0) next.copyWithin(row, back, back + 32);
    for (let child = firstChild[state]!; child !== 0; child = sibling[child]!)
      next[row + symbol[child]!] = child;
    next[row] = state;
    const inherited = state === 0 ? undefined : ends.get(fail[state]!);
    if (inherited) ends.set(state, [...(ends.get(state) ?? []), ...inherited]);
  }
}

/**
 * Calls `report(pattern, last)` for every pattern that ends at code unit `last`, longest first. Returns the bits of
 * `fold.ts` seen on the way. One look-up a unit and no branch but the rare hit; this is the only loop over a whole text.
 */
export function scan(
  { next, firstEnd, ends }: Automaton,
  text: string,
  report: (pattern: number, last: number) => void,
): number {
  const fold = FOLD;
  const length = text.length;
  let seen = 0;
  let state = 0;
  for (let i = 0; i < length; i++) {
    const bits = fold[text.charCodeAt(i)]!;
    seen |= bits;
    state = next[state + (bits & SYMBOL_BITS)]!;
    if (state >= firstEnd && (bits & SYMBOL_BITS) !== 0) {
      for (const pattern of ends[(state - firstEnd) >> 5]!) report(pattern, i);
    }
  }
  return seen;
}
