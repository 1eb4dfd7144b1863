import { FOLD, LEGACY_FLAG, MARKUP_FLAG, SYMBOL_BITS } from './fold.ts';

/** All phrases of all rules as one automaton over symbols, in typed arrays. */
export interface Automaton {
  /** Next state by state and symbol, 32 columns a state; states are stored multiplied by 32. */
  readonly next: Int32Array;
  /** States from here on (multiplied by 32) end at least one pattern. */
  readonly firstEnd: number;
  /** Patterns ending in state `s` are `ends[endsFrom[s / 32 - firstEnd / 32] …]`, longest first. */
  readonly endsFrom: Int32Array;
  readonly ends: Int32Array;
}

/**
 * Builds the automaton. A gap keeps every state (a self-loop, so that the hot loop needs no branch); patterns are
 * lists of symbols without gaps.
 */
export function buildAutomaton(patterns: readonly (readonly number[])[]): Automaton {
  const trie = plantTrie(patterns);
  const { order, fail } = linkTrie(trie);
  const outputs = gatherOutputs(trie, order, fail);
  return renumber(trie, outputs);
}

interface Trie {
  readonly next: Int32Array;
  readonly own: (number[] | undefined)[];
  readonly count: number;
}

function plantTrie(patterns: readonly (readonly number[])[]): Trie {
  const size = patterns.reduce((sum, pattern) => sum + pattern.length, 1);
  const next = new Int32Array(size * 32);
  const own: (number[] | undefined)[] = [];
  let count = 1;
  patterns.forEach((pattern, index) => {
    let state = 0;
    for (const symbol of pattern) {
      const at = state * 32 + symbol;
      if (next[at] === 0) next[at] = count++;
      state = next[at]!;
    }
    const here = own[state];
    if (here) here.push(index);
    else own[state] = [index];
  });
  return { next: next.subarray(0, count * 32), own, count };
}

/** Breadth-first: fills the missing moves from the failure state, whose row is complete already. */
function linkTrie({ next, count }: Trie): { order: Int32Array; fail: Int32Array } {
  const fail = new Int32Array(count);
  const order = new Int32Array(count);
  let tail = 1;
  for (let head = 0; head < count; head++) {
    const state = order[head]!;
    const row = state * 32;
    const back = fail[state]! * 32;
    for (let symbol = 1; symbol < 32; symbol++) {
      const child = next[row + symbol]!;
      if (child === 0) next[row + symbol] = state === 0 ? 0 : next[back + symbol]!;
      else {
        if (state !== 0) fail[child] = next[back + symbol]!;
        order[tail++] = child;
      }
    }
    next[row] = state;
  }
  return { order, fail };
}

function gatherOutputs({ own, count }: Trie, order: Int32Array, fail: Int32Array): (number[] | undefined)[] {
  const outputs: (number[] | undefined)[] = new Array(count);
  for (const state of order) {
    const inherited = state === 0 ? undefined : outputs[fail[state]!];
    const mine = own[state];
    outputs[state] = mine && inherited ? [...mine, ...inherited] : (mine ?? inherited);
  }
  return outputs;
}

/** Puts the ending states last, so that one comparison in the hot loop tells them apart. */
function renumber({ next, count }: Trie, outputs: readonly (number[] | undefined)[]): Automaton {
  const place = new Int32Array(count);
  let quiet = 0;
  for (let state = 0; state < count; state++) if (!outputs[state]) place[state] = quiet++;
  const endsFrom = new Int32Array(count - quiet + 1);
  const ends: number[] = [];
  let loud = quiet;
  for (let state = 0; state < count; state++) {
    const list = outputs[state];
    if (!list) continue;
    endsFrom[loud - quiet] = ends.length;
    ends.push(...list);
    place[state] = loud++;
  }
  endsFrom[count - quiet] = ends.length;
  const table = new Int32Array(count * 32);
  for (let state = 0; state < count; state++) {
    const row = place[state]! * 32;
    for (let symbol = 0; symbol < 32; symbol++) table[row + symbol] = place[next[state * 32 + symbol]!]! * 32;
  }
  return { next: table, firstEnd: quiet * 32, endsFrom, ends: Int32Array.from(ends) };
}

/**
 * Calls `report(pattern, last)` for every pattern that ends at code unit `last`, longest first. Returns the flags of
 * `fold.ts` seen on the way. One look-up a unit; this is the only loop over the whole text.
 */
export function scan(
  { next, firstEnd, endsFrom, ends }: Automaton,
  text: string,
  report: (pattern: number, last: number) => void,
): number {
  let flags = 0;
  let state = 0;
  for (let i = 0; i < text.length; i++) {
    const symbol = FOLD[text.charCodeAt(i)]!;
    flags |= symbol;
    state = next[state + (symbol & SYMBOL_BITS)]!;
    if (state >= firstEnd && symbol & SYMBOL_BITS) {
      const slot = (state - firstEnd) >> 5;
      for (let k = endsFrom[slot]!; k < endsFrom[slot + 1]!; k++) report(ends[k]!, i);
    }
  }
  return flags & (LEGACY_FLAG | MARKUP_FLAG);
}
