import { looksClean } from './quick-files.ts';

declare global {
  /** Reads small files within an event; not there before the page is loaded. Isolated world only. */
  var laChanLooksClean: typeof looksClean | undefined;
}

globalThis.laChanLooksClean = looksClean;
