import type { ServerParts } from './http/context.ts';
import { recount } from './store/counting.ts';
import { ensurePartitions } from './store/postgres.ts';
import { prune } from './store/retention.ts';

const COUNT_EVERY = 2_000;
const DAY = 86_400_000;

/** What a running server does by itself: count what came, make next month's partitions, forget what is too old. */
export function startHousekeeping(parts: ServerParts, log: (line: string) => void): void {
  const { db, config, now, stopping } = parts;
  repeat(COUNT_EVERY, stopping, log, async () => {
    await recount(db);
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
    try {
      await task();
    } catch (error) {
      if (!stopping.aborted) log(JSON.stringify({ task: 'housekeeping', error: (error as Error).name }));
    }
    if (!stopping.aborted) timer = setTimeout(turn, every);
    timer?.unref();
  };
  stopping.addEventListener('abort', () => clearTimeout(timer), { once: true });
  void turn();
}
