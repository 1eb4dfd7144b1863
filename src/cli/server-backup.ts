import type { ServerConfig } from '../server/config.ts';
import { openDatabase } from '../server/serve.ts';
import { BackupError, readBackup, writeBackup } from '../server/store/backup.ts';
import { EXIT } from './command.ts';
import type { Texts } from './texts.ts';

/** `la-chan server backup FILE`: everything in one file, while the server runs. */
export async function backup(config: ServerConfig, texts: Texts, file: string): Promise<number> {
  const db = await openDatabase(config);
  try {
    process.stderr.write(`${texts('serverBackupDone', String(await writeBackup(db, file)), file)}\n`);
  } finally {
    await db.close();
  }
  return EXIT.ok;
}

/** `la-chan server restore FILE`: into an empty database of either kind. */
export async function restore(config: ServerConfig, texts: Texts, file: string): Promise<number> {
  const db = await openDatabase(config);
  try {
    process.stderr.write(`${texts('serverRestoreDone', String(await readBackup(db, file)), file)}\n`);
    return EXIT.ok;
  } catch (error) {
    if (!(error instanceof BackupError)) throw error;
    process.stderr.write(`la-chan: ${texts(`serverBackup_${error.fault}`, file)}\n`);
    return EXIT.failed;
  } finally {
    await db.close();
  }
}
