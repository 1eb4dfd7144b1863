import type { Level } from '../engine/types.ts';
import type { Bucket } from './period.ts';
import type { Disposition, Incident, ReviewState } from './types.ts';

/** A machine whose log is under review; `name` and `unit` as the unit calls them, empty when nobody said. */
export interface Machine {
  /** `Signed.device`; empty when nothing in the log is signed. */
  readonly device: string;
  readonly name: string;
  readonly unit: string;
}

/** One incident as a line of the table: what filters and counts look at. */
export interface ReviewRow {
  readonly id: string;
  readonly device: string;
  readonly unit: string;
  /** UTC, ISO 8601 with milliseconds. */
  readonly time: string;
  readonly sequence: number;
  readonly site: string;
  readonly channel: string;
  readonly level: Level | null;
  /** What happened in the end: of a warned attempt, what the person decided. */
  readonly disposition: Disposition;
  /** True when the person at the machine called it a false alarm. */
  readonly disputed: boolean;
  /** Rules of all findings, each once. */
  readonly rules: readonly string[];
  /** How many items the attempt had. */
  readonly items: number;
  /** How often the same attempt came again soon after. */
  readonly repeats: number;
  readonly state: ReviewState;
  /** Fingerprints of the items: equal ones are the same document. */
  readonly fingerprints: readonly string[];
}

/** Which incidents; an absent or empty list means all. */
export interface IncidentFilter {
  /** UTC, ISO 8601; inclusive. */
  readonly from: string;
  /** Exclusive. */
  readonly to: string;
  readonly units?: readonly string[];
  readonly devices?: readonly string[];
  readonly sites?: readonly string[];
  readonly channels?: readonly string[];
  /** `none` stands for incidents without a marking. */
  readonly levels?: readonly (Level | 'none')[];
  readonly rules?: readonly string[];
  readonly dispositions?: readonly Disposition[];
  readonly states?: readonly ReviewState[];
  /** One document, wherever it was tried. */
  readonly fingerprint?: string;
}

/** How many incidents carry a value, most first, then by value. */
export type Tally = readonly { readonly value: string; readonly count: number }[];

/** What the charts and the report show. Every incident counts once, however often it was repeated. */
export interface IncidentCounts {
  readonly incidents: number;
  /** Repeated attempts on top of the incidents. */
  readonly repeats: number;
  /** One number a bucket, in their order. */
  readonly overTime: readonly number[];
  readonly units: Tally;
  readonly devices: Tally;
  readonly sites: Tally;
  readonly channels: Tally;
  /** `none` for incidents without a marking. */
  readonly levels: Tally;
  /** An incident with two rules counts for both. */
  readonly rules: Tally;
  /** Rules of incidents that were judged false alarms; absent where nobody counts them. */
  readonly falseAlarms?: Tally;
  readonly dispositions: Tally;
  readonly states: Tally;
}

/** True when the filter lets the row through. */
export function matchesFilter(row: ReviewRow, filter: IncidentFilter): boolean {
  return (
    row.time >= filter.from &&
    row.time < filter.to &&
    has(filter.units, row.unit) &&
    has(filter.devices, row.device) &&
    has(filter.sites, row.site) &&
    has(filter.channels, row.channel) &&
    has(filter.levels, row.level ?? 'none') &&
    has(filter.dispositions, row.disposition) &&
    has(filter.states, row.state) &&
    (!filter.rules?.length || row.rules.some((rule) => filter.rules?.includes(rule))) &&
    (filter.fingerprint === undefined || row.fingerprints.includes(filter.fingerprint))
  );
}

/** Counts rows that were filtered already. `buckets` must be in order of time. */
export function countRows(rows: Iterable<ReviewRow>, buckets: readonly Bucket[]): IncidentCounts {
  const names = ['unit', 'device', 'site', 'channel', 'disposition', 'state'] as const;
  const tallies = Object.fromEntries(names.map((name) => [name, new Map<string, number>()])) as Record<
    (typeof names)[number],
    Map<string, number>
  >;
  const levels = new Map<string, number>();
  const rules = new Map<string, number>();
  const falseAlarms = new Map<string, number>();
  const overTime = buckets.map(() => 0);
  let incidents = 0;
  let repeats = 0;
  for (const row of rows) {
    incidents += 1;
    repeats += row.repeats;
    for (const name of names) add(tallies[name], row[name]);
    add(levels, row.level ?? 'none');
    for (const rule of row.rules) {
      add(rules, rule);
      if (row.state === 'false-alarm') add(falseAlarms, rule);
    }
    const bucket = bucketAt(buckets, row.time);
    if (bucket >= 0) overTime[bucket]! += 1;
  }
  return {
    incidents,
    repeats,
    overTime,
    units: ranked(tallies.unit),
    devices: ranked(tallies.device),
    sites: ranked(tallies.site),
    channels: ranked(tallies.channel),
    levels: ranked(levels),
    rules: ranked(rules),
    falseAlarms: ranked(falseAlarms),
    dispositions: ranked(tallies.disposition),
    states: ranked(tallies.state),
  };
}

/** The row of an incident that nobody has reviewed or repeated yet. */
export function rowOf(incident: Incident, machine: Machine): ReviewRow {
  const { id, time, sequence, channel, level, disposition } = incident;
  return {
    id,
    device: machine.device,
    unit: machine.unit,
    time,
    sequence,
    site: incident.destination.site,
    channel,
    level,
    disposition,
    disputed: false,
    rules: [...new Set(incident.items.flatMap(({ findings }) => findings.map(({ ruleId }) => ruleId)))],
    items: incident.items.length,
    repeats: 0,
    state: 'new',
    fingerprints: incident.items.map(({ fingerprint }) => fingerprint).filter((print) => print !== ''),
  };
}

function has<T>(wanted: readonly T[] | undefined, value: T): boolean {
  return wanted === undefined || wanted.length === 0 || wanted.includes(value);
}

function add(tally: Map<string, number>, value: string): void {
  tally.set(value, (tally.get(value) ?? 0) + 1);
}

/** Counted values, the most frequent first. */
export function ranked(tally: ReadonlyMap<string, number>): Tally {
  return [...tally]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}

function bucketAt(buckets: readonly Bucket[], time: string): number {
  let low = 0;
  let high = buckets.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const bucket = buckets[middle]!;
    if (time < bucket.from) high = middle - 1;
    else if (time >= bucket.to) low = middle + 1;
    else return middle;
  }
  return -1;
}
