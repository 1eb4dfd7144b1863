import { arm } from './arm.ts';
import { readDestination } from './destination.ts';

declare global {
  /** Arms the guard in a frame whose host policy added to the protected sites. Isolated world only. */
  var laChanArm: (() => void) | undefined;
}

const destination = readDestination();
let armed: AbortController | null = null;
globalThis.laChanArm = () => {
  if (!armed || armed.signal.aborted) armed = arm(destination);
};
if (globalThis.laChanGuarded) globalThis.laChanArm();
