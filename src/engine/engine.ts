import { ConceptWatch, weighCategory } from './category.ts';
import { applyCeilings } from './ceilings.ts';
import { buildContext, type Context } from './context.ts';
import { Crowd, createHeadWords, type HeadWords, isBesideHead } from './crowd.ts';
import { Evidence } from './evidence.ts';
import { ESCAPE_FLAG, LEGACY_FLAG, MARKUP_FLAG, SQUARE_FLAG } from './fold.ts';
import { weighForeign } from './foreign.ts';
import { addKeywords, createKeywordFinder, type KeywordFinder } from './keywords.ts';
import { readLegacy } from './legacy.ts';
import { Lines } from './lines.ts';
import { locate, type Match } from './locate.ts';
import { weigh } from './marking.ts';
import { readEscapes, readMarkup, readSquares } from './markup.ts';
import { collectPatterns, type Pattern } from './patterns.ts';
import { type Reading, toSource } from './reading.ts';
import { createScanner, type Scanner } from './scanner.ts';
import type { EngineTables, EvidenceTable } from './tables.ts';
import type { Engine, Finding, FindingKind, Hints, Level } from './types.ts';

/** Levels further apart than this are no list, in code units. */
const LIST_GAP = 60;

/** A candidate that was weighed. */
interface Weighed {
  readonly ruleId: string;
  readonly kind: FindingKind;
  readonly level: Level | null;
  readonly sector?: string;
  readonly match: { readonly start: number; readonly end: number };
  readonly evidence: Evidence;
}

/** What is built from the tables once, at the first look or when `prepare` is called. */
interface Works {
  readonly patterns: readonly Pattern[];
  readonly scanner: Scanner;
  readonly context: Context;
  readonly keywords: KeywordFinder | undefined;
  /** Made only for a text full of candidates. */
  headWords(): HeadWords;
}

/** Builds an engine from compiled tables. The work is put off until `prepare` or the first text. */
export function createEngine(tables: EngineTables): Engine {
  let works: Works | undefined;
  function prepare(): Works {
    if (works) return works;
    const patterns = collectPatterns(tables);
    const scanner = createScanner(patterns.map(({ phrase, tail }) => ({ symbols: phrase.symbols, tail })));
    let headWords: HeadWords | undefined;
    works = {
      patterns,
      scanner,
      context: buildContext(tables.context),
      keywords: tables.keywords && createKeywordFinder(tables.keywords),
      headWords: () => (headWords ??= createHeadWords(tables.context)),
    };
    return works;
  }

  function inspect(text: string, hints: Hints, least: number): Finding[] {
    const findings: Finding[] = [];
    const source: Reading = { text, from: null };
    const read = (reading: Reading) => inspectReading(prepare(), tables, reading, hints, least, findings);
    const flags = read(source);
    let plain = flags & ESCAPE_FLAG ? readEscapes(source) : source;
    if (flags & SQUARE_FLAG) plain = readSquares(plain);
    if (flags & MARKUP_FLAG || plain !== source) plain = readMarkup(plain);
    if (plain !== source) read(plain);
    if (flags & LEGACY_FLAG) for (const reading of readLegacy(plain)) read(reading);
    findings.sort((a, b) => a.start - b.start);
    return tables.stages ? applyCeilings(findings, tables.stages) : findings;
  }

  return {
    pack: tables.pack,
    prepare: () => void prepare(),
    inspect: (text, hints = {}) => inspect(text, hints, tables.evidence.warn),
    explain: (text, hints = {}) => inspect(text, hints, Number.NEGATIVE_INFINITY),
  };
}

