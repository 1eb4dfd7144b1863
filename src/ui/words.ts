import type { Finding, Level, Signal } from '../engine/types.ts';
import { keyOf, t, tOptional } from './text.ts';

/** Words for a place in an item (`LocatedFinding.where`), for example `entry:1/header`. Empty for the text itself. */
export function wordsForPlace(where: string): string {
  return where
    .split('/')
    .map((step) => {
      const [name = '', number = ''] = step.split(':');
      return tOptional(keyOf('where', name), number) ?? '';
    })
    .filter((words) => words !== '')
    .join(', ');
}

/** Words for a marking as it was read; a dash for none. */
export function wordsForLevel(level: Level | null): string {
  return level === null ? t('level_none') : t(keyOf('level', level));
}

let ownNames: Readonly<Record<string, string>> = {};

/** Takes what the unit calls its own rules: the names of the pack in force, by rule id. */
export function nameRules(names: Readonly<Record<string, string>> = {}): void {
  ownNames = names;
}

/** What people call a rule: the unit's own name for it, or the product's; null where it has none. */
export function wordsForRule(ruleId: string): string | null {
  return (Object.hasOwn(ownNames, ruleId) ? ownNames[ruleId] : null) ?? tOptional(keyOf('rule', ruleId));
}

/** A rule in a few words, without the decree it stands on; null where it has none. */
export function wordsForRuleInShort(ruleId: string): string | null {
  return wordsForRule(ruleId)?.replace(/ – .*$/, '') ?? null;
}

/** What was found, in plain words and without naming a level: a notice never suggests a degree of secrecy. */
export function wordsForFinding(finding: Pick<Finding, 'ruleId' | 'kind'>): string {
  const own = finding.kind === 'marking' ? null : wordsForRule(finding.ruleId);
  return own ?? t(keyOf('notice_found', finding.kind));
}

/** A piece of evidence in words; null when it has none. */
export function wordsForSignal(signal: Pick<Signal, 'id'>): string | null {
  return tOptional(keyOf('signal', signal.id));
}

/** The reasons that spoke for a suspicion, strongest first, each once, at most `most`. */
export function reasonsInWords(signals: readonly Pick<Signal, 'id' | 'weight'>[], most: number): string[] {
  const words = signals
    .filter((signal) => signal.weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
    .map(wordsForSignal)
    .filter((text) => text !== null);
  return [...new Set(words)].slice(0, most);
}
