import type { ServerConfig } from '../server/config.ts';
import { openDatabase } from '../server/serve.ts';
import { checkTrail, type TrailEnd } from '../server/store/audit.ts';
import { EXIT } from './command.ts';
import type { Texts } from './texts.ts';

const FAULTS = 20;
/** As for a log with faults. */
const FAULTY = 2;

/**
 * `la-chan server check-trail [SEQUENCE:HASH]`: checks the chain of the audit trail, and that an end which was written
 * down earlier is still part of it. Prints the end of today, to be written down.
 */
export async function checkAuditTrail(config: ServerConfig, texts: Texts, written: string): Promise<number> {
  const known = written === '' ? undefined : readEnd(written);
  if (known === null) {
    process.stderr.write(`la-chan: ${texts('serverTrailBadEnd', written)}\n`);
    return EXIT.failed;
  }
  const db = await openDatabase(config);
  try {
    const { faults, entries, end } = await checkTrail(db, known);
    for (const { sequence, fault } of faults.slice(0, FAULTS))
      process.stderr.write(`${texts(`serverTrail_${fault.replace(/-/g, '_')}`, String(sequence))}\n`);
    if (faults.length > 0) return FAULTY;
    process.stderr.write(`${texts('serverTrailWhole', String(entries))}\n`);
    process.stdout.write(`${end.sequence}:${end.hash}\n`);
    return EXIT.ok;
  } finally {
    await db.close();
  }
}

function readEnd(written: string): TrailEnd | null {
  const match = /^(\d{1,15}):([0-9a-f]{64})$/.exec(written);
  return match ? { sequence: Number(match[1]), hash: match[2]! } : null;
}
