import { SCAN_PATIENCE, ScanPool } from '../inspection/scan-pool.ts';
import { listen } from '../platform/listening.ts';

const pool = new ScanPool({
  makeWorker: () => new Worker(new URL('./scan-worker.ts', import.meta.url), { type: 'module' }),
  size: 2,
  patience: SCAN_PATIENCE,
  idle: 60_000,
});

listen<'scan-host'>({ 'scan.file': ({ file }) => pool.scan(file) });
