import type { Home } from './home.ts';
import type { MarkedText, TypedFields } from './typed-fields.ts';

/**
 * The frames of one origin inside one another. An editor often lives in a frame of its own while its send button stands
 * in the page around it, so a way out closes when any frame of the family holds a marking.
 */
export interface Family {
  /** Weighs what waits in all frames, then returns a marked field of any. */
  findMarked(): MarkedText | null;
}

interface Member {
  readonly fields: TypedFields;
  /** Gone, or asleep in the back/forward cache, when it has no window. */
  readonly document: Document;
}

const FAMILY = Symbol.for('la-chan.family');

/** Lives on the global object: the isolated world's, which pages cannot see, or the page's own beside the plug-in. */
interface FamilyGlobal {
  [FAMILY]?: Set<Member>;
}

/** Joins the family of this frame, which is kept at its outermost window, until `signal` aborts. */
export function joinFamily(fields: TypedFields, home: Home, signal: AbortSignal): Family {
  const global = home as FamilyGlobal;
  global[FAMILY] ??= new Set();
  const members = global[FAMILY];
  const self: Member = { fields, document };
  members.add(self);
  signal.addEventListener('abort', () => members.delete(self));
  return {
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
