import { writeFile } from 'node:fs/promises';
import type { LogPart } from '../incidents/log-file.ts';
import { createReviewIndex } from '../incidents/review-index.ts';
import { countRows, type Machine } from '../incidents/review-model.ts';
import { writeCsv } from '../report/csv.ts';
import { cellsOf, headingsOf } from '../report/incident-table.ts';
import { writeSpreadsheet } from '../report/spreadsheet.ts';
import { EXIT } from './command.ts';
import { fileErrorKey } from './file-errors.ts';
import { writeLine } from './output.ts';
import { readLogFile } from './read-log-file.ts';
import type { Texts } from './texts.ts';

/** Writes the incidents of exported logs as a table, CSV or Excel by the name of `out`. */
export async function exportTable(files: readonly string[], out: string, texts: Texts): Promise<number> {
  const index = createReviewIndex();
  const machines = new Map<string, Machine>();
  for (const file of files) {
    const log = await readLogFile(file, texts);
    if (!log) return EXIT.failed;
    for (const part of log.parts) add(part);
  }
  const rows = index.all();
  const table = /\.csv$/i.test(out)
    ? writeCsv([headingsOf(texts), ...rows.map((row) => cellsOf(row, machines, texts))])
    : new Uint8Array(
        await (await writeSpreadsheet(rows, countRows(rows, []), machines, texts)).arrayBuffer(),
      );
  try {
    await writeFile(out, table);
  } catch (error) {
    process.stderr.write(`la-chan: ${texts(fileErrorKey(error), out)}\n`);
    return EXIT.failed;
  }
  await writeLine(texts('cliExportDone', out, String(rows.length)));
  return EXIT.ok;

  function add({ machine, records }: LogPart): void {
    machines.set(machine.device, machine);
    index.add(records, machine);
  }
}
