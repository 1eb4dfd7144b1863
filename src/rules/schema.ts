import * as z from 'zod/mini';

const text = z.string().check(z.minLength(1));
const phrases = z.array(text).check(z.minLength(1));
const level = z.enum(['mat', 'toi-mat', 'tuyet-mat']);
const examples = z.strictObject({ match: phrases, ignore: phrases });
const ruleId = (prefix: string) => z.string().check(z.regex(new RegExp(`^${prefix}(\\.[a-z0-9-]+)+$`)));

/** What people read of a rule. Nothing unseen, and nothing that turns the reading direction. */
export const ruleName = z
  .string()
  .check(z.minLength(1), z.maxLength(100), z.regex(/^[^\p{C}\p{Zl}\p{Zp}]*$/u));

/** `rules/markings/*.yaml`. */
export const markingSchema = z.strictObject({
  id: ruleId('marking'),
  level,
  phrases,
  source: text,
  examples,
});

/** `rules/foreign/*.yaml`. */
export const foreignSchema = z.strictObject({
  id: ruleId('foreign'),
  name: z.optional(ruleName),
  strong: z.array(text),
  weak: z.array(text),
  source: text,
  examples,
});

/** `rules/categories/*.yaml`: one sector, one or more items of its decision. */
export const categorySchema = z.strictObject({
  sector: z.string().check(z.regex(/^[a-z-]+$/)),
  decision: text,
  items: z
    .array(
      z.strictObject({
        id: ruleId('category'),
        name: z.optional(ruleName),
        item: text,
        level,
        near: z.number().check(z.minimum(50), z.maximum(5000)),
        concepts: z.record(z.string(), phrases),
        examples,
      }),
    )
    .check(z.minLength(1)),
});

/** `keywords/*.yaml` of a unit's pack. The words stay with the unit: the pack holds their hashes. */
export const keywordSchema = z.strictObject({
  id: ruleId('keyword'),
  name: z.optional(ruleName),
  action: z.enum(['warn', 'block']),
  words: phrases,
  source: text,
  examples,
});

const stage = z.enum(['report', 'warn', 'block']);
const host = z.string().check(z.regex(/^(\*|(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*)$/));
const day = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));

/** `stages.yaml` of a unit's pack: rules on trial, also those of the baseline. */
export const stagesSchema = z.array(
  z.strictObject({
    rule: text,
    stage,
    sites: z.optional(z.array(z.strictObject({ host, stage })).check(z.minLength(1))),
  }),
);

/** `allowlist.yaml` of a unit's pack. */
export const allowlistSchema = z.array(
  z.strictObject({
    kind: z.enum(['file', 'text']),
    hash: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
    until: day,
    reason: text,
  }),
);

/** `pack.yaml` of a unit's pack. */
export const packSchema = z.strictObject({
  unit: z.string().check(z.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/), z.maxLength(64)),
  name: z.string().check(z.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/), z.maxLength(64)),
  version: z.int().check(z.minimum(1)),
  days: z.int().check(z.minimum(1), z.maximum(730)),
  salt: z.string().check(z.regex(/^[0-9a-f]{32}$/)),
});

/** `rules/evidence/weights.yaml`. */
export const evidenceSchema = z.strictObject({
  block: z.number(),
  warn: z.number(),
  weights: z.record(z.string(), z.number()),
});

/** `rules/evidence/context.yaml`. */
export const contextSchema = z.record(
  z.string(),
  z.strictObject({
    at: z.optional(z.enum(['start', 'whole'])),
    capitals: z.optional(z.boolean()),
    phrases,
  }),
);

export type MarkingFile = z.infer<typeof markingSchema>;
export type ForeignFile = z.infer<typeof foreignSchema>;
export type CategoryFile = z.infer<typeof categorySchema>;
export type EvidenceFile = z.infer<typeof evidenceSchema>;
export type ContextFile = z.infer<typeof contextSchema>;
export type KeywordFile = z.infer<typeof keywordSchema>;
export type StagesFile = z.infer<typeof stagesSchema>;
export type AllowlistFile = z.infer<typeof allowlistSchema>;
export type PackSettings = z.infer<typeof packSchema>;
