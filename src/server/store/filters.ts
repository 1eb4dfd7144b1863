import * as z from 'zod/mini';
import type { IncidentFilter } from '../../incidents/review-model.ts';
import type { Value } from './database.ts';

const word = z.string().check(z.maxLength(300));
const list = z.exactOptional(z.array(word).check(z.maxLength(200)));
const time = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/));

/** A filter as it comes over the network. */
export const filterSchema = z.strictObject({
  from: time,
  to: time,
  units: list,
  devices: list,
  sites: list,
  channels: list,
  levels: list,
  rules: list,
  dispositions: list,
  states: list,
  fingerprint: z.exactOptional(z.string().check(z.regex(/^[0-9a-f]{64}$/))),
}) as unknown as z.ZodMiniType<IncidentFilter>;

export interface Condition {
  readonly sql: string;
  readonly values: readonly Value[];
}

/** The column of `records` that each list of a filter narrows; `rules` narrows a column of several words. */
export const COLUMNS = {
  units: 'unit',
  devices: 'device',
  sites: 'site',
  channels: 'channel',
  levels: 'level',
  dispositions: 'disposition',
  states: 'state',
} as const;

/** The filter as conditions on `records`. */
export function conditionsOf(filter: IncidentFilter): Condition {
  const parts: string[] = [];
  const values: Value[] = [];
  for (const name of Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]) {
    const wanted = filter[name] ?? [];
    if (wanted.length === 0) continue;
    parts.push(`${COLUMNS[name]} IN (${wanted.map(() => '?').join(', ')})`);
    values.push(...wanted);
  }
  parts.push("kind = 'incident'", 'time >= ?', 'time < ?');
  values.push(filter.from, filter.to);
  if (filter.rules?.length) {
    parts.push(`(${filter.rules.map(() => 'rules LIKE ?').join(' OR ')})`);
    values.push(...filter.rules.map((rule) => `% ${rule} %`));
  }
  if (filter.fingerprint !== undefined) {
    parts.push('fingerprints LIKE ?');
    values.push(`% ${filter.fingerprint} %`);
  }
  return { sql: parts.join(' AND '), values };
}
