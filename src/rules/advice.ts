import type { OwnRules, RuleExamples } from './compile.ts';

/** Advice about a rule that is not wrong. `name` is that of its text in `_locales`. */
export interface Advice {
  readonly name: 'rulesShortPhrase' | 'rulesCommonPhrase' | 'rulesOneWordKeyword';
  readonly values: readonly string[];
}

/** The engine finds phrases by six of their letters; a shorter one makes it look at far more places. */
const SHORT = 6;
/** Sentences in a hundred that make a phrase an everyday one. */
const COMMON = 4;

/**
 * What makes a unit's rules slow or noisy: phrases of few letters, phrases that stand in many ordinary sentences (the
 * examples of other rules), keywords of one word. Linear in phrases times sentences.
 */
export function adviseRules(own: OwnRules, baseline: readonly RuleExamples[]): readonly Advice[] {
  const sentences = baseline.flatMap(({ match, ignore }) => [...match, ...ignore]).map(spaced);
  const phrases = [
    ...own.foreign.flatMap(({ ruleId, strong, weak }) =>
      [...strong, ...weak].map((phrase) => ({ ruleId, phrase })),
    ),
    ...own.categories.flatMap(({ ruleId, concepts }) =>
      concepts.flat().map((phrase) => ({ ruleId, phrase })),
    ),
  ];
  return [
    ...phrases.flatMap(({ ruleId, phrase }) => advisePhrase(ruleId, phrase, sentences)),
    ...own.keywords
      .filter(({ hashes }) => hashes.some(({ words }) => words === 1))
      .map(({ ruleId }) => ({ name: 'rulesOneWordKeyword' as const, values: [ruleId] })),
  ];
}

function advisePhrase(ruleId: string, phrase: string, sentences: readonly string[]): Advice[] {
  const words = spaced(phrase);
  const letters = words.replaceAll(' ', '').length;
  const found = sentences.filter((sentence) => sentence.includes(words)).length;
  const share = Math.round((100 * found) / Math.max(1, sentences.length));
  return [
    ...(letters < SHORT
      ? [{ name: 'rulesShortPhrase' as const, values: [ruleId, phrase, String(letters)] }]
      : []),
    ...(share >= COMMON
      ? [{ name: 'rulesCommonPhrase' as const, values: [ruleId, phrase, String(share)] }]
      : []),
  ];
}

/** Words in small letters with one space around each, so that only whole words are found. */
function spaced(text: string): string {
  const words =
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return ` ${words.join(' ')} `;
}
