import { stat } from 'node:fs/promises';
import type { EngineTables } from '../../engine/tables.ts';
import { tablesSchema } from '../../rules/tables-schema.ts';
import type { Texts } from '../texts.ts';
import { readDraft } from './chain-file.ts';
import { reportProblems, today } from './check.ts';
import { loadPackFolder } from './pack-folder.ts';
import { Refusal } from './refusal.ts';

/** The tables of a pack folder or a pack file, signed or not. Null when the folder has problems, which were told. */
export async function readTables(path: string, texts: Texts): Promise<EngineTables | null> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (isFolder) {
    const pack = await loadPackFolder(path, today());
    return reportProblems(pack, texts) ? pack.tables : null;
  }
  const { tables } = await readDraft(path);
  try {
    return tablesSchema.parse(JSON.parse(tables));
  } catch {
    throw new Refusal('rulesNotOurs', path);
  }
}