/** Adds the findings of one reading; returns the flags seen in it. */
function inspectReading(
  { patterns, scanner, context, keywords, headWords }: Works,
  { evidence: { warn, block, weights }, categories }: EngineTables,
  reading: Reading,
  hints: Hints,
  least: number,
  findings: Finding[],
): number {
  const { text } = reading;
  const lines = new Lines(text, context);
  const weighed: Weighed[] = [];
  const watches: ConceptWatch[] = [];
  const crowd = new Crowd(text, block, least > 0, headWords);
  let doubted = false;
  let taken: Match | null = null;
  const flags = scanner.scan(text, (index, first, last) => {
    const pattern = patterns[index]!;
    const match = locate(text, first, last, pattern.phrase, pattern.kind === 'marking');
    if (!match) return;
    if (pattern.kind === 'category') {
      if (match.spelling === 'wrong' || match.apart) return;
      watches[pattern.rule] ??= new ConceptWatch(categories[pattern.rule]!);
      const watch = watches[pattern.rule]!;
      const matches = watch.note(pattern.concept, match);
      if (!matches) return;
      const { ruleId, level, sector } = watch.rule;
      const span = { start: matches[0]!.start, end: matches.at(-1)!.end };
      const evidence = weighCategory(lines, context, watch.rule, matches, weights);
      weighed.push({ ruleId, kind: 'category', level, sector, match: span, evidence });
      return;
    }
    if (taken && match.start < taken.end && match.end <= taken.end) return;
    const advice = crowd.judge(pattern.ruleId, match.start);
    if (advice === 'pass' || (advice === 'doubt' && (doubted || !isBesideHead(lines, context, match.start))))
      return;
    if (advice === 'doubt') {
      doubted = true;
      const evidence = new Evidence(weights);
      evidence.add('crowd', match.start, match.end);
      weighed.push({ ruleId: pattern.ruleId, kind: pattern.kind, level: pattern.level, match, evidence });
      return;
    }
    const evidence =
      pattern.kind === 'marking'
        ? weigh({ text, lines, context, hints }, match, pattern.phrase.words, weights)
        : weighForeign(text, lines, match, pattern.text, pattern.strong, weights);
    if (match.spelling === 'exact' && pattern.kind === 'marking') taken = match;
    crowd.note(pattern.ruleId, evidence?.score ?? 0);
    if (!evidence) return;
    if (evidence.score >= warn) taken = match;
    // Repetition is the only evidence that comes later.
    if (pattern.kind === 'marking' && evidence.score < least - (weights.repeated ?? 0)) return;
    weighed.push({ ruleId: pattern.ruleId, kind: pattern.kind, level: pattern.level, match, evidence });
  });
  addRepeated(weighed);
  addListed(weighed);
  for (const candidate of weighed) {
    if (candidate.evidence.score >= least)
      findings.push(toFinding(candidate, reading, { warn, block }, hints));
  }
  if (keywords) addKeywords(keywords, reading, block, findings);
  return flags;
}

/** The same marking alone on several lines is the head or foot of pages. */
function addRepeated(weighed: readonly Weighed[]): void {
  const counts = new Map<string, number>();
  const standing = weighed.filter(
    ({ kind, evidence }) => kind === 'foreign' || (evidence.has('alone') && !evidence.has('other-cells')),
  );
  for (const { ruleId } of standing) counts.set(ruleId, (counts.get(ruleId) ?? 0) + 1);
  for (const { ruleId, kind, match, evidence } of standing) {
    const id = kind === 'foreign' ? 'banner-repeated' : 'repeated';
    if (counts.get(ruleId)! > 1) evidence.add(id, match.start, match.end);
  }
}

/** Different levels standing alone close to each other are a list of levels, also when their letters are spaced out. */
function addListed(weighed: readonly Weighed[]): void {
  const standing = weighed.filter(
    ({ kind, evidence }) =>
      kind === 'marking' && evidence.has('alone') && !evidence.has('label', 'number-above'),
  );
  for (let i = 1; i < standing.length; i++) {
    const [one, two] = [standing[i - 1]!, standing[i]!];
    if (one.ruleId === two.ruleId || two.match.start - one.match.end > LIST_GAP) continue;
    for (const { match, evidence } of [one, two]) evidence.add('levels-listed', match.start, match.end);
  }
}

function toFinding(
  { ruleId, kind, level, sector, match, evidence: { score, signals } }: Weighed,
  reading: Reading,
  { warn, block }: Pick<EvidenceTable, 'warn' | 'block'>,
  hints: Hints,
): Finding {
  const strong = kind === 'marking' && score >= block && hints.place !== 'file-name';
  return {
    ruleId,
    kind,
    level,
    ...(sector !== undefined && { sector }),
    action: strong ? 'block' : score >= warn ? 'warn' : 'allow',
    confidence: 1 / (1 + Math.exp(warn - score)),
    ...toSource(reading, match.start, match.end),
    signals: signals.map((signal) =>
      signal.start < 0 ? signal : { ...signal, ...toSource(reading, signal.start, signal.end) },
    ),
  };
}
