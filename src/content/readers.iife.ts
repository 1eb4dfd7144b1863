import { looksClean } from './quick-files.ts';

globalThis.laChanLooksClean = looksClean;
