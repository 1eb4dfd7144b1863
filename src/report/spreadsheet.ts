import writeExcelFile from 'write-excel-file/universal';
import type { IncidentCounts, Machine, ReviewRow, Tally } from '../incidents/review-model.ts';
import { type Cell, cellsOf, headingsOf } from './incident-table.ts';
import { type Words, wordFor } from './words.ts';

const WIDTHS = [20, 24, 24, 26, 20, 12, 30, 18, 8, 8, 18, 38];

/** The incidents and their counts as an Excel workbook of two sheets. Words stay words: nothing in it is a formula. */
export async function writeSpreadsheet(
  rows: Iterable<ReviewRow>,
  counts: IncidentCounts,
  machines: ReadonlyMap<string, Machine>,
  words: Words,
): Promise<Blob> {
  const incidents = [headingsOf(words), ...[...rows].map((row) => cellsOf(row, machines, words))];
  const sheets = [
    { data: incidents, sheet: words('export_sheet_incidents'), columns: WIDTHS.map((width) => ({ width })) },
    {
      data: countRows(counts, words),
      sheet: words('export_sheet_counts'),
      columns: [{ width: 44 }, { width: 12 }],
    },
  ];
  return writeExcelFile(
    sheets.map(({ data, sheet, columns }) => ({
      data: data.map((row, i) => row.map((cell) => toCell(cell, i === 0))),
      sheet,
      columns,
      stickyRowsCount: 1,
    })),
  ).toBlob();
}

function toCell(value: Cell, heading: boolean) {
  const weight = heading ? ({ fontWeight: 'bold' } as const) : {};
  return typeof value === 'number' ? { value, type: Number, ...weight } : { value, type: String, ...weight };
}

function countRows(counts: IncidentCounts, words: Words): Cell[][] {
  const groups: [string, string, Tally][] = [
    ['disposition', 'export_outcome', counts.dispositions],
    ['review_state', 'export_state', counts.states],
    ['level', 'export_level', counts.levels],
    ['channel', 'export_channel', counts.channels],
    ['rule', 'export_rules', counts.rules],
    ['', 'export_site', counts.sites],
    ['', 'export_unit', counts.units],
  ];
  return [
    [words('export_sheet_counts'), words('export_count')],
    [words('export_incidents'), counts.incidents],
    [words('export_repeats'), counts.repeats],
    ...groups.flatMap(([group, title, tally]): Cell[][] => [
      [words(title), ''],
      ...tally.map(({ value, count }): Cell[] => [
        `   ${group === '' ? value : wordFor(words, group, value)}`,
        count,
      ]),
    ]),
  ];
}
