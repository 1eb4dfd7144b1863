import { recount } from './counts/recount.ts';
import type { ServerParts } from './http/context.ts';
import { ensurePartitions } from './store/postgres.ts';
import { prune } from './store/retention.ts';

const COUNT_EVERY = 2_000;
/** Counting ends after so long when incidents come in meanwhile. */
const COUNT_TIME = 200;
const DAY = 86_400_000;
/** A task rests ten times as long as it took: whoever sends incidents comes first. */
const IDLE_SHARE = 10;

/** What a running server does by itself: count what came, make next month's partitions, forget what is too old. */
export function startHousekeeping(parts: ServerParts, log: (line: string) => void): void {
  const { db, config, metrics, now, stopping } = parts;
  let taken = metrics.total('records_taken');
  repeat(COUNT_EVERY, stopping, log, async () => {
    let left = true;
    while (left && !stopping.aborted) {
      left = await recount(db, COUNT_TIME);
      const busy = metrics.total('records_taken') > taken;
      taken = metrics.total('records_taken');
      if (busy) return;
    }
  });
  repeat(DAY, stopping, log, async () => {
    if (db.dialect === 'postgres') await ensurePartitions(db, now());
    if (config.retentionDays > 0) await prune(db, config.retentionDays, now());
  });
}

/** Runs a task now and again until the server stops. A failure is logged by its kind; the next turn tries again. */
function repeat(
  every: number,
  stopping: AbortSignal,
  log: (line: string) => void,
  task: () => Promise<void>,
): void {
  let timer: NodeJS.Timeout | undefined;
  const turn = async () => {
    const start = performance.now();
    try {
      await task();
    } catch (error) {
      if (!stopping.aborted) log(JSON.stringify({ task: 'housekeeping', error: (error as Error).name }));
    }
    if (!stopping.aborted)
      timer = setTimeout(turn, Math.max(every, IDLE_SHARE * (performance.now() - start)));
    timer?.unref();
  };
  stopping.addEventListener('abort', () => clearTimeout(timer), { once: true });
  void turn();
}
