import type { Checkpoint, Tombstone } from '../../incidents/types.ts';
import type { Database, Sql } from '../store/database.ts';
import {
  type Comparison,
  compareWithChain,
  type Gap,
  isContinuation,
  type Known,
  NO_TAIL,
  type Tail,
} from './compare.ts';
import type { Batch } from './read-batch.ts';
import type { ReadRecord } from './read-record.ts';
import { type Sender, storeRecords } from './store-records.ts';

/** What became of a batch. Everything counted in `taken` and `known` is on the disk. */
export interface Receipt {
  /** Records stored now. */
  readonly taken: number;
  /** Records that were stored before. */
  readonly known: number;
  /** Lines of the batch, from 1, that are no record of a log; the server keeps nothing of them. */
  readonly refused: readonly number[];
  /** Newest sequence of the chain; every record up to it is stored, but those in `missing`. */
  readonly through: number;
  readonly missing: readonly Gap[];
}

const GAPS = 1000;

/** Stores a batch: all of it, once, or nothing. */
export function takeBatch(db: Database, sender: Sender, batch: Batch, now: Date): Promise<Receipt> {
  return db.transaction(async (sql) => {
    const { device } = sender;
    const tail = await readTail(db, sql, device);
    const known = await readKnown(sql, device, batch.records, tail);
    const result = compareWithChain(batch.records, tail, known, now);
    await storeRecords(sql, sender, result.fresh, { inOrder: isContinuation(batch.records, tail), now });
    await moveTail(sql, device, result);
    let gaps = result.gaps;
    if (batch.statements.length > 0) {
      await storeStatements(sql, device, batch.statements, now);
      gaps = await compareStatements(sql, device, batch.statements, { ...result, gaps }, now);
    }
    await storeGaps(sql, device, known.gaps, gaps, now);
    const faults = [
      ...result.faults,
      ...batch.badStatements.map((sequence) => ({ fault: 'bad-signature', first: sequence, last: sequence })),
    ];
    await storeFaults(sql, device, faults, now);
    return {
      taken: result.fresh.length,
      known: batch.records.length - result.fresh.length,
      refused: batch.refused,
      through: result.tail.sequence,
      missing: gaps,
    };
  });
}

/** Adds faults that are not known yet. */
export async function storeFaults(
  sql: Sql,
  device: string,
  faults: readonly (Gap & { readonly fault: string })[],
  now: Date,
): Promise<void> {
  const rows = faults.map(({ fault, first, last }) => [device, fault, first, last, now.toISOString(), '']);
  if (rows.length > 0)
    await sql.insert('faults', ['device', 'fault', 'first', 'last', 'found', 'settled'], rows);
}

/** The end of a device's chain, locked until the transaction ends. */
async function readTail(db: Database, sql: Sql, device: string): Promise<Tail> {
  const [tail] = await sql.all<Tail>(
    `SELECT sequence, hash, time, epoch FROM tails WHERE device = ?${db.forUpdate}`,
    [device],
  );
  return tail ?? NO_TAIL;
}

async function readKnown(
  sql: Sql,
  device: string,
  records: readonly ReadRecord[],
  tail: Tail,
): Promise<Known> {
  const gaps = await sql.all<{ first: number; last: number }>(
    'SELECT first, last FROM gaps WHERE device = ? ORDER BY first',
    [device],
  );
  const former = new Set<string>();
  const known = { hashes: new Map<number, readonly string[]>(), former, gaps };
  if (isContinuation(records, tail)) {
    known.hashes.set(tail.sequence, [tail.hash]);
    return known;
  }
  const sequences = records.map(({ sequence }) => sequence);
  const rows = await sql.all<{ sequence: number; hash: string; epoch: number }>(
    'SELECT sequence, hash, epoch FROM records WHERE device = ? AND sequence >= ? AND sequence <= ?',
    [device, Math.min(...sequences) - 1, Math.max(...sequences) + 1],
  );
  for (const { sequence, hash, epoch } of rows) {
    if (epoch === tail.epoch) known.hashes.set(sequence, [...(known.hashes.get(sequence) ?? []), hash]);
    else former.add(hash);
  }
  return known;
}

async function moveTail(sql: Sql, device: string, { tail, fresh }: Comparison): Promise<void> {
  if (fresh.length === 0) return;
  const { sequence, hash, time, epoch } = tail;
  await sql.run(
    'UPDATE tails SET sequence = ?, hash = ?, time = ?, epoch = ?, records = records + ? WHERE device = ?',
    [sequence, hash, time, epoch, fresh.length, device],
  );
}

async function storeStatements(
  sql: Sql,
  device: string,
  statements: readonly (Checkpoint | Tombstone)[],
  now: Date,
): Promise<void> {
  await sql.insert(
    'statements',
    ['device', 'sequence', 'signature', 'kind', 'hash', 'received', 'body'],
    statements.map((each) => [
      device,
      each.sequence,
      each.signature,
      each.kind,
      each.hash,
      now.toISOString(),
      JSON.stringify(each),
    ]),
  );
}

/** A statement that contradicts what is stored shows a second history; a tombstone explains what never came. */
async function compareStatements(
  sql: Sql,
  device: string,
  statements: readonly (Checkpoint | Tombstone)[],
  { gaps }: Comparison,
  now: Date,
): Promise<readonly Gap[]> {
  let left = gaps;
  for (const { kind, sequence, hash } of statements) {
    const stored = await sql.all<{ hash: string }>(
      'SELECT hash FROM records WHERE device = ? AND sequence = ?',
      [device, sequence],
    );
    if (stored.length > 0 && !stored.some((each) => each.hash === hash))
      await storeFaults(sql, device, [{ fault: 'cloned', first: sequence, last: sequence }], now);
    if (kind === 'tombstone')
      left = left
        .map(({ first, last }) => ({ first: Math.max(first, sequence + 1), last }))
        .filter(({ first, last }) => first <= last);
  }
  return left;
}

/** Writes down which ranges are missing now, and settles the faults of those that came. */
async function storeGaps(
  sql: Sql,
  device: string,
  before: readonly Gap[],
  gaps: readonly Gap[],
  now: Date,
): Promise<void> {
  if (gaps === before) return;
  await sql.run('DELETE FROM gaps WHERE device = ?', [device]);
  const rows = gaps.slice(0, GAPS).map(({ first, last }) => [device, first, last, now.toISOString()]);
  if (rows.length > 0) await sql.insert('gaps', ['device', 'first', 'last', 'found'], rows);
  const open = await sql.all<{ first: number; last: number }>(
    "SELECT first, last FROM faults WHERE device = ? AND fault = 'missing' AND settled = ''",
    [device],
  );
  for (const { first, last } of open) {
    if (gaps.some((gap) => gap.first <= last && gap.last >= first)) continue;
    await sql.run(
      "UPDATE faults SET settled = ? WHERE device = ? AND fault = 'missing' AND first = ? AND last = ?",
      [now.toISOString(), device, first, last],
    );
  }
}
