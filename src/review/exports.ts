import { writeLog } from '../incidents/log-file.ts';
import { type Period, type PeriodPreset, periodBefore } from '../incidents/period.ts';
import type { ReviewRow } from '../incidents/review-model.ts';
import type { ReviewSource } from '../incidents/review-source.ts';
import type { Office, SweepSummary } from '../report/period-report.ts';
import { t } from '../ui/text.ts';
import type { Shown } from './state.ts';

const PAGE = 1000;
const TYPES = {
  csv: 'text/csv;charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  jsonl: 'application/jsonl',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const;

/** Rows of one table: more would fill the memory of a browser over a whole province. */
const MOST_ROWS = 100_000;

/** More incidents than one table may hold: the person narrows the filter. */
export class TooManyError extends Error {}

/** Makes a table of what the filter lets through, or, as JSON Lines, the whole log with its proof; and hands it to the person. */
export async function exportShown(shown: Shown, format: 'csv' | 'xlsx' | 'jsonl'): Promise<void> {
  const { source, counts, filter } = shown;
  if (format === 'jsonl') {
    if (source.files) return follow(source.files.log(filter));
    const lines: string[] = [];
    for await (const line of writeLog(source.logs())) lines.push(`${line}\n`);
    return download(lines, format);
  }
  if (source.kind === 'server' && counts.incidents > MOST_ROWS) throw new TooManyError();
  const machines = new Map(shown.machines.map((machine) => [machine.device, machine]));
  const rows = await allRows(shown);
  // The writers are heavy and rarely needed: they are loaded when they are.
  if (format === 'xlsx') {
    const { writeSpreadsheet } = await import('../report/spreadsheet.ts');
    return download([await writeSpreadsheet(rows, counts, machines, t)], format);
  }
  const { cellsOf, headingsOf } = await import('../report/incident-table.ts');
  const { writeCsv } = await import('../report/csv.ts');
  download([writeCsv([headingsOf(t), ...rows.map((row) => cellsOf(row, machines, t))])], format);
}

/** Makes the report of the period on the screen, over all machines and states whatever else is filtered, and hands it over. */
export async function makeReport(
  shown: Shown,
  office: Office,
  sweep: SweepSummary | undefined,
): Promise<void> {
  const { source, filter, all, preset, machines } = shown;
  const period: Period = { from: filter.from, to: filter.to };
  if (source.files) return follow(source.files.report({ period, preset, office, sweep }));
  const { writePeriodReport } = await import('../report/period-report.ts');
  const { vietnamese } = await import('../report/vietnamese.ts');
  const before = await countsBefore(source, preset, period);
  const facts = {
    period,
    counts: all,
    machines: machines.length,
    office,
    ...(before && { before }),
    ...(sweep && { sweep }),
  };
  download([await writePeriodReport(facts, vietnamese)], 'docx');
}

async function countsBefore(source: ReviewSource, preset: PeriodPreset | 'custom', period: Period) {
  return preset === 'custom' ? null : source.counts(periodBefore(preset, period), []);
}

async function allRows({ source, filter }: Shown): Promise<ReviewRow[]> {
  const rows: ReviewRow[] = [];
  let cursor: string | null = null;
  do {
    const page = await source.list(filter, cursor, PAGE, 'export');
    rows.push(...page.rows);
    cursor = page.next;
  } while (cursor !== null);
  return rows;
}

/** Has the browser take a file that the source makes. */
function follow(address: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = '';
  link.click();
}

function download(parts: BlobPart[], format: keyof typeof TYPES): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(parts, { type: TYPES[format] }));
  link.download = `la-chan-${new Date().toISOString().slice(0, 10)}.${format}`;
  link.click();
  // Not at once: the browser reads it after this turn.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
