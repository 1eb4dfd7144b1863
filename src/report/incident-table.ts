import type { Machine, ReviewRow } from '../incidents/review-model.ts';
import { type Words, wordFor } from './words.ts';

/** Columns of an exported table, in order; their headings are the texts `export_<name>`. */
export const COLUMNS = [
  'time',
  'unit',
  'machine',
  'site',
  'channel',
  'level',
  'rules',
  'outcome',
  'items',
  'repeats',
  'state',
  'id',
] as const;

/** A cell: words or a number. */
export type Cell = string | number;

/** A row of the export, in the order of `COLUMNS`. Holds what the log holds: no content. */
export function cellsOf(row: ReviewRow, machines: ReadonlyMap<string, Machine>, words: Words): Cell[] {
  const machine = machines.get(row.device);
  return [
    localTime(row.time),
    row.unit,
    machine?.name || row.device,
    row.site,
    wordFor(words, 'channel', row.channel),
    row.level === null ? words('level_none') : wordFor(words, 'level', row.level),
    row.rules.join(' '),
    wordFor(words, 'disposition', row.disposition),
    row.items,
    row.repeats,
    wordFor(words, 'review_state', row.state),
    row.id,
  ];
}

/** Headings in the order of `COLUMNS`. */
export function headingsOf(words: Words): string[] {
  return COLUMNS.map((name) => words(`export_${name}`));
}

/** The country's time, `YYYY-MM-DD HH:MM:SS`: sorts as text and needs no time zone to be read. */
function localTime(iso: string): string {
  return new Date(Date.parse(iso) + 7 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}
