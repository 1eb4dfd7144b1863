import type { CategoryRule, EngineTables, KeywordRule } from '../engine/tables.ts';
import type { OwnRules } from './compile.ts';

/** Something about two rules that their author should know. `name` is that of its text in `_locales`. */
export interface Overlap {
  readonly name:
    | 'rulesSameKeyword'
    | 'rulesReplaces'
    | 'rulesSamePhrase'
    | 'rulesPhraseInside'
    | 'rulesCategoryInside';
  readonly values: readonly string[];
}

interface OwnedPhrase {
  readonly ruleId: string;
  readonly phrase: string;
  readonly words: readonly string[];
}

/**
 * Where a unit's own rules and others, its own or the baseline's, say the same: an id used again, a phrase that stands in
 * two rules or inside another rule's phrase, a category that never finds what another does not. Linear in the phrases.
 */
export function findOverlaps(base: EngineTables, own: OwnRules): readonly Overlap[] {
  const ownIds = new Set([...own.markings, ...own.foreign, ...own.categories].map(({ ruleId }) => ruleId));
  const standing = <R extends { readonly ruleId: string }>(rules: readonly R[]) =>
    rules.filter(({ ruleId }) => !ownIds.has(ruleId));
  const replaced = [...base.markings, ...base.foreign, ...base.categories]
    .filter(({ ruleId }) => ownIds.has(ruleId))
    .map(({ ruleId }) => ({ name: 'rulesReplaces' as const, values: [ruleId] }));
  const banners = [
    ...bannersOf(own),
    ...bannersOf({ ...base, markings: standing(base.markings), foreign: standing(base.foreign) }),
  ];
  return [
    ...replaced,
    ...comparePhrases(banners, ownIds),
    ...compareKeywords(own.keywords),
    ...own.categories.flatMap((rule) =>
      compareCategory(rule, [...own.categories, ...standing(base.categories)]),
    ),
  ];
}

function bannersOf({ markings, foreign }: Pick<EngineTables, 'markings' | 'foreign'>): OwnedPhrase[] {
  return [
    ...markings.flatMap(({ ruleId, phrases }) => phrases.map((phrase) => ({ ruleId, phrase }))),
    ...foreign.flatMap(({ ruleId, strong, weak }) =>
      [...strong, ...weak].map((phrase) => ({ ruleId, phrase })),
    ),
  ].map((each) => ({ ...each, words: wordsOf(each.phrase) }));
}

function comparePhrases(phrases: readonly OwnedPhrase[], ownIds: ReadonlySet<string>): Overlap[] {
  const byWords = new Map<string, OwnedPhrase>();
  const overlaps: Overlap[] = [];
  for (const each of phrases) {
    const key = each.words.join(' ');
    const known = byWords.get(key);
    if (!known) byWords.set(key, each);
    else if (ownIds.has(known.ruleId) || ownIds.has(each.ruleId))
      overlaps.push({ name: 'rulesSamePhrase', values: [each.phrase, known.ruleId, each.ruleId] });
  }
  for (const each of phrases) {
    for (const inner of piecesOf(each.words)) {
      const other = byWords.get(inner);
      if (!other || !(ownIds.has(other.ruleId) || ownIds.has(each.ruleId))) continue;
      overlaps.push({
        name: 'rulesPhraseInside',
        values: [other.phrase, other.ruleId, each.phrase, each.ruleId],
      });
    }
  }
  return overlaps;
}

/** Keywords are known by their hashes only, and named by their rules. */
function compareKeywords(rules: readonly KeywordRule[]): Overlap[] {
  const first = new Map<string, string>();
  return rules.flatMap(({ ruleId, hashes }) =>
    hashes.flatMap(({ hash }): Overlap[] => {
      const other = first.get(hash);
      if (other === undefined) first.set(hash, ruleId);
      return other === undefined ? [] : [{ name: 'rulesSameKeyword', values: [other, ruleId] }];
    }),
  );
}

/** Every run of words that is shorter than the whole. */
function* piecesOf(words: readonly string[]): Generator<string> {
  for (let length = words.length - 1; length > 0; length--) {
    for (let from = 0; from + length <= words.length; from++)
      yield words.slice(from, from + length).join(' ');
  }
}

function compareCategory(rule: CategoryRule, others: readonly CategoryRule[]): Overlap[] {
  return others
    .filter((other) => other.ruleId !== rule.ruleId && coversCategory(other, rule))
    .map((other) => ({ name: 'rulesCategoryInside', values: [rule.ruleId, other.ruleId] }));
}

/** True when `wide` finds whatever `narrow` finds: each of its groups has a phrase in every phrase of one of the other's. */
function coversCategory(wide: CategoryRule, narrow: CategoryRule): boolean {
  if (wide.near < narrow.near) return false;
  return wide.concepts.every((group) => {
    const phrases = new Set(group.map((phrase) => wordsOf(phrase).join(' ')));
    return narrow.concepts.some((other) =>
      other.every((phrase) => {
        const words = wordsOf(phrase);
        return phrases.has(words.join(' ')) || [...piecesOf(words)].some((piece) => phrases.has(piece));
      }),
    );
  });
}

/** Words as two rules would both find them: tone counts, case does not. */
function wordsOf(phrase: string): readonly string[] {
  return (
    phrase
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}
