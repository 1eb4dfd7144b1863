/** The window a notice is drawn in. */
export type Place = Window & typeof globalThis;

/** Smallest frame, in CSS pixels, in which a notice can be read by scrolling. */
const LEAST_WIDTH = 200;
const LEAST_HEIGHT = 100;

/**
 * The window in which a person can see a notice: this frame's own, or that of the nearest frame around it, because
 * editors take keys and pastes in hidden frames. Null where none is in reach: a dialog that nobody sees must not take
 * the focus.
 */
export function findPlace(): Place | null {
  let place: Place = window;
  while (!isSeen(place)) {
    const around = reachParent(place);
    if (around === null) return null;
    place = around;
  }
  return place;
}

function isSeen(place: Place): boolean {
  if (place.parent === place) return true;
  if (place.innerWidth < LEAST_WIDTH || place.innerHeight < LEAST_HEIGHT) return false;
  const frame = frameOf(place);
  if (frame === null) return true;
  const { left, top, right, bottom } = frame.getBoundingClientRect();
  const around = place.parent;
  return right > 0 && bottom > 0 && left < around.innerWidth && top < around.innerHeight;
}

/** The element that holds the frame; null for the top one and for frames of another origin. */
function frameOf(place: Place): Element | null {
  try {
    return place.frameElement;
  } catch {
    return null;
  }
}

function reachParent(place: Place): Place | null {
  const around = place.parent as Place;
  try {
    return around !== place && around.document ? around : null;
  } catch {
    return null;
  }
}
