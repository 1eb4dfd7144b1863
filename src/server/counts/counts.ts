import type { Bucket } from '../../incidents/period.ts';
import type { IncidentCounts, IncidentFilter } from '../../incidents/review-model.ts';
import type { Database } from '../store/database.ts';
import { dayOf, isDayStart } from '../store/days.ts';
import { readCountedDays } from './counted-days.ts';
import { readDirectly } from './direct.ts';
import { Sums } from './sums.ts';

/**
 * Counts for charts and report. Whole days come from what was counted before (see `recount.ts`); only one document and
 * broken days are counted from the records themselves.
 */
export async function readCounts(
  db: Database,
  filter: IncidentFilter,
  buckets: readonly Bucket[],
): Promise<IncidentCounts> {
  const edges = [filter.from, filter.to, ...buckets.flatMap(({ from, to }) => [from, to])];
  const counted = edges.every(isDayStart) && filter.fingerprint === undefined;
  return counted ? readDaily(db, filter, buckets) : readDirectly(db, filter, buckets);
}

async function readDaily(
  db: Database,
  filter: IncidentFilter,
  buckets: readonly Bucket[],
): Promise<IncidentCounts> {
  const total = new Sums();
  const spans = buckets.map(({ from, to }) => ({ from: dayOf(from), to: dayOf(to) }));
  const overTime = spans.map(() => 0);
  for await (const { day, incidents } of readCountedDays(db, filter, total))
    spans.forEach(({ from, to }, at) => {
      if (day >= from && day < to) overTime[at]! += incidents;
    });
  return total.toCounts(overTime);
}
