import { parseArgs } from 'node:util';
import { createFileSource, type LogPart, type readLog } from '../incidents/log-file.ts';
import type { LogCheck } from '../incidents/verify.ts';
import { type Command, EXIT, refuse } from './command.ts';
import { exportTable } from './incidents-export.ts';
import { writeLine } from './output.ts';
import { readLogFile } from './read-log-file.ts';
import type { Texts } from './texts.ts';

/** Exit code when a log was altered; the same as a block of `scan`. */
const FAULTY = 2;

const options = { out: { type: 'string' } } as const;

/** `la-chan incidents verify FILE…` and `la-chan incidents export FILE… --out TABLE`. */
export const incidents: Command = {
  async run(args, texts) {
    const parsed = parse(args);
    const [task, ...files] = parsed?.positionals ?? [];
    const out = parsed?.values.out;
    if (files.length === 0) return refuse(texts, 'incidents');
    if (task === 'verify' && out === undefined) return verifyFiles(files, texts);
    if (task === 'export' && out && /\.(csv|xlsx)$/i.test(out)) return exportTable(files, out, texts);
    return refuse(texts, 'incidents');
  },
};

/** Checks each file's logs; what other files know of the same machine counts as evidence too. */
async function verifyFiles(files: readonly string[], texts: Texts): Promise<number> {
  let exit: number = EXIT.ok;
  const read: { file: string; log: Awaited<ReturnType<typeof readLog>> }[] = [];
  for (const file of files) {
    const log = await readLogFile(file, texts);
    if (!log) return EXIT.failed;
    read.push({ file, log });
  }
  const checks = await createFileSource(read.flatMap(({ log }) => log.parts)).verify();
  const nextCheck = checks.values();
  for (const { file, log } of read) {
    for (const { line, fault } of log.faults) {
      exit = FAULTY;
      await writeLine(`${file}: ${texts(`cliLogLineFault_${fault.replaceAll('-', '_')}`, String(line))}`);
    }
    for (const part of log.parts) {
      const { check } = nextCheck.next().value!;
      if (check.faults.length > 0) exit = FAULTY;
      for (const line of describeCheck(`${file}, ${nameOf(part)}`, check, texts)) await writeLine(line);
    }
  }
  return exit;
}

function describeCheck(name: string, check: LogCheck, texts: Texts): string[] {
  const { faults, records, signedThrough } = check;
  const head = texts(
    faults.length === 0 ? 'cliLogWhole' : 'cliLogFaulty',
    name,
    String(records),
    String(signedThrough),
  );
  const each = faults.map(({ fault, first, last }) =>
    texts(
      'cliLogFault',
      first === last ? String(first) : `${first}–${last}`,
      texts(`log_fault_${fault.replaceAll('-', '_')}`),
    ),
  );
  return [head, ...each];
}

function nameOf({ machine }: LogPart): string {
  return machine.name || machine.device || '?';
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch {
    return null;
  }
}
