import type { Answer, Incident, LogRecord, ReviewState } from '../../incidents/types.ts';

/** A record as it came, flat: what comparing and storing look at, cheap to hand from thread to thread. */
export interface ReadRecord {
  readonly sequence: number;
  readonly previous: string;
  readonly time: string;
  /** What its hash must be. Records are kept under it, so that an edited one never stands in for the true one. */
  readonly hash: string;
  /** True when the record carries another hash. */
  readonly isEdited: boolean;
  readonly kind: 'incident' | 'repeat' | 'answer' | 'review' | 'loss';
  /** Id of the incident it is or speaks of. */
  readonly subject: string;
  /** What it says of its subject: an answer, a state; empty otherwise. */
  readonly said: Answer['answer'] | ReviewState | '';
  /** Newest sequence of the chain that was lost; 0 but for a loss. */
  readonly former: number;
  readonly site: string;
  readonly channel: string;
  readonly level: string;
  readonly disposition: string;
  /** Words that begin and end with a space, so that a whole one can be looked for. */
  readonly rules: string;
  readonly fingerprints: string;
  readonly items: number;
  /** The record as JSON. */
  readonly body: string;
}

/** `hash` is what it must be; `body` the record's JSON. */
export function readForm(record: LogRecord, hash: string, body: string): ReadRecord {
  const { sequence, previous, time } = record;
  return {
    sequence,
    previous,
    time,
    hash,
    isEdited: hash !== record.hash,
    ...meaningOf(record),
    ...('disposition' in record ? factsOf(record) : NO_FACTS),
    body,
  };
}

function meaningOf(record: LogRecord): Pick<ReadRecord, 'kind' | 'subject' | 'said' | 'former'> {
  if ('disposition' in record) return { kind: 'incident', subject: record.id, said: '', former: 0 };
  if ('answer' in record)
    return { kind: 'answer', subject: record.incidentId, said: record.answer, former: 0 };
  if ('state' in record) return { kind: 'review', subject: record.incidentId, said: record.state, former: 0 };
  if ('repeatOf' in record) return { kind: 'repeat', subject: record.repeatOf, said: '', former: 0 };
  return { kind: 'loss', subject: record.id, said: '', former: record.former.sequence };
}

/** What only an incident says. */
export type Facts = Pick<
  ReadRecord,
  'site' | 'channel' | 'level' | 'disposition' | 'rules' | 'fingerprints' | 'items'
>;

export const NO_FACTS: Facts = {
  site: '',
  channel: '',
  level: '',
  disposition: '',
  rules: '',
  fingerprints: '',
  items: 0,
};

function factsOf({ destination, channel, level, disposition, items }: Incident): Facts {
  const rules = new Set<string>();
  const fingerprints = new Set<string>();
  for (const { findings, fingerprint } of items) {
    for (const { ruleId } of findings) rules.add(ruleId);
    if (fingerprint !== '') fingerprints.add(fingerprint);
  }
  return {
    site: destination.site,
    channel,
    level: level ?? 'none',
    disposition,
    rules: spaced(rules),
    fingerprints: spaced(fingerprints),
    items: items.length,
  };
}

/** Words as a column holds them. */
export function spaced(words: ReadonlySet<string>): string {
  return words.size === 0 ? '' : ` ${[...words].join(' ')} `;
}
