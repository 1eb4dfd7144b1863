import { defaultLimits } from '../inspection/inspect.ts';
import { listen } from '../platform/listening.ts';
import { send } from '../platform/messaging.ts';
import { BUNDLED_PACK, bundledTables } from '../rules/bundled.ts';
import { ScanPool } from './scan-pool.ts';

const pool = new ScanPool(
  {
    makeWorker: () => new Worker(new URL('./scan-worker.ts', import.meta.url), { type: 'module' }),
    size: 2,
    patience: defaultLimits.milliseconds + 5_000,
    idle: 60_000,
  },
  { packId: BUNDLED_PACK, tables: bundledTables },
);

listen<'scan-host'>({
  'scan.file': async ({ file, packId }) => {
    if (packId !== pool.packId) {
      // Where the background cannot say, the rules that the host has are better than none.
      const rules = await send('pack.load', {}).catch(() => null);
      if (rules) pool.use(rules);
    }
    return pool.scan(file);
  },
});
