// Runs on hosts that policy adds, in the world of the guard, which is declared everywhere and sleeps on other hosts.
globalThis.laChanArm?.();
