import { createHash, randomUUID } from 'node:crypto';
import type { Sql } from './database.ts';

/** A signed rule pack as it is handed out. */
export interface StoredPack {
  /** Quoted, as in the header. */
  readonly etag: string;
  readonly name: string;
  readonly version: number;
  readonly uploaded: string;
  readonly by: string;
  read(): Promise<Uint8Array<ArrayBuffer>>;
}

interface PackRow {
  readonly id: string;
  readonly etag: string;
  readonly name: string;
  readonly version: string;
  readonly uploaded: string;
  readonly by: string;
}

const PACK = 'SELECT id, etag, name, version, uploaded, by_user AS "by" FROM packs';

/** The pack that machines get; null before the first upload. */
export async function newestPack(sql: Sql): Promise<StoredPack | null> {
  const [row] = await sql.all<PackRow>(`${PACK} ORDER BY uploaded DESC, id LIMIT 1`);
  return row ? asPack(sql, row) : null;
}

export async function listPacks(sql: Sql): Promise<StoredPack[]> {
  return (await sql.all<PackRow>(`${PACK} ORDER BY uploaded DESC, id LIMIT 100`)).map((row) =>
    asPack(sql, row),
  );
}

/** Keeps a pack that was verified; machines get it from now on. Answers its ETag. */
export async function addPack(
  sql: Sql,
  pack: { bytes: Uint8Array; name: string; version: number; by: string },
  now: Date,
): Promise<string> {
  const etag = `"${createHash('sha256').update(pack.bytes).digest('hex').slice(0, 32)}"`;
  await sql.insert(
    'packs',
    ['id', 'etag', 'name', 'version', 'uploaded', 'by_user', 'bytes'],
    [
      [
        randomUUID(),
        etag,
        pack.name,
        String(pack.version),
        now.toISOString(),
        pack.by,
        Buffer.from(pack.bytes),
      ],
    ],
  );
  return etag;
}

function asPack(sql: Sql, row: PackRow): StoredPack {
  return {
    ...row,
    version: Number(row.version),
    async read() {
      const [found] = await sql.all<{ bytes: Uint8Array }>('SELECT bytes FROM packs WHERE id = ?', [row.id]);
      return new Uint8Array(found!.bytes);
    },
  };
}
