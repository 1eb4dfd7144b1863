import * as z from 'zod';
import type { LocatedFinding } from '../engine/verdict.ts';
import type { InspectionResult } from '../inspection/types.ts';
import { type UnitRules, weigh } from '../policy/unit-rules.ts';
import { sayFinding, sayReasons, type Words } from './finding-words.ts';

const action = z.enum(['allow', 'report', 'warn', 'hold', 'block']);
const level = z.nullable(z.enum(['mat', 'toi-mat', 'tuyet-mat']));

const findingSchema = z.strictObject({
  ruleId: z.string(),
  kind: z.string(),
  action,
  confidence: z.number().min(0).max(1),
  where: z.string().describe('Place in machine words: text, header, page:3, entry:1/header'),
  words: z.string().describe('What was found, for people'),
  reasons: z.array(z.string()).describe('Why, for people'),
});

const itemSchema = z.strictObject({
  kind: z.enum(['text', 'file']),
  action,
  level,
  outcome: z.string().describe('`scanned`, or why not all of the item was seen'),
  mediaType: z.string().describe('By content, not by name'),
  size: z.number().describe('Bytes of a file, UTF-16 code units of a text'),
  findings: z.array(findingSchema).max(50),
});

/** What `POST /v1/scan` answers. Holds nothing of the content, no names. */
export const answerSchema = z.strictObject({
  action: action.describe('The strictest of all items; refuse the content from `warn` on'),
  level,
  items: z.array(itemSchema).describe('In the order of the request'),
  rules: z.strictObject({ name: z.string(), version: z.string() }),
});

export const problemSchema = z.strictObject({
  error: z.string().describe('For machines'),
  message: z.string().describe('For people: what went wrong and what to do'),
});

export type ScanAnswer = z.infer<typeof answerSchema>;

const MOST_FINDINGS = 50;
const RANK = { allow: 0, report: 1, warn: 2, hold: 3, block: 4 } as const;
const LEVELS = [null, 'mat', 'toi-mat', 'tuyet-mat'] as const;

export function answerOf(
  results: readonly { readonly kind: 'text' | 'file'; readonly result: InspectionResult }[],
  rules: UnitRules,
  words: Words,
): ScanAnswer {
  const items = results.map(({ kind, result }) => {
    const verdict = weigh(result, rules);
    return {
      kind,
      action: verdict.action,
      level: verdict.level,
      outcome: verdict.outcome,
      mediaType: result.mediaType,
      size: result.size,
      findings: verdict.findings.slice(0, MOST_FINDINGS).map((located) => describe(located, words)),
    };
  });
  const { name, version } = rules.tables.pack;
  const worst = items.toSorted((a, b) => RANK[b.action] - RANK[a.action])[0];
  const highest = items.toSorted((a, b) => LEVELS.indexOf(b.level) - LEVELS.indexOf(a.level))[0];
  return { action: worst?.action ?? 'allow', level: highest?.level ?? null, items, rules: { name, version } };
}

function describe({ finding, where }: LocatedFinding, words: Words) {
  const { ruleId, kind, action: wanted, confidence, signals } = finding;
  return {
    ruleId,
    kind,
    action: wanted,
    confidence: Math.round(confidence * 1000) / 1000,
    where,
    words: sayFinding(words, finding),
    reasons: sayReasons(words, signals),
  };
}
