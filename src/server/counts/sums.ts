import { type IncidentCounts, ranked } from '../../incidents/review-model.ts';

/** What incidents are counted by. `wrong`: rules of those judged false alarms. */
export const FACETS = [
  'unit',
  'device',
  'site',
  'channel',
  'level',
  'disposition',
  'state',
  'rule',
  'wrong',
] as const;
export type Facet = (typeof FACETS)[number];

/** Sums as they are stored; `device` is missing where there were too many to name. */
export interface StoredSums {
  readonly incidents: number;
  readonly repeats: number;
  readonly facets: Readonly<Partial<Record<Facet, Readonly<Record<string, number>>>>>;
}

/** More machines than this are not named in what is stored of a day. */
const NAMED_DEVICES = 50;
/** Machines named in a tally; the coverage page lists all. */
export const SHOWN_DEVICES = 100;

/** Incidents, and how many of them carry each value of each facet. */
export class Sums {
  incidents = 0;
  repeats = 0;
  /** False as soon as machines were left out. */
  namesDevices = true;
  readonly #facets: Readonly<Record<Facet, Map<string, number>>>;

  constructor() {
    this.#facets = Object.fromEntries(FACETS.map((facet) => [facet, new Map()])) as Record<
      Facet,
      Map<string, number>
    >;
  }

  add(facet: Facet, value: string, count: number): void {
    const values = this.#facets[facet];
    values.set(value, (values.get(value) ?? 0) + count);
  }

  addStored({ incidents, repeats, facets }: StoredSums): void {
    this.incidents += incidents;
    this.repeats += repeats;
    if (!facets.device) this.namesDevices = false;
    for (const facet of FACETS)
      for (const [value, count] of Object.entries(facets[facet] ?? {})) this.add(facet, value, count);
  }

  toStored(): StoredSums {
    const named = FACETS.filter(
      (facet) => facet !== 'device' || (this.namesDevices && this.#facets.device.size <= NAMED_DEVICES),
    );
    const facets = named.map((facet) => [facet, Object.fromEntries(this.#facets[facet])]);
    return { incidents: this.incidents, repeats: this.repeats, facets: Object.fromEntries(facets) };
  }

  /** As charts show it. */
  toCounts(overTime: readonly number[]): IncidentCounts {
    const of = (facet: Facet) => ranked(this.#facets[facet]);
    return {
      incidents: this.incidents,
      repeats: this.repeats,
      overTime,
      units: of('unit'),
      devices: this.namesDevices ? of('device').slice(0, SHOWN_DEVICES) : [],
      sites: of('site'),
      channels: of('channel'),
      levels: of('level'),
      rules: of('rule'),
      falseAlarms: of('wrong'),
      dispositions: of('disposition'),
      states: of('state'),
    };
  }
}
