import type { IncidentFilter } from '../../incidents/review-model.ts';
import type { Sql, Value } from '../store/database.ts';
import { dayOf } from '../store/days.ts';
import { openCube, sumCube } from './cube.ts';
import { ALL_UNITS } from './recount.ts';
import type { StoredSums, Sums } from './sums.ts';

/** One counted day, or one unit's or value's part of it. */
export interface CountedDay {
  readonly day: string;
  readonly incidents: number;
}

/** More units than this are looked for in what was counted of all. */
const SINGLE_UNITS = 20;
/** Cubes of all units read at once: some megabytes. */
const PIECE = 32;

/** Where the counts of a filter are found. */
type Source =
  | { readonly kind: 'sheets'; readonly facet: string; readonly values: readonly string[] }
  | { readonly kind: 'cubes'; readonly scopes: readonly string[] };

/**
 * Adds the days of the filter's time, as they were counted, to `total`, and says each: newest first, days without a match
 * may be among them.
 */
export async function* readCountedDays(
  sql: Sql,
  filter: IncidentFilter,
  total: Sums,
): AsyncGenerator<CountedDay> {
  const source = await chooseSource(sql, filter);
  if (source.kind === 'sheets') yield* readSheets(sql, source, filter, total);
  else yield* readCubes(sql, source.scopes, filter, total);
}

/**
 * Single machines and few units have cubes of their own; one facet alone has sheets; all else is in the cubes of all units,
 * which name no machines.
 */
async function chooseSource(sql: Sql, filter: IncidentFilter): Promise<Source> {
  if (filter.devices?.length) return { kind: 'cubes', scopes: await unitsOf(sql, filter.devices) };
  const units = filter.units ?? [];
  if (units.length > 0 && units.length <= SINGLE_UNITS) return { kind: 'cubes', scopes: units };
  const narrowed = Object.entries({
    site: filter.sites,
    channel: filter.channels,
    level: filter.levels,
    disposition: filter.dispositions,
    state: filter.states,
    rule: filter.rules,
  }).filter(([, values]) => values?.length);
  const [only, ...others] = narrowed;
  if (!only && units.length === 0) return { kind: 'sheets', facet: '', values: [''] };
  // An incident with two of the wanted rules is in the sheets of both.
  const counted = only && others.length === 0 && !(only[0] === 'rule' && only[1]!.length > 1);
  if (counted && units.length === 0) return { kind: 'sheets', facet: only[0], values: only[1]! };
  const all = await allUnits(sql);
  return { kind: 'cubes', scopes: all.length <= SINGLE_UNITS ? all : [ALL_UNITS] };
}

/** Every unit that has machines, or one too many. */
async function allUnits(sql: Sql): Promise<string[]> {
  const rows = await sql.all<{ unit: string }>(`SELECT DISTINCT unit FROM devices LIMIT ${SINGLE_UNITS + 1}`);
  return rows.map(({ unit }) => unit);
}

async function unitsOf(sql: Sql, devices: readonly string[]): Promise<string[]> {
  const rows = await sql.all<{ unit: string }>(
    `SELECT DISTINCT unit FROM devices WHERE device IN (${devices.map(() => '?').join(', ')})`,
    devices,
  );
  return rows.map(({ unit }) => unit);
}

async function* readSheets(
  sql: Sql,
  { facet, values }: Extract<Source, { kind: 'sheets' }>,
  { from, to }: IncidentFilter,
  total: Sums,
): AsyncGenerator<CountedDay> {
  const rows = await sql.all<{ day: string; sheet: string }>(
    `SELECT day, sheet FROM daily_sheets WHERE facet = ? AND value IN (${values.map(() => '?').join(', ')})
       AND day >= ? AND day <= ? ORDER BY day DESC`,
    [facet, ...values, dayOf(from), lastDay(to)],
  );
  for (const { day, sheet } of rows) {
    const stored = JSON.parse(sheet) as StoredSums;
    total.addStored(stored);
    yield { day, incidents: stored.incidents };
  }
}

async function* readCubes(
  sql: Sql,
  scopes: readonly string[],
  filter: IncidentFilter,
  total: Sums,
): AsyncGenerator<CountedDay> {
  const where = `scope IN (${scopes.map(() => '?').join(', ')})`;
  const piece = scopes.includes(ALL_UNITS) ? PIECE : 100 * PIECE;
  const first = dayOf(filter.from);
  let last = lastDay(filter.to);
  while (scopes.length > 0) {
    const rows = await sql.all<{ day: string; cube: Uint8Array }>(
      `SELECT day, cube FROM daily_cubes WHERE ${where} AND day >= ? AND day <= ? ORDER BY day DESC LIMIT ?`,
      [...scopes, first, last, piece] satisfies Value[],
    );
    // A day that may be cut in two by the limit is read whole with the next piece.
    const cut = rows.length === piece ? rows.at(-1)!.day : '';
    for (const { day, cube } of rows) {
      if (day === cut) continue;
      yield { day, incidents: sumCube(openCube(cube), filter, total) };
    }
    if (cut === '') return;
    last = cut;
  }
}

/** The day on which the last moment before `to` falls. */
function lastDay(to: string): string {
  return dayOf(new Date(Date.parse(to) - 1).toISOString());
}
