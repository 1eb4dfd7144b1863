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

/** A record as a row. */
export function recordRow(read: FreshRecord, device: string, unit: string, received: string): Value[] {
  return [
    device,
    read.sequence,
    read.hash,
    read.time,
    read.epoch,
    read.kind,
    read.subject,
    unit,
    read.site,
    read.channel,
    read.level,
    read.disposition,
    read.rules,
    read.fingerprints,
    read.kind === 'incident' ? 'new' : '',
    received,
    0,
    0,
    read.items,
    read.body,
  ];
}
