import type { Texts } from './texts.ts';

/** Exit codes of every command (2 and 1 are verdicts, see `output.ts`). */
export const EXIT = {
  ok: 0,
  /** Something could not be read or done. */
  failed: 3,
  /** Wrong use of the command (sysexits.h EX_USAGE). */
  usage: 64,
} as const;

/** One command of `la-chan`. `run` gets the arguments after its name and resolves to the exit code. */
export interface Command {
  run(args: readonly string[], texts: Texts): Promise<number>;
}

/** Says how the command `name` is used, on stderr, and gives the exit code for wrong use. */
export function refuse(texts: Texts, name: string): number {
  process.stderr.write(`${texts('cliUsage')}\n${texts(`cliUsage_${name}`)}\n`);
  return EXIT.usage;
}
