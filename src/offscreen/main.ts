import { defaultLimits } from '../inspection/inspect.ts';
import { ScanPool } from '../inspection/scan-pool.ts';
import { listen } from '../platform/listening.ts';

const pool = new ScanPool({
  makeWorker: () => new Worker(new URL('./scan-worker.ts', import.meta.url), { type: 'module' }),
  size: 2,
  patience: defaultLimits.milliseconds + 5_000,
  idle: 60_000,
});

listen<'scan-host'>({ 'scan.file': ({ file }) => pool.scan(file) });
