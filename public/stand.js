// Runs at the start of pages on hosts that policy adds, behind the guard's file: the guard stands there as on other sites.
globalThis.laChanStand?.();
