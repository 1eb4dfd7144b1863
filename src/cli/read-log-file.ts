import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { type LineFault, type LogPart, readLog } from '../incidents/log-file.ts';
import { fileErrorKey } from './file-errors.ts';
import type { Texts } from './texts.ts';

/** Reads an exported log. Null, and a word on stderr, when the file cannot be read or holds none. */
export async function readLogFile(
  file: string,
  texts: Texts,
): Promise<{ parts: LogPart[]; faults: LineFault[] } | null> {
  try {
    const log = await readLog(createInterface({ input: createReadStream(file), crlfDelay: Infinity }));
    if (log.parts.length > 0) return log;
    process.stderr.write(`la-chan: ${texts('cliLogEmpty', file)}\n`);
  } catch (error) {
    process.stderr.write(`la-chan: ${texts(fileErrorKey(error), file)}\n`);
  }
  return null;
}
