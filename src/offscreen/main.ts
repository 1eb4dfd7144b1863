import { SCAN_PATIENCE, ScanPool } from '../inspection/scan-pool.ts';
import { listen } from '../platform/listening.ts';
import { send } from '../platform/messaging.ts';
import { BUNDLED_PACK } from '../rules/bundled.ts';

const pool = new ScanPool({
  makeWorker: () => new Worker(new URL('./scan-worker.ts', import.meta.url), { type: 'module' }),
  size: 2,
  patience: SCAN_PATIENCE,
  idle: 60_000,
});

listen<'scan-host'>({
  'scan.file': async ({ file, packId }) => {
    if (packId !== (pool.packId ?? BUNDLED_PACK)) {
      // Where the background cannot say, the rules that the host has are better than none.
      const rules = await send('pack.load', {}).catch(() => null);
      if (rules) pool.use(rules);
    }
    return pool.scan(file);
  },
});
