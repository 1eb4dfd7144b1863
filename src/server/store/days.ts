import reporting from '../../../rules/reporting.json' with { type: 'json' };

const OFFSET = Number(reporting.utcOffset.slice(0, 3)) * 3_600_000;
const DAY = 86_400_000;
const HOURS = 20_000;
const days = new Map<string, string>();

/** The day, `YYYY-MM-DD`, that a moment (ISO 8601) falls on in the country's time. */
export function dayOf(time: string): string {
  // An offset of whole hours: all moments of an hour fall on one day.
  const hour = time.slice(0, 13);
  const known = days.get(hour);
  if (known !== undefined) return known;
  const day = new Date(Date.parse(time) + OFFSET).toISOString().slice(0, 10);
  if (days.size >= HOURS) days.clear();
  days.set(hour, day);
  return day;
}

/** When a day begins and when the next one does, ISO 8601. */
export function spanOf(day: string): { from: string; to: string } {
  const from = Date.parse(`${day}T00:00:00Z`) - OFFSET;
  return { from: new Date(from).toISOString(), to: new Date(from + DAY).toISOString() };
}

/** True when a day begins at this moment. */
export function isDayStart(time: string): boolean {
  return spanOf(dayOf(time)).from === new Date(time).toISOString();
}
