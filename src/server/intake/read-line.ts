import { hash as digest } from 'node:crypto';
import { recordSchemas } from '../../incidents/schema.ts';
import { linePatternOf } from './line-pattern.ts';
import { type Facts, NO_FACTS, type ReadRecord, spaced } from './read-record.ts';

const LINK = ['sequence', 'previous', 'time', 'hash'];
const PATTERNS = {
  incident: linePatternOf(recordSchemas.incident, [
    ...LINK,
    'id',
    'destination.site',
    'channel',
    'level',
    'disposition',
    'items',
  ]),
  repeat: linePatternOf(recordSchemas.repeat, [...LINK, 'repeatOf']),
  answer: linePatternOf(recordSchemas.answer, [...LINK, 'incidentId', 'answer']),
  review: linePatternOf(recordSchemas.review, [...LINK, 'incidentId', 'state']),
} as const;

type Kind = keyof typeof PATTERNS;

/** Where each field is in a match. */
const PLACES = Object.fromEntries(
  Object.entries(PATTERNS).map(([kind, { fields }]) => [
    kind,
    Object.fromEntries(fields.map((field, at) => [field, at + 1])),
  ]),
) as Record<Kind, Record<string, number>>;

/** Which kind a line can only be, by the first letter of its first key: the keys are in order. */
const KINDS: Readonly<Record<string, Kind>> = { c: 'incident', g: 'repeat', a: 'answer', h: 'review' };

/** Longer lines are looked at by the schema: a pattern keeps a note of every step it could go back. */
const LONGEST = 65_536;
const HASH_FIELD = '"hash":"';
/** The name, 64 digits, the closing quote and the comma: other fields always follow. */
const HASH_LENGTH = HASH_FIELD.length + 66;
/** No string of a matched line holds a quotation mark: these are fields. */
const WORDS = /"(?:ruleId|(fingerprint))":"([^"]*)"/g;

/** Reads one record in canonical JSON, without making objects of it; null for all else, which may be a record still. */
export function readLine(line: string): ReadRecord | null {
  const kind = KINDS[line[2] ?? ''];
  const match = kind && line.length <= LONGEST ? PATTERNS[kind].pattern.exec(line) : null;
  if (!kind || !match) return null;
  const place = PLACES[kind];
  const words = (field: string) => match[place[field]!]!.slice(1, -1);
  const at = line.indexOf(HASH_FIELD);
  const hash = digest('sha256', line.slice(0, at) + line.slice(at + HASH_LENGTH));
  return {
    sequence: Number(match[place.sequence!]),
    previous: words('previous'),
    time: words('time'),
    hash,
    isEdited: hash !== words('hash'),
    kind,
    subject: words(SUBJECTS[kind]),
    said: (kind === 'answer' || kind === 'review' ? words(SAID[kind]) : '') as ReadRecord['said'],
    former: 0,
    ...(kind === 'incident' ? factsOf(match, words) : NO_FACTS),
    body: line,
  };
}

const SUBJECTS = { incident: 'id', repeat: 'repeatOf', answer: 'incidentId', review: 'incidentId' } as const;
const SAID = { answer: 'answer', review: 'state' } as const;

function factsOf(match: RegExpExecArray, words: (field: string) => string): Facts {
  const rules = new Set<string>();
  const fingerprints = new Set<string>();
  let items = 0;
  for (const [, isFingerprint, word] of match[PLACES.incident.items!]!.matchAll(WORDS)) {
    if (isFingerprint === undefined) rules.add(word!);
    else {
      items += 1;
      if (word !== '') fingerprints.add(word!);
    }
  }
  return {
    site: words('destination.site'),
    channel: words('channel'),
    level: match[PLACES.incident.level!] === 'null' ? 'none' : words('level'),
    disposition: words('disposition'),
    rules: spaced(rules),
    fingerprints: spaced(fingerprints),
    items,
  };
}
