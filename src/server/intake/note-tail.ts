import type { Database } from '../store/database.ts';
import type { Gap, Tail } from './compare.ts';
import { storeFaults } from './take-batch.ts';

/**
 * Compares the end of a device's log, as the device says it is, with what came from it: a log that ends earlier, or
 * otherwise, than it did before was put back, cut off or copied. Answers what the server has.
 */
export async function noteTail(
  db: Database,
  device: string,
  said: Pick<Tail, 'sequence' | 'hash'>,
  now: Date,
): Promise<{ through: number; missing: readonly Gap[] }> {
  const [tail] = await db.all<Tail>('SELECT sequence, hash, time, epoch FROM tails WHERE device = ?', [
    device,
  ]);
  const missing = await db.all<{ first: number; last: number }>(
    'SELECT first, last FROM gaps WHERE device = ? ORDER BY first LIMIT 100',
    [device],
  );
  const through = tail?.sequence ?? 0;
  if (tail && said.sequence < tail.sequence && (await isKnown(db, device, said)))
    await storeFaults(
      db,
      device,
      [{ fault: 'truncated', first: said.sequence + 1, last: tail.sequence }],
      now,
    );
  else if (tail && said.sequence > 0 && said.sequence <= tail.sequence && !(await isKnown(db, device, said)))
    await storeFaults(db, device, [{ fault: 'cloned', first: said.sequence, last: said.sequence }], now);
  return { through, missing };
}

async function isKnown(db: Database, device: string, { sequence, hash }: Pick<Tail, 'sequence' | 'hash'>) {
  if (sequence === 0) return true;
  const rows = await db.all('SELECT hash FROM records WHERE device = ? AND sequence = ? AND hash = ?', [
    device,
    sequence,
    hash,
  ]);
  return rows.length > 0;
}
