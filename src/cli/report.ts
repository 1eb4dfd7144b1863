import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { createFileSource, type LogPart } from '../incidents/log-file.ts';
import {
  bucketsOf,
  type Period,
  type PeriodPreset,
  periodAround,
  periodBefore,
  periodOfDays,
} from '../incidents/period.ts';
import { type SweepSummary, writePeriodReport } from '../report/period-report.ts';
import { vietnamese } from '../report/vietnamese.ts';
import { type Command, EXIT, refuse } from './command.ts';
import { fileErrorKey } from './file-errors.ts';
import { writeLine } from './output.ts';
import { readLogFile } from './read-log-file.ts';
import type { Texts } from './texts.ts';

const PRESETS: readonly string[] = [
  'month',
  'quarter',
  'half-year',
  'reporting-year',
] satisfies PeriodPreset[];
const text = { type: 'string' } as const;
const options = {
  out: text,
  period: { type: 'string', default: 'reporting-year' },
  on: text,
  from: text,
  to: text,
  sweep: text,
  parent: text,
  agency: text,
  number: text,
  place: text,
  recipients: text,
  'signer-title': text,
  signer: text,
} as const;

type Values = NonNullable<ReturnType<typeof parse>>['values'];

/** `la-chan report LOG… --out REPORT.docx`. */
export const report: Command = {
  async run(args, texts) {
    const parsed = parse(args);
    if (!parsed || parsed.positionals.length === 0 || parsed.values.out === undefined)
      return refuse(texts, 'report');
    const { values, positionals } = parsed;
    const period = choosePeriod(values);
    if (!period) return complain(texts('cliReportPeriod'), EXIT.usage);
    const parts: LogPart[] = [];
    for (const file of positionals) {
      const log = await readLogFile(file, texts);
      if (!log) return EXIT.failed;
      parts.push(...log.parts);
    }
    return write(parts, period, values, parsed.values.out, texts);
  },
};

async function write(
  parts: readonly LogPart[],
  period: Period & { readonly before?: Period },
  values: Values,
  out: string,
  texts: Texts,
): Promise<number> {
  const sweep = values.sweep === undefined ? undefined : await readSweep(values.sweep, texts);
  if (sweep === null) return EXIT.failed;
  const source = createFileSource(parts);
  const { before } = period;
  const counts = await source.counts(period, bucketsOf(period));
  const document = await writePeriodReport(
    {
      period,
      counts,
      ...(before && { before: await source.counts(before, bucketsOf(before)) }),
      ...(sweep && { sweep }),
      office: officeOf(values),
      machines: new Set(parts.map(({ machine }) => machine.device)).size,
    },
    vietnamese,
  );
  try {
    await writeFile(out, document);
  } catch (error) {
    return complain(texts(fileErrorKey(error), out), EXIT.failed);
  }
  await writeLine(texts('cliReportDone', out, String(counts.incidents)));
  return EXIT.ok;
}

/** `--from` and `--to`, or a preset around the day `--on` (today); null when the days make no sense. */
function choosePeriod({ period, on, from, to }: Values): (Period & { readonly before?: Period }) | null {
  if (from !== undefined || to !== undefined) return periodOfDays(from ?? '', to ?? '');
  const moment = on === undefined ? new Date() : new Date(`${on}T12:00:00+07:00`);
  if (!isPreset(period) || Number.isNaN(moment.getTime())) return null;
  const chosen = periodAround(period, moment);
  return { ...chosen, before: periodBefore(period, chosen) };
}

function officeOf(values: Values) {
  const { parent, agency, number, place, recipients, signer } = values;
  const title = values['signer-title'];
  return {
    ...(parent !== undefined && { parent }),
    ...(agency !== undefined && { name: agency }),
    ...(number !== undefined && { number }),
    ...(place !== undefined && { place }),
    ...(recipients !== undefined && { recipients: recipients.split(';').map((each) => each.trim()) }),
    ...(title !== undefined && { signerTitle: title }),
    ...(signer !== undefined && { signer }),
  };
}

/** The summary that a sweep wrote: JSON with `pages`, `documents` and `findings`. Null after a word on stderr. */
async function readSweep(file: string, texts: Texts): Promise<SweepSummary | null> {
  try {
    const { pages, documents, findings } = JSON.parse(await readFile(file, 'utf8'));
    if ([pages, documents, findings].every(Number.isSafeInteger)) return { pages, documents, findings };
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) {
      complain(texts(fileErrorKey(error), file), EXIT.failed);
      return null;
    }
  }
  complain(texts('cliReportSweep', file), EXIT.failed);
  return null;
}

function isPreset(name: string): name is PeriodPreset {
  return PRESETS.includes(name);
}

function complain(words: string, exit: number): number {
  process.stderr.write(`la-chan: ${words}\n`);
  return exit;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch {
    return null;
  }
}
