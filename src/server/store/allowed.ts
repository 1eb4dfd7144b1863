import { createHash } from 'node:crypto';
import type { AllowedDocument } from '../../incidents/passing.ts';
import type { IncidentKey } from '../../incidents/review-source.ts';
import type { Incident } from '../../incidents/types.ts';
import type { Database, Sql } from './database.ts';

/** What a machine may send although its rules say no; and the tag by which it knows whether it has this already. */
export interface AllowedDocuments {
  readonly entries: readonly AllowedDocument[];
  /** Quoted, as in the header. */
  readonly etag: string;
}

/** `null` where there never was an entry for this machine. */
export async function readAllowed(sql: Sql, device: string): Promise<AllowedDocuments | null> {
  const entries = await sql.all<AllowedDocument>(
    'SELECT fingerprint, until FROM allowed WHERE device = ? ORDER BY fingerprint',
    [device],
  );
  if (entries.length === 0) return null;
  const hash = createHash('sha256').update(JSON.stringify(entries)).digest('hex');
  return { entries, etag: `"${hash.slice(0, 32)}"` };
}

/**
 * Lets the file of an incident pass on the machine it was stopped on, through the day `until`; an empty `until` takes that
 * back. The incident must be there, of this unit, judged a false alarm, and the fingerprint that of one of its files.
 */
export function allowDocument(
  db: Database,
  { device, id }: IncidentKey,
  entry: AllowedDocument & { readonly unit: string; readonly by: string },
  now: Date,
): Promise<'done' | 'not-found' | 'not-judged'> {
  return db.transaction(async (sql) => {
    const [row] = await sql.all<{ body: string; unit: string; state: string }>(
      "SELECT body, unit, state FROM records WHERE device = ? AND subject = ? AND kind = 'incident'",
      [device, id],
    );
    if (!row || (entry.unit !== '' && row.unit !== entry.unit)) return 'not-found';
    const { items } = JSON.parse(row.body) as Incident;
    if (!items.some(({ kind, fingerprint }) => kind === 'file' && fingerprint === entry.fingerprint))
      return 'not-found';
    if (row.state !== 'false-alarm' && entry.until !== '') return 'not-judged';
    await sql.run(
      `INSERT INTO allowed (device, fingerprint, until, incident, created, by_user) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (device, fingerprint) DO UPDATE SET until = excluded.until, incident = excluded.incident,
           created = excluded.created, by_user = excluded.by_user`,
      [device, entry.fingerprint, entry.until, id, now.toISOString(), entry.by],
    );
    return 'done';
  });
}
