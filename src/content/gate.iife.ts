import { bundledSites } from '../policy/bundled.ts';
import { matchesHost } from '../policy/sites.ts';
import { readDestination } from './destination.ts';
import { askForGuard } from './late-guard.ts';

declare global {
  /** Runs the guard's own file, which the build wraps: only where the page is guarded, or policy has it armed. */
  var laChanWake: (() => void) | undefined;
  /** True where the bundled list guards the top-level page. */
  var laChanGuarded: boolean | undefined;
}

globalThis.laChanGuarded = matchesHost(readDestination().site, bundledSites);
// Policy may guard this page later; the guard puts its own function in place of this one.
const sleeping = (): void => {
  globalThis.laChanWake?.();
  if (globalThis.laChanArm !== sleeping) globalThis.laChanArm?.();
};
globalThis.laChanArm = sleeping;
if (globalThis.laChanGuarded && window.top !== window) askForGuard();
