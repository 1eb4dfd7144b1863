import * as z from 'zod/mini';

const text = z.string().check(z.minLength(1));
const phrases = z.array(text).check(z.minLength(1));
const level = z.enum(['mat', 'toi-mat', 'tuyet-mat']);
const examples = z.strictObject({ match: phrases, ignore: phrases });
const ruleId = (prefix: string) => z.string().check(z.regex(new RegExp(`^${prefix}(\\.[a-z0-9-]+)+$`)));

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
        item: text,
        level,
        near: z.number().check(z.minimum(50), z.maximum(5000)),
        concepts: z.record(z.string(), phrases),
        examples,
      }),
    )
    .check(z.minLength(1)),
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
