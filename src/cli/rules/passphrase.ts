import type { Arguments } from './arguments.ts';
import { readText } from './files.ts';

/** `--passphrase-file FILE`: its first line. */
export async function readPassphrase(args: Arguments): Promise<string | undefined> {
  const file = args.one('passphrase-file');
  return file === undefined ? undefined : (await readText(file)).split(/\r?\n/)[0];
}
