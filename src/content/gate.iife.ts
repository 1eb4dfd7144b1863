import { bundledSites } from '../policy/bundled.ts';
import { matchesHost } from '../policy/sites.ts';
import { readDestination } from './destination.ts';

declare global {
  /** Runs the guard's own file, which the build wraps: pages that are not guarded read it, but do not run it. */
  var laChanWake: (() => void) | undefined;
  /** True where the bundled list guards the top-level page. */
  var laChanGuarded: boolean | undefined;
}

globalThis.laChanGuarded = matchesHost(readDestination().site, bundledSites);
// Policy may guard this page later; the guard puts its own function in place of this one.
globalThis.laChanArm = () => {
  globalThis.laChanWake?.();
  globalThis.laChanArm?.();
};
