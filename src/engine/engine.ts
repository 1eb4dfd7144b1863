import { buildAutomaton, scan } from './automaton.ts';
import { LEGACY_FLAG, MARKUP_FLAG } from './fold.ts';
import { readLegacy } from './legacy.ts';
import { buildContext, Lines } from './lines.ts';
import { locate, type Match, preparePhrase } from './locate.ts';
import { type Evidence, weigh } from './marking.ts';
import { readMarkup } from './markup.ts';
import { type Reading, toSource } from './reading.ts';
import type { EngineTables, MarkingRule } from './tables.ts';
import type { Engine, Finding, Hints } from './types.ts';

/** Builds an engine from compiled tables. */
export function createEngine(tables: EngineTables): Engine {
  const phrases = tables.markings.flatMap((rule) =>
    rule.phrases.map((text) => ({ rule, phrase: preparePhrase(text), words: text.split(' ').length })),
  );
  const automaton = buildAutomaton(phrases.map(({ phrase }) => phrase.symbols));
  const context = buildContext(tables.context);
  const { block, warn, weights } = tables.evidence;

  function inspectReading(reading: Reading, hints: Hints, least: number, findings: Finding[]): number {
    const { text } = reading;
    const lines = new Lines(text, context);
    let taken: Match | null = null;
    return scan(automaton, text, (pattern, last) => {
      const { rule, phrase, words } = phrases[pattern]!;
      const match = locate(text, last, phrase);
      if (!match || (taken && match.start < taken.end && match.end <= taken.end)) return;
      const evidence = weigh({ text, lines, context, hints }, match, words, weights);
      if (match.spelling === 'exact') taken = match;
      if (!evidence || evidence.score < least) return;
      if (evidence.score >= warn) taken = match;
      findings.push(toFinding(rule, reading, match, evidence, hints));
    });
  }

  function toFinding(
    { ruleId, level }: MarkingRule,
    reading: Reading,
    match: Match,
    { score, signals }: Evidence,
    hints: Hints,
  ): Finding {
    const strong = score >= block && hints.place !== 'file-name';
    return {
      ruleId,
      kind: 'marking',
      level,
      action: strong ? 'block' : score >= warn ? 'warn' : 'allow',
      confidence: 1 / (1 + Math.exp(warn - score)),
      ...toSource(reading, match.start, match.end),
      signals: signals.map((signal) =>
        signal.start < 0 ? signal : { ...signal, ...toSource(reading, signal.start, signal.end) },
      ),
    };
  }

  function inspect(text: string, hints: Hints, least: number): Finding[] {
    const findings: Finding[] = [];
    const source: Reading = { text, from: null };
    const flags = inspectReading(source, hints, least, findings);
    let plain = source;
    if (flags & MARKUP_FLAG) plain = readMarkup(source);
    if (plain !== source) inspectReading(plain, hints, least, findings);
    if (flags & LEGACY_FLAG) {
      for (const reading of readLegacy(plain)) inspectReading(reading, hints, least, findings);
    }
    return findings.sort((a, b) => a.start - b.start);
  }

  return {
    pack: tables.pack,
    inspect: (text, hints = {}) => inspect(text, hints, warn),
    explain: (text, hints = {}) => inspect(text, hints, Number.NEGATIVE_INFINITY),
  };
}
