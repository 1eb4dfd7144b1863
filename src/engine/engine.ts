import { applyCeilings } from './ceilings.ts';
import { buildContext } from './context.ts';
import { createHeadWords, type HeadWords } from './crowd.ts';
import { ESCAPE_FLAG, LEGACY_FLAG, MARKUP_FLAG, SQUARE_FLAG } from './fold.ts';
import { addKeywords, createKeywordFinder } from './keywords.ts';
import { readLegacy } from './legacy.ts';
import { Look, type Weighed, type Works } from './look.ts';
import { readEscapes, readMarkup, readSquares } from './markup.ts';
import { Phrases } from './phrases.ts';
import { type Reading, toSource } from './reading.ts';
import { createScanner, createStretchScanner, type StretchScanner } from './scanner.ts';
import type { EngineTables, EvidenceTable } from './tables.ts';
import type { Engine, Finding, Hints } from './types.ts';

/** Levels further apart than this are no list, in code units. */
const LIST_GAP = 60;

/** Builds an engine from compiled tables. The work is put off until `prepare` or the first text. */
export function createEngine(tables: EngineTables): Engine {
  let works: Works | undefined;
  function prepare(): Works {
    if (works) return works;
    const phrases = new Phrases(tables);
    const { texts, markings, early } = phrases;
    let headWords: HeadWords | undefined;
    let late: StretchScanner | undefined;
    works = {
      phrases,
      scanner: createScanner(texts.slice(0, early), markings, tables.places),
      late: () => (late ??= createStretchScanner(texts.slice(early), tables.places?.slice(early - markings))),
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
  works: Works,
  tables: EngineTables,
  reading: Reading,
  hints: Hints,
  least: number,
  findings: Finding[],
): number {
  const { warn, block } = tables.evidence;
  const look = new Look(works, tables, reading.text, hints, least);
  const flags = works.scanner.scan(reading.text, (phrase, first, last) => look.meet(phrase, first, last));
  look.finish();
  addRepeated(look.weighed);
  addListed(look.weighed);
  for (const candidate of look.weighed) {
    if (candidate.evidence.score >= least)
      findings.push(toFinding(candidate, reading, { warn, block }, hints));
  }
  if (works.keywords) addKeywords(works.keywords, reading, block, findings);
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
    const one = standing[i - 1]!;
    const two = standing[i]!;
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
