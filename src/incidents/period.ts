import reporting from '../../rules/reporting.json' with { type: 'json' };

/** A span of time: `from` inclusive, `to` exclusive, UTC in ISO 8601. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

export type PeriodPreset = 'month' | 'quarter' | 'half-year' | 'reporting-year';

/** One step of a chart over time; `label` is the day (`YYYY-MM-DD`) or month (`YYYY-MM`) it begins in. */
export interface Bucket extends Period {
  readonly label: string;
}

/** A day without time, in the country's one time zone (no summer time). */
interface Day {
  readonly year: number;
  /** 1 to 12; other values count on into other years. */
  readonly month: number;
  readonly day: number;
}

const OFFSET = Number(reporting.utcOffset.slice(0, 3)) * 3_600_000;
const DAY = 86_400_000;
/** More days than this are drawn by month. */
const MOST_DAYS = 62;

/** The preset period that holds `moment`. The reporting year ends as `rules/reporting.json` says. */
export function periodAround(preset: PeriodPreset, moment: Date): Period {
  const { year, month } = dayOf(moment);
  if (preset === 'reporting-year') {
    const { yearEnds } = reporting;
    const end = { year, month: yearEnds.month, day: yearEnds.day + 1 };
    const ended = moment.getTime() >= instantOf(end) ? year + 1 : year;
    return periodOf({ ...end, year: ended - 1 }, { ...end, year: ended });
  }
  const months = { month: 1, quarter: 3, 'half-year': 6 }[preset];
  const first = Math.floor((month - 1) / months) * months + 1;
  return periodOf({ year, month: first, day: 1 }, { year, month: first + months, day: 1 });
}

/** The period of the same kind just before. */
export function periodBefore(preset: PeriodPreset, period: Period): Period {
  return periodAround(preset, new Date(Date.parse(period.from) - 1));
}

/** The period from the first to the last day, both inclusive, `YYYY-MM-DD`; null when they are no days in that order. */
export function periodOfDays(firstDay: string, lastDay: string): Period | null {
  const [first, last] = [readDay(firstDay), readDay(lastDay)];
  if (!first || !last) return null;
  const period = periodOf(first, { ...last, day: last.day + 1 });
  return period.from < period.to ? period : null;
}

/** First and last day of a period, both inclusive, `YYYY-MM-DD`. */
export function daysOf(period: Period): { first: string; last: string } {
  return {
    first: writeDay(dayOf(new Date(period.from))),
    last: writeDay(dayOf(new Date(Date.parse(period.to) - 1))),
  };
}

/** The steps of a chart: days for short periods, else months (the first and last may be cut by the period). */
export function bucketsOf(period: Period): Bucket[] {
  const byDay = Date.parse(period.to) - Date.parse(period.from) <= MOST_DAYS * DAY;
  const buckets: Bucket[] = [];
  let from = period.from;
  while (from < period.to) {
    const { year, month, day } = dayOf(new Date(from));
    const next = byDay ? { year, month, day: day + 1 } : { year, month: month + 1, day: 1 };
    const end = new Date(instantOf(next)).toISOString();
    const to = end < period.to ? end : period.to;
    buckets.push({ from, to, label: writeDay({ year, month, day }).slice(0, byDay ? 10 : 7) });
    from = to;
  }
  return buckets;
}

function periodOf(first: Day, end: Day): Period {
  return { from: new Date(instantOf(first)).toISOString(), to: new Date(instantOf(end)).toISOString() };
}

function dayOf(moment: Date): Day {
  const there = new Date(moment.getTime() + OFFSET);
  return { year: there.getUTCFullYear(), month: there.getUTCMonth() + 1, day: there.getUTCDate() };
}

function instantOf({ year, month, day }: Day): number {
  return Date.UTC(year, month - 1, day) - OFFSET;
}

function writeDay({ year, month, day }: Day): string {
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}

function readDay(text: string): Day | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(Date.parse(text))) return null;
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  const read = { year, month, day };
  return writeDay(read) === text ? read : null;
}
