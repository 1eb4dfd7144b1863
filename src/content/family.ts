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

const FAMILY = Symbol.for('la-chan.family');
const INHERIT = Symbol.for('la-chan.inherit');

/** Lives on the global object: the isolated world's, which pages cannot see, or the page's own beside the plug-in. */
interface FamilyGlobal {
  [FAMILY]?: Set<Member>;
  [INHERIT]?: (node: EventTarget, of: Document) => void;
}

/** Joins the family of this frame, until `signal` aborts. */
export function joinFamily(fields: TypedFields, signal: AbortSignal): Family {
  let home: Window = window;
  for (let up = reach(home.parent); up && up !== home; up = reach(home.parent)) home = up;
  const global = home as FamilyGlobal;
  global[FAMILY] ??= new Set();
  const members = global[FAMILY];
  const self: Member = { fields, document };
  members.add(self);
  signal.addEventListener('abort', () => members.delete(self));
  return {
    bequeath(node) {
      if (home === window || !global[INHERIT]) return;
      // A node of a document without a window hears no events.
      home.document.adoptNode(node);
      global[INHERIT](node, self.document);
    },
    inherit(answer) {
      if (home === window) global[INHERIT] = answer;
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
