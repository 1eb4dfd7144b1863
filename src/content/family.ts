import type { MarkedText, TypedFields } from './typed-fields.ts';

/**
 * The frames of one origin inside one another. An editor often lives in a frame of its own while its send button stands
 * in the page around it, so a way out closes when any frame of the family holds a marking.
 */
export interface Family {
  join(fields: TypedFields, signal: AbortSignal): void;
  /** Weighs what waits in all frames, then returns a marked field of any. */
  findMarked(): MarkedText | null;
}

/** Lives on the isolated world's global object, which pages cannot see. */
interface FamilyGlobal {
  laChanFamily?: Set<TypedFields>;
}

export function findFamily(): Family {
  let home: Window = window;
  for (let up = reach(home.parent); up && up !== home; up = reach(home.parent)) home = up;
  const global = home as FamilyGlobal;
  global.laChanFamily ??= new Set();
  const members = global.laChanFamily;
  return {
    join(fields, signal) {
      members.add(fields);
      const leave = () => members.delete(fields);
      signal.addEventListener('abort', leave);
      addEventListener('pagehide', leave, { signal });
    },
    findMarked() {
      for (const fields of members) {
        fields.settle();
        const marked = fields.anyMarked();
        if (marked) return marked;
      }
      return null;
    },
  };
}

/** The window when it is of our origin, so that its isolated world can be reached. */
function reach(other: Window): Window | null {
  try {
    return other.document ? other : null;
  } catch {
    return null;
  }
}
