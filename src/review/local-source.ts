import { createMemorySource } from '../incidents/memory-source.ts';
import { createReviewIndex } from '../incidents/review-index.ts';
import type { MachineLog, ReviewSource } from '../incidents/review-source.ts';
import type { LogRecord } from '../incidents/types.ts';
import { send } from '../platform/messaging.ts';
import { nameRules } from '../ui/words.ts';

const PIECE = 2000;

/**
 * This browser's own log. Resolves once the newest piece is there; `onMore` is told, ever more rarely, while older pieces
 * come, and `whole` resolves when all have. Rejects, as `whole` does, when the background cannot be asked.
 */
export async function openLocalSource(
  onMore: () => void,
): Promise<{ source: ReviewSource; whole: Promise<void> }> {
  const index = createReviewIndex();
  const first = await send('log.read', { limit: PIECE });
  nameRules((await send('status.read', { tabUrl: null })).pack.ruleNames);
  const machine = { device: first.device, name: '', unit: '' };
  index.add(first.records, machine);
  const source = createMemorySource(index, {
    kind: 'local',
    machines: [machine],
    recordsOf: async ({ id }) => (await send('log.incident', { incidentId: id })).records,
    async *logs(): AsyncGenerator<MachineLog> {
      const { checkpoints, tombstones } = await send('log.read', { limit: 1 });
      yield { machine, records: readUpwards(), checkpoints, tombstones };
    },
    async review({ device, id }, state, note) {
      const answer = await send('log.review', { incidentId: id, state, note });
      index.add((await send('log.incident', { incidentId: id })).records, { ...machine, device });
      return answer;
    },
  });
  return { source, whole: readOlder(first.records[0]?.sequence ?? 1) };

  async function readOlder(oldest: number): Promise<void> {
    let before = oldest;
    for (let piece = 1; before > 1; piece++) {
      const { records } = await send('log.read', { limit: PIECE, before });
      if (records.length === 0) break;
      index.add(records, machine);
      before = records[0]?.sequence ?? 1;
      // Each telling draws everything anew: after 2, 4, 8… pieces is often enough.
      if ((piece & (piece + 1)) === 0) onMore();
    }
    onMore();
  }
}

/** Every record in order of sequence, a piece at a time. */
async function* readUpwards(): AsyncGenerator<LogRecord> {
  const newest = (await send('log.read', { limit: 1 })).records.at(-1)?.sequence ?? 0;
  for (let end = PIECE; end - PIECE < newest; end += PIECE) {
    const { records } = await send('log.read', { limit: PIECE, before: Math.min(end, newest) + 1 });
    for (const record of records) if (record.sequence > end - PIECE) yield record;
  }
}
