import { type Rules, SCAN_PATIENCE, ScanPool } from '../inspection/scan-pool.ts';
import type { InspectionResult } from '../inspection/types.ts';
import { scriptAddress } from './trusted.ts';

const SIZE = 2;
const IDLE_MS = 60_000;

/** Reads files in workers that load when the first file comes. */
export interface Scanner {
  /** Never rejects: what could not be read is the outcome. */
  scan(file: File): Promise<InspectionResult>;
  use(rules: Rules): void;
}

/** `home` is the address of the folder with the plug-in's files; a worker must be of the page's own origin. */
export function createScanner(home: string): Scanner {
  const pool = new ScanPool({
    makeWorker: () => new Worker(scriptAddress(new URL('la-chan-worker.js', home)), { type: 'module' }),
    size: SIZE,
    patience: SCAN_PATIENCE,
    idle: IDLE_MS,
  });
  return { scan: (file) => pool.scan(file), use: (rules) => pool.use(rules) };
}
