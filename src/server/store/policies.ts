import { createHash } from 'node:crypto';
import type { Layer } from '../../policy/policy.ts';
import { canonicalJson } from '../../signing/canonical-json.ts';
import type { Sql } from './database.ts';

/** A layer of policy as machines get it. */
export interface StoredPolicy {
  /** JSON of the layer. */
  readonly layer: string;
  /** Quoted, as in the header. */
  readonly etag: string;
}

/** Units without a layer of their own take this one. */
const EVERY_UNIT = '*';

/** The layer for a unit: its own, else the one for all units; null when neither is there. */
export async function readPolicy(sql: Sql, unit: string): Promise<StoredPolicy | null> {
  const rows = await sql.all<StoredPolicy & { unit: string }>(
    'SELECT unit, layer, etag FROM policies WHERE unit = ? OR unit = ?',
    [unit, EVERY_UNIT],
  );
  return rows.find((row) => row.unit === unit) ?? rows[0] ?? null;
}

/** Sets the layer of a unit (`*` for all others) and answers its ETag. */
export async function writePolicy(
  sql: Sql,
  policy: { unit: string; layer: Layer; by: string },
  now: Date,
): Promise<string> {
  const layer = canonicalJson(policy.layer);
  const etag = `"${createHash('sha256').update(layer).digest('hex').slice(0, 32)}"`;
  await sql.run(
    `INSERT INTO policies (unit, layer, etag, changed, by_user) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (unit) DO UPDATE SET layer = excluded.layer, etag = excluded.etag,
         changed = excluded.changed, by_user = excluded.by_user`,
    [policy.unit, layer, etag, now.toISOString(), policy.by],
  );
  return etag;
}
