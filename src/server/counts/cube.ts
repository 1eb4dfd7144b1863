import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { IncidentFilter } from '../../incidents/review-model.ts';
import { COLUMNS } from '../store/filters.ts';
import type { Sums } from './sums.ts';

/** What the incidents of a day differ in. `rules`: all rules of an incident, as its row has them. */
export const DIMENSIONS = [
  'unit',
  'device',
  'site',
  'rules',
  'channel',
  'level',
  'disposition',
  'state',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Incidents that are alike in every dimension. */
export type Alike = Readonly<Record<Dimension, string>> & { readonly n: number; readonly repeats: number };

/** One column: which value of `values` each row has. */
interface Column {
  readonly values: readonly string[];
  readonly places: ArrayLike<number>;
}

/** A day's incidents by everything they can be filtered by, column by column. */
export interface Cube {
  readonly length: number;
  readonly columns: Readonly<Record<Dimension, Column>>;
  readonly n: ArrayLike<number>;
  readonly repeats: ArrayLike<number>;
}

interface Head {
  readonly length: number;
  readonly values: Readonly<Record<Dimension, readonly string[]>>;
  /** Bytes of a number in each column: the dimensions in order, then `n` and `repeats`. */
  readonly widths: readonly (1 | 2 | 4)[];
}

const ARRAYS = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array } as const;
/** The head's length stands in front of it. */
const LEAD = 4;

/** A cube as it is stored: a line of JSON with the values, then the columns as numbers, all deflated. */
export function packCube(rows: readonly Alike[]): Uint8Array {
  const columns = DIMENSIONS.map((dimension) => columnOf(rows, dimension));
  const numbers = [
    ...columns.map(({ places }) => places),
    rows.map(({ n }) => n),
    rows.map(({ repeats }) => repeats),
  ];
  const widths = numbers.map(widthOf);
  const values = Object.fromEntries(DIMENSIONS.map((each, at) => [each, columns[at]!.values]));
  const head = Buffer.from(JSON.stringify({ length: rows.length, values, widths }));
  const lead = Buffer.alloc(LEAD);
  lead.writeUInt32LE(head.length);
  const bodies = numbers.map((column, at) => Buffer.from(ARRAYS[widths[at]!].from(column).buffer));
  return deflateRawSync(Buffer.concat([lead, head, ...bodies]), { level: 3 });
}

/** What a column of rows holds: each value once, and which of them each row has. */
export function columnOf(
  rows: readonly Alike[],
  dimension: Dimension,
): { readonly values: readonly string[]; readonly places: readonly number[] } {
  const known = new Map<string, number>();
  const places = rows.map((row) => {
    const place = known.get(row[dimension]) ?? known.size;
    known.set(row[dimension], place);
    return place;
  });
  return { values: [...known.keys()], places };
}

export function openCube(packed: Uint8Array): Cube {
  const bytes = inflateRawSync(packed);
  let at = LEAD + bytes.readUInt32LE(0);
  const { length, values, widths } = JSON.parse(bytes.toString('utf8', LEAD, at)) as Head;
  const numbers = widths.map((width) => {
    // A copy of its own begins where numbers of any width may begin.
    const own = new Uint8Array(bytes.subarray(at, at + length * width));
    at += length * width;
    return new ARRAYS[width](own.buffer, 0, length);
  });
  const columns = Object.fromEntries(
    DIMENSIONS.map((each, place) => [each, { values: values[each], places: numbers[place]! }]),
  ) as unknown as Cube['columns'];
  return { length, columns, n: numbers.at(-2)!, repeats: numbers.at(-1)! };
}

/** The rows of a cube; how they are counted is for the caller. */
export function* rowsOf({ length, columns, n, repeats }: Cube): Generator<Alike> {
  for (let at = 0; at < length; at++) {
    const row = { n: n[at]!, repeats: repeats[at]! } as Record<string, string | number>;
    for (const each of DIMENSIONS) row[each] = columns[each].values[columns[each].places[at]!]!;
    yield row as unknown as Alike;
  }
}

/** Adds to `sums` what the filter lets through, whose time is not looked at; answers how many incidents that was. */
export function sumCube(cube: Cube, filter: IncidentFilter, sums: Sums): number {
  const rows = wantedRows(cube, filter);
  const { n, repeats, columns } = cube;
  let incidents = 0;
  for (const row of rows) {
    incidents += n[row]!;
    sums.repeats += repeats[row]!;
  }
  sums.incidents += incidents;
  for (const dimension of DIMENSIONS) {
    const counts = countValues(columns[dimension], rows, n);
    columns[dimension].values.forEach((value, place) => {
      const count = counts[place]!;
      if (count === 0) return;
      if (dimension === 'rules') for (const rule of wordsOf(value)) sums.add('rule', rule, count);
      else if (dimension === 'device' && value === '') sums.namesDevices = false;
      else sums.add(dimension, value, count);
    });
  }
  const { places, values } = columns.state;
  const wrong = rows.filter((row) => values[places[row]!] === 'false-alarm');
  countValues(columns.rules, wrong, n).forEach((count, place) => {
    if (count > 0) for (const rule of wordsOf(columns.rules.values[place]!)) sums.add('wrong', rule, count);
  });
  return incidents;
}

/** How many incidents of these rows carry each value of a column. */
function countValues({ values, places }: Column, rows: Uint32Array, n: ArrayLike<number>): Float64Array {
  const counts = new Float64Array(values.length);
  for (const row of rows) counts[places[row]!]! += n[row]!;
  return counts;
}

/** The rows that every list of the filter lets through. */
function wantedRows({ length, columns }: Cube, filter: IncidentFilter): Uint32Array {
  let rows = Uint32Array.from({ length }, (_, row) => row);
  const lists = { ...COLUMNS, rules: 'rules' } as const;
  for (const name of Object.keys(lists) as (keyof typeof lists)[]) {
    const dimension = lists[name];
    const list: readonly string[] = filter[name] ?? [];
    if (list.length === 0) continue;
    const among = new Set(list);
    const isWanted = (value: string) =>
      dimension === 'rules' ? wordsOf(value).some((rule) => among.has(rule)) : among.has(value);
    const { values, places } = columns[dimension];
    const wanted = values.map(isWanted);
    rows = rows.filter((row) => wanted[places[row]!]);
  }
  return rows;
}

/** Words of a column that holds several, each between spaces. */
export function wordsOf(spaced: string): string[] {
  return spaced.split(' ').filter((word) => word !== '');
}

function widthOf(numbers: readonly number[]): 1 | 2 | 4 {
  let most = 0;
  for (const each of numbers) if (each > most) most = each;
  return most < 0x100 ? 1 : most < 0x10000 ? 2 : 4;
}
