/** A window of this frame's origin; its globals are those of the same world as here. */
export type Home = Window & typeof globalThis;

/** The outermost of the windows around this one that are of its origin, or this one itself. */
export function outermostWindow(): Home {
  let home: Home = window;
  for (let up = reach(home.parent); up && up !== home; up = reach(home.parent)) home = up;
  return home;
}

/** The window when it is of our origin, so that its world can be reached. */
function reach(other: Window): Home | null {
  try {
    return other.document ? (other as Home) : null;
  } catch {
    return null;
  }
}
