/** The window a notice is drawn in. */
export type Place = Window & typeof globalThis;

/** Smallest frame, in CSS pixels, in which a notice can be read by scrolling. */
const LEAST_WIDTH = 200;
const LEAST_HEIGHT = 100;
/** A frame in which a notice stands whole; where a larger one around it is in reach, that is taken. */
const GOOD_WIDTH = 480;
const GOOD_HEIGHT = 420;

/**
 * The window in which a person can see a notice: this frame's own, or that of the nearest frame around it, because
 * editors take keys and pastes in hidden frames. Null where none is in reach: a dialog that nobody sees must not take
 * the focus.
 */
export function findPlace(): Place | null {
  let place: Place = window;
  for (;;) {
    const around = reachParent(place);
    if (isSeen(place) && (isRoomy(place) || around === null)) return place;
    if (around === null) return null;
    place = around;
  }
}

function isRoomy(place: Place): boolean {
  return place.innerWidth >= GOOD_WIDTH && place.innerHeight >= GOOD_HEIGHT;
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
