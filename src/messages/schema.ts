import * as z from 'zod/mini';
import type { Statement } from '../certificate/certificate.ts';
import type { Messages } from './messages.ts';

// The extension pages' CSP forbids eval; without this zod would probe for it and leave a CSP report behind.
z.config({ jitless: true });

const REASON_LENGTH = 500;
/** More files than a dropped folder holds, few enough for one message. */
const FILE_COUNT = 100_000;

// Not z.uuid(): crypto.randomUUID does not exist on plain http pages, so the guard makes its own kind.
const attemptId = z.string().check(z.regex(/^[0-9A-Za-z-]{16,64}$/));
const channel = z.enum(['paste', 'drop', 'typing', 'file-picker', 'submit', 'script', 'clipboard-api']);
/** A host as `location.host` gives it, never a URL: a path could hold content. */
const host = z.string().check(z.maxLength(261), z.regex(/^[^\s/?#@\\A-Z]*$/));
const destination = z.object({ site: host, frame: host });
/** Rule and signal ids, places. What is not a machine word is kept out of the log by `logItem`; refused, it would leave none. */
const word = z.string();
const level = z.nullable(z.enum(['mat', 'toi-mat', 'tuyet-mat']));

const finding = z.object({
  ruleId: word,
  kind: z.enum(['marking', 'category', 'foreign', 'keyword']),
  level,
  action: z.enum(['allow', 'report', 'warn', 'block']),
  confidence: z.number(),
  start: z.int(),
  end: z.int(),
  signals: z.array(z.object({ id: word, weight: z.number(), start: z.int(), end: z.int() })),
});

const verdict = z.object({
  action: z.enum(['report', 'warn', 'block', 'hold']),
  level,
  findings: z.array(z.object({ finding, where: word })),
  outcome: z.enum([
    'scanned',
    'too-large',
    'too-deep',
    'too-many',
    'bomb',
    'encrypted',
    'damaged',
    'timed-out',
    'unknown-format',
    'image-unread',
    'scanner-unavailable',
  ]),
});

/** Stays within one tab and on the screen; never stored. */
const notice = z.object({
  kind: z.enum(['scanning', 'blocked', 'held', 'warned']),
  channel,
  site: z.string(),
  items: z.array(
    z.object({
      kind: z.enum(['text', 'file']),
      name: z.exactOptional(z.string()),
      text: z.exactOptional(z.string()),
      verdict: z.nullable(
        z.extend(verdict, { action: z.enum(['allow', 'report', 'warn', 'block', 'hold']) }),
      ),
    }),
  ),
  contact: z.string(),
  stays: z.exactOptional(z.boolean()),
});

const relayedNotice = z.object({
  noticeId: attemptId,
  event: z.union([
    z.object({ kind: z.literal('show'), model: notice }),
    z.object({ kind: z.enum(['close', 'closed', 'false-alarm']) }),
    z.object({ kind: z.literal('continued'), reason: z.string().check(z.maxLength(REASON_LENGTH)) }),
  ]),
  frame: z.int().check(z.minimum(0)),
});

/** A browser without structured-clone messages delivers `{}`; the receiver must see that, so it is let through here. */
const file = z.custom<File>((value) => typeof value === 'object' && value !== null);

/** What every message must look like. The receiver checks; unknown fields are dropped. */
export const requestSchemas = {
  'attempt.text': z.object({
    attemptId,
    channel,
    destination,
    item: z.object({ kind: z.literal('text'), text: z.string(), verdict }),
  }),
  'attempt.files': z.object({
    attemptId,
    channel,
    destination,
    files: z.array(file).check(z.minLength(1), z.maxLength(FILE_COUNT)),
  }),
  'attempt.answer': z.object({
    attemptId,
    answer: z.enum(['continued', 'cancelled', 'false-alarm']),
    reason: z.exactOptional(z.string().check(z.maxLength(REASON_LENGTH))),
  }),
  'guard.read': z.object({ destination }),
  'pack.read': z.strictObject({}),
  'pack.load': z.strictObject({}),
  'frame.arm': z.strictObject({}),
  'policy.read': z.strictObject({}),
  'policy.local': z.object({ layer: z.record(z.string(), z.unknown()) }),
  'selftest.scan': z.object({ file }),
  'selftest.read': z.strictObject({}),
  'updates.look': z.strictObject({}),
  'updates.file': z.object({ file }),
  'notice.relay': relayedNotice,
  'notice.relayed': relayedNotice,
  'status.read': z.object({ tabUrl: z.nullable(z.string()) }),
  'incidents.read': z.object({
    limit: z.int().check(z.minimum(1), z.maximum(1000)),
    before: z.exactOptional(z.int().check(z.minimum(1))),
  }),
  'log.read': z.object({
    limit: z.int().check(z.minimum(1), z.maximum(5000)),
    before: z.exactOptional(z.int().check(z.minimum(1))),
  }),
  'log.incident': z.object({ incidentId: attemptId }),
  'log.review': z.object({
    incidentId: attemptId,
    state: z.enum(['new', 'confirmed', 'near-miss', 'false-alarm', 'exercise']),
    note: z.string().check(z.maxLength(REASON_LENGTH)),
  }),
  // Signing checks the statement itself, field by field.
  'certificate.sign': z.object({
    statement: z.custom<Statement>((value) => typeof value === 'object' && value !== null),
  }),
  'certificate.key': z.strictObject({}),
  'scan.file': z.object({ file, packId: z.string() }),
} as const satisfies { [N in keyof Messages]: z.ZodMiniType<Messages[N]['request']> };

/** Who may send each message. */
export const senders: { readonly [N in keyof Messages]: Messages[N]['from'] } = {
  'attempt.text': 'content',
  'attempt.files': 'content',
  'attempt.answer': 'content',
  'guard.read': 'content',
  'pack.read': 'content',
  'pack.load': 'page',
  'frame.arm': 'content',
  'policy.read': 'page',
  'policy.local': 'page',
  'selftest.scan': 'page',
  'selftest.read': 'page',
  'updates.look': 'page',
  'updates.file': 'page',
  'notice.relay': 'content',
  'notice.relayed': 'background',
  'status.read': 'page',
  'incidents.read': 'page',
  'log.read': 'page',
  'log.incident': 'page',
  'log.review': 'page',
  'certificate.sign': 'page',
  'certificate.key': 'page',
  'scan.file': 'background',
};
