import { arm } from './arm.ts';
import type { Front } from './front.ts';

declare global {
  /** Arms the guard in this frame, if it is not. Isolated world only. */
  var laChanArm: (() => void) | undefined;
}

let armed: Front | undefined;
globalThis.laChanArm = () => {
  if (armed && !armed.signal.aborted) return;
  // The gate came before.
  armed = window.laChanFront!();
  arm(armed);
};
