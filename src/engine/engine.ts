import { buildAutomaton, scan } from './automaton.ts';
import { LEGACY_FLAG, MARKUP_FLAG } from './fold.ts';
import { readLegacy } from './legacy.ts';
import { buildContext, Lines } from './lines.ts';
import { locate, type Match, preparePhrase } from './locate.ts';
import { weigh } from './marking.ts';
import { readMarkup } from './markup.ts';
import { type Reading, toSource } from './reading.ts';
import type { EngineTables } from './tables.ts';
import type { Engine, Finding, Hints } from './types.ts';

/** Builds an engine from compiled tables. */
export function createEngine(tables: EngineTables): Engine {
  const phrases = tables.markings.flatMap((rule) =>
    rule.phrases.map((text) => ({ rule, phrase: preparePhrase(text), words: text.split(' ').length })),
  );
  const automaton = buildAutomaton(phrases.map(({ phrase }) => phrase.symbols));
  const context = buildContext(tables.context);
  const { block, warn, weights } = tables.evidence;

  function inspectReading(reading: Reading, hints: Hints, findings: Finding[]): number {
    const { text } = reading;
    const lines = new Lines(text, context);
    let taken: Match | null = null;
    return scan(automaton, text, (pattern, last) => {
      const { rule, phrase, words } = phrases[pattern]!;
      const match = locate(text, last, phrase);
      if (!match || (taken && match.start < taken.end && match.end <= taken.end)) return;
      const evidence = weigh({ text, lines, context, hints }, match, words, weights);
      if (match.spelling === 'exact') taken = match;
      if (!evidence || evidence.score < warn) return;
      taken = match;
      const range = toSource(reading, match.start, match.end);
      findings.push({
        ruleId: rule.ruleId,
        kind: 'marking',
        level: rule.level,
        action: evidence.score >= block && hints.place !== 'file-name' ? 'block' : 'warn',
        confidence: 1 / (1 + Math.exp(warn - evidence.score)),
        ...range,
        signals: evidence.signals.map((signal) =>
          signal.start < 0 ? signal : { ...signal, ...toSource(reading, signal.start, signal.end) },
        ),
      });
    });
  }

  return {
    pack: tables.pack,
    inspect(text, hints = {}) {
      const findings: Finding[] = [];
      const source: Reading = { text, from: null };
      const flags = inspectReading(source, hints, findings);
      let plain = source;
      if (flags & MARKUP_FLAG) plain = readMarkup(source);
      if (plain !== source) inspectReading(plain, hints, findings);
      if (flags & LEGACY_FLAG)
        for (const reading of readLegacy(plain)) inspectReading(reading, hints, findings);
      return findings.sort((a, b) => a.start - b.start);
    },
  };
}
