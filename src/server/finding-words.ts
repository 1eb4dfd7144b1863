import en from '../../_locales/en/messages.json' with { type: 'json' };
import vi from '../../_locales/vi/messages.json' with { type: 'json' };
import type { Finding, Signal } from '../engine/types.ts';

type Catalogue = Readonly<Record<string, { readonly message: string } | undefined>>;

/** Texts of `_locales` by key, Vietnamese unless the client asks for English. */
export type Words = (key: string) => string | null;

export function wordsFor(acceptLanguage: string | undefined): Words {
  const catalogue: Catalogue = /^en/i.test(acceptLanguage ?? '') ? en : vi;
  return (key) => catalogue[key.replace(/[^A-Za-z0-9_]/g, '_')]?.message ?? null;
}

/** What was found, in plain words and without naming a level. */
export function sayFinding(words: Words, { kind, ruleId }: Pick<Finding, 'kind' | 'ruleId'>): string {
  const own = kind === 'marking' ? null : words(`rule_${ruleId}`);
  return own ?? words(`notice_found_${kind}`) ?? kind;
}

/** The reasons for a suspicion, strongest first, each once. */
export function sayReasons(words: Words, signals: readonly Pick<Signal, 'id' | 'weight'>[]): string[] {
  const reasons = signals
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ id }) => words(`signal_${id}`))
    .filter((text) => text !== null);
  return [...new Set(reasons)].slice(0, 4);
}
