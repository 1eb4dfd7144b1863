import * as z from 'zod/mini';
import type { EngineTables } from '../engine/tables.ts';
import { ruleName } from './schema.ts';

z.config({ jitless: true });

/** What a pack may ask of a machine: enough for every list of the law many times over, too little to slow a page down. */
const MOST_RULES = 2_000;
const MOST_PHRASES = 20_000;
const PHRASE_LENGTH = 200;
const MARKING_LENGTH = 60;
const MOST_MARKING_PHRASES = 200;
const MOST_KEYWORDS = 5_000;
const KEYWORD_WORDS = 8;
const MOST_ALLOWED = 20_000;

const ruleId = z.string().check(z.regex(/^[a-z]+(\.[a-z0-9-]+)+$/), z.maxLength(100));
const phrase = z.string().check(z.minLength(1), z.maxLength(PHRASE_LENGTH));
const phrases = z.array(phrase).check(z.maxLength(MOST_PHRASES));
const level = z.enum(['mat', 'toi-mat', 'tuyet-mat']);
const stage = z.enum(['report', 'warn', 'block']);
const key = z.string().check(z.regex(/^[a-z0-9-]{1,60}$/));
const weight = z.number().check(z.minimum(-1000), z.maximum(1000));
const day = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));
const hex = (digits: number) => z.string().check(z.regex(new RegExp(`^[0-9a-f]{${digits}}$`)));
const few = <T extends z.ZodMiniType>(item: T, most = MOST_RULES) => z.array(item).check(z.maxLength(most));

const shape = z.strictObject({
  pack: z.strictObject({
    name: z.string().check(z.maxLength(100)),
    version: z.string().check(z.maxLength(100)),
    released: z.exactOptional(day),
  }),
  markings: few(
    z.strictObject({
      ruleId,
      level,
      phrases: z.array(phrase.check(z.maxLength(MARKING_LENGTH))).check(z.maxLength(MOST_MARKING_PHRASES)),
    }),
  ),
  foreign: few(z.strictObject({ ruleId, strong: phrases, weak: phrases })),
  categories: few(
    z.strictObject({
      ruleId,
      sector: key,
      level,
      near: z.number().check(z.minimum(50), z.maximum(5000)),
      concepts: z.array(phrases).check(z.minLength(2), z.maxLength(12)),
    }),
  ),
  evidence: z.strictObject({
    block: weight.check(z.minimum(0.1)),
    warn: weight.check(z.minimum(0.1)),
    weights: z.record(key, weight),
  }),
  context: z.record(
    key,
    z.strictObject({
      at: z.exactOptional(z.enum(['start', 'whole'])),
      capitals: z.exactOptional(z.boolean()),
      phrases,
    }),
  ),
  stages: z.exactOptional(
    few(
      z.strictObject({
        ruleId,
        stage,
        sites: few(z.strictObject({ host: z.string().check(z.maxLength(253)), stage }), 200),
      }),
    ),
  ),
  keywords: z.exactOptional(
    z.strictObject({
      salt: hex(32),
      rules: few(
        z.strictObject({
          ruleId,
          action: z.enum(['warn', 'block']),
          hashes: few(
            z.strictObject({
              words: z.int().check(z.minimum(1), z.maximum(KEYWORD_WORDS)),
              hash: hex(16),
            }),
            MOST_KEYWORDS,
          ),
        }),
      ),
    }),
  ),
  allowlist: z.exactOptional(
    z.strictObject({
      salt: hex(32),
      entries: few(
        z.strictObject({ kind: z.enum(['file', 'text']), hash: hex(64), until: day }),
        MOST_ALLOWED,
      ),
    }),
  ),
  names: z.exactOptional(
    z
      .record(ruleId, ruleName)
      .check(z.refine((names) => Object.keys(names).length <= MOST_RULES, 'more names than rules')),
  ),
});

/** The engine's tables as a pack may bring them: plain data within bounds, and never without the three markings. */
export const tablesSchema: z.ZodMiniType<EngineTables> = shape.check(
  z.refine((tables) => countPhrases(tables) <= MOST_PHRASES, `more than ${MOST_PHRASES} phrases`),
  z.refine((tables) => Object.keys(tables.context).length <= 32, 'more than 32 kinds of context phrases'),
  z.refine(
    ({ markings }) =>
      ['mat', 'toi-mat', 'tuyet-mat'].every((wanted) =>
        markings.some((rule) => rule.level === wanted && rule.phrases.length > 0),
      ),
    'a pack without all three markings would leave the machine unprotected',
  ),
);

function countPhrases({ markings, foreign, categories, context }: EngineTables): number {
  const lists = [
    ...markings.map((rule) => rule.phrases),
    ...foreign.flatMap((rule) => [rule.strong, rule.weak]),
    ...categories.flatMap((rule) => rule.concepts),
    ...Object.values(context).map((kind) => kind.phrases),
  ];
  return lists.reduce((sum, list) => sum + list.length, 0);
}
