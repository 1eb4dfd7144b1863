import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileErrorKey } from '../file-errors.ts';
import { Refusal } from './refusal.ts';

/** The bytes of a file, or a refusal that names it. */
export async function readBytes(file: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await readFile(file));
  } catch (error) {
    throw new Refusal(fileErrorKey(error), file);
  }
}

export async function readText(file: string): Promise<string> {
  return new TextDecoder().decode(await readBytes(file));
}

/** Puts a file in its place as a whole or not at all: whoever reads it meanwhile sees the old one. */
export async function writeWhole(
  file: string,
  content: string | Uint8Array,
  mode: number = 0o644,
): Promise<void> {
  const draft = join(dirname(file), `.${basename(file)}.${process.pid}`);
  try {
    await mkdir(dirname(file), { recursive: true });
    const handle = await open(draft, 'w', mode);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch {
    await rm(draft, { force: true });
    throw new Refusal('rulesCannotWrite', file);
  }
}
