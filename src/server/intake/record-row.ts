import type { LogRecord } from '../../incidents/types.ts';
import type { Value } from '../store/database.ts';
import type { FreshRecord } from './compare.ts';

/** Columns of `records` in the order of `recordRow`. */
export const RECORD_COLUMNS = [
  'device',
  'sequence',
  'hash',
  'time',
  'epoch',
  'kind',
  'subject',
  'unit',
  'site',
  'channel',
  'level',
  'disposition',
  'rules',
  'fingerprints',
  'state',
  'received',
  'repeats',
  'disputed',
  'items',
  'body',
] as const;

/** A record as a row. `rules` and `fingerprints` begin and end with a space, so that a whole word can be looked for. */
export function recordRow(
  { record, hash, body, epoch }: FreshRecord,
  device: string,
  unit: string,
  received: string,
): Value[] {
  const place = [device, record.sequence, hash, record.time, epoch] as const;
  if (!('disposition' in record))
    return [
      ...place,
      kindOf(record),
      subjectOf(record),
      unit,
      '',
      '',
      '',
      '',
      '',
      '',
      '',
      received,
      0,
      0,
      0,
      body,
    ];
  const { items } = record;
  const rules = new Set(items.flatMap(({ findings }) => findings.map(({ ruleId }) => ruleId)));
  const fingerprints = new Set(items.map(({ fingerprint }) => fingerprint).filter((print) => print !== ''));
  return [
    ...place,
    'incident',
    record.id,
    unit,
    record.destination.site,
    record.channel,
    record.level ?? 'none',
    record.disposition,
    spaced(rules),
    spaced(fingerprints),
    'new',
    received,
    0,
    0,
    items.length,
    body,
  ];
}

function kindOf(record: LogRecord): string {
  if ('answer' in record) return 'answer';
  if ('state' in record) return 'review';
  return 'repeatOf' in record ? 'repeat' : 'loss';
}

function subjectOf(record: LogRecord): string {
  if ('incidentId' in record) return record.incidentId;
  return 'repeatOf' in record ? record.repeatOf : record.id;
}

function spaced(words: ReadonlySet<string>): string {
  return words.size === 0 ? '' : ` ${[...words].join(' ')} `;
}
