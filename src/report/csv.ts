import type { Cell } from './incident-table.ts';

/** Excel reads UTF-8 only after this mark. */
const BYTE_ORDER_MARK = '\uFEFF';

/** Rows as CSV for spreadsheet programs: UTF-8 with a byte order mark, CRLF, RFC 4180 quotes. */
export function writeCsv(rows: Iterable<readonly Cell[]>): string {
  let csv = BYTE_ORDER_MARK;
  for (const row of rows) csv += `${row.map(field).join(',')}\r\n`;
  return csv;
}

function field(cell: Cell): string {
  if (typeof cell === 'number') return String(cell);
  // What starts like a formula would be run by the spreadsheet program of whoever opens the file.
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
