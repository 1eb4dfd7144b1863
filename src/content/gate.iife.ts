import { tell } from '../platform/messaging.ts';
import { isOrphaned } from '../platform/orphan.ts';
import { afterPaint } from './after-paint.ts';
import { type Front, standInFront } from './front.ts';
import { readPlace } from './place.ts';
import { SUPERSEDED } from './question.ts';

declare global {
  /** Runs the guard's own file, which the build wraps: only where the page is guarded, or policy has it armed. */
  var laChanWake: (() => void) | undefined;
  /** Guards this frame from now on, asleep until something must be judged; policy has it called where it adds hosts. */
  var laChanStand: (() => void) | undefined;
}

/** How long a painted page may keep the guard asleep without an idle moment. */
const ASLEEP_AT_MOST_MS = 2_000;

// Names that are not taken yet would be found among the page's elements, by their ids.
globalThis.laChanWake = undefined;
const place = readPlace();
// Policy may guard this page later; the guard puts its own function in place of this one.
const sleeping = (): void => {
  globalThis.laChanWake?.();
  if (globalThis.laChanArm !== sleeping) globalThis.laChanArm?.();
};
globalThis.laChanArm = sleeping;
const wake = (): void => globalThis.laChanArm?.();
let front: Front | undefined;
// On the window, where other frames of this origin find it; Firefox has another global object for scripts.
window.laChanFront = () => {
  if (front && !front.signal.aborted) return front;
  dispatchEvent(new Event(SUPERSEDED));
  const next = standInFront(place, wake);
  front = next;
  addEventListener(SUPERSEDED, () => isOrphaned() && next.leave(), { signal: next.signal });
  return next;
};
globalThis.laChanStand = () => {
  const { signal } = window.laChanFront!();
  const wakeIdle = () => requestIdleCallback(() => signal.aborted || wake(), { timeout: ASLEEP_AT_MOST_MS });
  afterPaint(wakeIdle, signal);
};
if (place.guarded) {
  globalThis.laChanStand();
  // The manifest brings no guard to frames of other sites inside a guarded page. A background that does not answer is
  // being updated, and reaches open pages itself when it is back.
  if (window.top !== window) setTimeout(() => globalThis.laChanWake ?? tell('frame.arm', {}));
}
