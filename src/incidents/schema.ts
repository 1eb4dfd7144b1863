import * as z from 'zod/mini';
import type { Channel, Outcome } from '../engine/verdict.ts';
import type { Answer, Checkpoint, Incident, LogLoss, LogRecord, Repeat, Review, Tombstone } from './types.ts';

// The extension pages' CSP forbids eval; without this zod would probe for it.
z.config({ jitless: true });

const NOTE_LENGTH = 500;
const FINDINGS = 50;
const ITEMS = 100_000;

/** Ids of rules, evidence, places: nothing a piece of a document could hide in. The same letters as `logItem` keeps. */
const word = z.string().check(z.regex(/^([\w.:/@#+-]{0,200}|\?)$/));
/** Words that later versions may add to: channels, outcomes. */
const growing = z.string().check(z.regex(/^[a-z][a-z-]{0,40}$/));
const id = z.string().check(z.regex(/^[\w-]{1,80}(\/[\w-]{1,80}){0,2}$/));
const hex = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const time = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/));
const host = z.string().check(z.maxLength(261), z.regex(/^[^\s/?#@\\A-Z]*$/));
const level = z.nullable(z.enum(['mat', 'toi-mat', 'tuyet-mat']));
const words = z.nullable(z.string().check(z.maxLength(NOTE_LENGTH)));
const sequence = z.int().check(z.minimum(1));
const size = z.int().check(z.minimum(0));

const link = { sequence, previous: hex, hash: hex };

const finding = z.strictObject({
  ruleId: word,
  level,
  confidence: z.number().check(z.minimum(0), z.maximum(1)),
  where: word,
  signals: z.array(z.strictObject({ id: word, weight: z.number() })),
});

const item = z.strictObject({
  kind: z.enum(['text', 'file']),
  mediaType: word,
  size,
  action: z.enum(['allow', 'report', 'warn', 'hold', 'block']),
  level,
  outcome: growing as unknown as z.ZodMiniType<Outcome>,
  fingerprint: z.string().check(z.regex(/^([0-9a-f]{64})?$/)),
  findings: z.array(finding).check(z.maxLength(FINDINGS)),
});

/** The versions of rule packs and product. */
const version = z.string().check(z.regex(/^[\w.+-]{0,60}$/));
const group = z.string().check(z.regex(/^[0-9a-f]{32}$/));

const incident = z.strictObject({
  ...link,
  id,
  time,
  channel: growing as unknown as z.ZodMiniType<Channel>,
  destination: z.strictObject({ site: host, frame: host }),
  disposition: z.enum(['reported', 'warned', 'continued', 'cancelled', 'blocked', 'held']),
  level,
  items: z.array(item).check(z.minLength(1), z.maxLength(ITEMS)),
  packVersion: version,
  productVersion: version,
  group: z.exactOptional(group),
}) satisfies z.ZodMiniType<Incident>;

const repeat = z.strictObject({ ...link, id, repeatOf: id, time, group }) satisfies z.ZodMiniType<Repeat>;

const answer = z.strictObject({
  ...link,
  id,
  incidentId: id,
  time,
  answer: z.enum(['continued', 'cancelled', 'false-alarm']),
  reason: words,
  reasonDropped: z.boolean(),
}) satisfies z.ZodMiniType<Answer>;

/** The states a review may give. */
export const reviewStateSchema = z.enum(['new', 'confirmed', 'near-miss', 'false-alarm', 'exercise']);

const review = z.strictObject({
  ...link,
  id,
  incidentId: id,
  time,
  state: reviewStateSchema,
  note: words,
  noteDropped: z.boolean(),
}) satisfies z.ZodMiniType<Review>;

const signed = {
  device: group,
  key: z.string().check(z.regex(/^[\w-]{87}$/)),
  chain: hex,
  time,
  signature: z.string().check(z.regex(/^[\w-]{86}$/)),
};

/** A signed statement "up to here the log is this". The signature itself is for `isSignedByDevice` to check. */
export const checkpointSchema = z.strictObject({
  kind: z.literal('checkpoint'),
  ...signed,
  sequence,
  hash: hex,
  count: size,
}) satisfies z.ZodMiniType<Checkpoint>;

/** A signed statement "these records were pruned". */
export const tombstoneSchema = z.strictObject({
  kind: z.literal('tombstone'),
  ...signed,
  sequence,
  hash: hex,
  incidents: size,
}) satisfies z.ZodMiniType<Tombstone>;

const loss = z.strictObject({
  ...link,
  id,
  time,
  event: z.literal('log-lost'),
  former: checkpointSchema,
}) satisfies z.ZodMiniType<LogLoss>;

/**
 * Any record of a log, as an importer or a server must see it. Strict: a field that is not known here could carry
 * content, and dropping it would break the hash.
 */
export const logRecordSchema: z.ZodMiniType<LogRecord> = z.union([incident, repeat, answer, review, loss]);

/** A record of a log, or null when it is none; like `logRecordSchema`, but looks at one kind only: files hold 100,000. */
export function readRecord(value: unknown): LogRecord | null {
  if (typeof value !== 'object' || value === null) return null;
  const kind = KINDS.find(({ field }) => field in value);
  return kind?.schema.safeParse(value).data ?? null;
}

/** The schema of each kind of record. */
export const recordSchemas = { incident, repeat, answer, review, loss } as const;

/** Each kind by the field that only it has. */
const KINDS: readonly { readonly field: string; readonly schema: z.ZodMiniType<LogRecord> }[] = [
  { field: 'disposition', schema: incident },
  { field: 'repeatOf', schema: repeat },
  { field: 'answer', schema: answer },
  { field: 'state', schema: review },
  { field: 'event', schema: loss },
];
