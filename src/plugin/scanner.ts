import type { EngineTables } from '../engine/tables.ts';
import { SCAN_PATIENCE, ScanPool } from '../inspection/scan-pool.ts';
import type { InspectionResult } from '../inspection/types.ts';
import { scriptAddress } from './trusted.ts';

const SIZE = 2;
const IDLE_MS = 60_000;

/** Reads files in workers that load when the first file comes. */
export interface Scanner {
  /** Never rejects: what could not be read is the outcome. */
  scan(file: File): Promise<InspectionResult>;
  useTables(tables: EngineTables): void;
}

/** `home` is the address of the folder with the plug-in's files; a worker must be of the page's own origin. */
export function createScanner(home: string): Scanner {
  let tables: EngineTables | null = null;
  const makePool = () =>
    new ScanPool({
      makeWorker() {
        const worker = new Worker(scriptAddress(new URL('la-chan-worker.js', home)), { type: 'module' });
        if (tables) worker.postMessage({ tables });
        return worker;
      },
      size: SIZE,
      patience: SCAN_PATIENCE,
      idle: IDLE_MS,
    });
  let pool = makePool();
  return {
    scan: (file) => pool.scan(file),
    useTables(next) {
      tables = next;
      // Those at work finish by the rules they began with.
      pool = makePool();
    },
  };
}
