import { type Alike, columnOf, DIMENSIONS, type Dimension, wordsOf } from './cube.ts';
import { type StoredSums, Sums } from './sums.ts';

/** The sums of all incidents that carry one value of a facet; facet and value are empty for those of all incidents. */
export interface Sheet {
  readonly facet: string;
  readonly value: string;
  readonly sums: StoredSums;
}

/** Dimensions whose single values have a sheet; units have cubes, machines the cubes of their units. */
const SHEETS = ['site', 'rules', 'channel', 'level', 'disposition', 'state'] as const;

interface Column {
  readonly values: readonly string[];
  readonly places: readonly number[];
}

/** Every sheet of a day. Counted by places in tables, not by names: a day of a province has tens of thousands of rows. */
export function sheetsOf(rows: readonly Alike[]): Sheet[] {
  const columns = Object.fromEntries(
    DIMENSIONS.map((each) => [each, columnOf(rows, each)]),
  ) as unknown as Record<Dimension, Column>;
  const whole: Column = { values: [''], places: rows.map(() => 0) };
  const sheets = [...sheetsOfColumn(rows, columns, '', whole, (value) => [value])];
  for (const facet of SHEETS)
    if (facet === 'rules') sheets.push(...sheetsOfColumn(rows, columns, 'rule', columns.rules, wordsOf));
    else sheets.push(...sheetsOfColumn(rows, columns, facet, columns[facet], (value) => [value]));
  return sheets;
}

/** One sheet for each name; `namesOf` says under which names a value of the column is counted. */
function sheetsOfColumn(
  rows: readonly Alike[],
  columns: Readonly<Record<Dimension, Column>>,
  facet: string,
  by: Column,
  namesOf: (value: string) => readonly string[],
): Sheet[] {
  const sheets = new Map<string, Sums>();
  for (const name of by.values.flatMap(namesOf)) sheets.set(name, sheets.get(name) ?? new Sums());
  const sumsOf = by.values.map((value) => namesOf(value).map((name) => sheets.get(name)!));
  rows.forEach(({ n, repeats }, row) => {
    for (const sums of sumsOf[by.places[row]!]!) {
      sums.incidents += n;
      sums.repeats += repeats;
    }
  });
  const isWrong = columns.state.places.map((place) => columns.state.values[place] === 'false-alarm');
  for (const dimension of DIMENSIONS) {
    const column = columns[dimension];
    const all = pairs(rows, by, column, () => true);
    each(all, column, (place, value, count) => {
      for (const sums of sumsOf[place]!)
        if (dimension === 'rules') for (const rule of wordsOf(value)) sums.add('rule', rule, count);
        else sums.add(dimension, value, count);
    });
    if (dimension !== 'rules') continue;
    const wrong = pairs(rows, by, column, (row) => isWrong[row]!);
    each(wrong, column, (place, value, count) => {
      for (const sums of sumsOf[place]!) for (const rule of wordsOf(value)) sums.add('wrong', rule, count);
    });
  }
  return [...sheets].map(([value, sums]) => ({ facet, value, sums: sums.toStored() }));
}

/** Above so many cells most would be empty. */
const CELLS = 2_000_000;

/** How many incidents have each pair of values: in a table with one row a value of `by`, or only those that there are. */
function pairs(
  rows: readonly Alike[],
  by: Column,
  column: Column,
  counts: (row: number) => boolean,
): Float64Array | Map<number, number> {
  const width = column.values.length;
  const cells = by.values.length * width;
  const cellOf = (row: number) => by.places[row]! * width + column.places[row]!;
  if (cells > CELLS) {
    const sparse = new Map<number, number>();
    rows.forEach(({ n }, row) => {
      if (counts(row)) sparse.set(cellOf(row), (sparse.get(cellOf(row)) ?? 0) + n);
    });
    return sparse;
  }
  const table = new Float64Array(cells);
  rows.forEach(({ n }, row) => {
    if (counts(row)) table[cellOf(row)]! += n;
  });
  return table;
}

function each(
  table: Float64Array | Map<number, number>,
  column: Column,
  take: (place: number, value: string, count: number) => void,
): void {
  const width = column.values.length;
  table.forEach((count: number, cell: number) => {
    if (count > 0) take(Math.floor(cell / width), column.values[cell % width]!, count);
  });
}
