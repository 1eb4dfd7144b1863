import type { MarkedText, TypedFields } from './typed-fields.ts';

/**
 * The frames of one origin inside one another. An editor often lives in a frame of its own while its send button stands
 * in the page around it, so a way out closes when any frame of the family holds a marking.
 */
export interface Family {
  /** Weighs what waits in all frames, then returns a marked field of any. */
  findMarked(): MarkedText | null;
  /**
   * Has the outermost frame answer for this one's hooks once this one is taken out of the page: its functions live on in
   * the hands of scripts, its guard does not.
   */
  bequeath(node: Element): void;
  /** For the outermost frame: `answer` is called for each frame that bequeaths. */
  inherit(answer: (node: EventTarget, of: Document) => void): void;
}

interface Member {
  readonly fields: TypedFields;
  /** Gone, or asleep in the back/forward cache, when it has no window. */
  readonly document: Document;
}

/** Lives on the isolated world's global object, which pages cannot see. */
interface FamilyGlobal {
  laChanFamily?: Set<Member>;
  laChanInherit?: (node: EventTarget, of: Document) => void;
}

/** Joins the family of this frame, until `signal` aborts. */
export function joinFamily(fields: TypedFields, signal: AbortSignal): Family {
  let home: Window = window;
  for (let up = reach(home.parent); up && up !== home; up = reach(home.parent)) home = up;
  const global = home as FamilyGlobal;
  global.laChanFamily ??= new Set();
  const members = global.laChanFamily;
  const self: Member = { fields, document };
  members.add(self);
  signal.addEventListener('abort', () => members.delete(self));
  return {
    bequeath(node) {
      if (home === window || !global.laChanInherit) return;
      // A node of a document without a window hears no events.
      home.document.adoptNode(node);
      global.laChanInherit(node, self.document);
    },
    inherit(answer) {
      if (home === window) global.laChanInherit = answer;
    },
    findMarked() {
      for (const member of members) {
        if (!member.document.defaultView) {
          members.delete(member);
          continue;
        }
        member.fields.settle();
        const marked = member.fields.anyMarked();
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
