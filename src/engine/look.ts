import { ConceptWatch, weighCategory } from './category.ts';
import type { Context } from './context.ts';
import { Crowd, type HeadWords, isBesideHead } from './crowd.ts';
import { Evidence } from './evidence.ts';
import { weighForeign } from './foreign.ts';
import type { KeywordFinder } from './keywords.ts';
import { Lines } from './lines.ts';
import { isWhole, locate, type Match } from './locate.ts';
import { weigh } from './marking.ts';
import { EARLY_CONCEPTS, type Group, type Phrases } from './phrases.ts';
import type { Scanner, StretchScanner } from './scanner.ts';
import type { EngineTables } from './tables.ts';
import type { FindingKind, Hints, Level } from './types.ts';

/** A candidate that was weighed. */
export interface Weighed {
  readonly ruleId: string;
  readonly kind: FindingKind;
  readonly level: Level | null;
  readonly sector?: string;
  readonly match: { readonly start: number; readonly end: number };
  readonly evidence: Evidence;
}

/** What is built from the tables once, at the first look or when `prepare` is called. */
export interface Works {
  readonly phrases: Phrases;
  readonly scanner: Scanner;
  /** For the phrases that are looked for only beside others; made when such a place is met. */
  late(): StretchScanner;
  readonly context: Context;
  readonly keywords: KeywordFinder | undefined;
  /** Made only for a text full of candidates. */
  headWords(): HeadWords;
}

/** One look through a reading of a text: its candidates in order of place, weighed. */
export class Look {
  readonly weighed: Weighed[] = [];
  readonly #works: Works;
  readonly #tables: EngineTables;
  readonly #text: string;
  readonly #hints: Hints;
  readonly #least: number;
  readonly #lines: Lines;
  readonly #crowd: Crowd;
  readonly #watches: ConceptWatch[] = [];
  /** Where phrases are still to be looked for that count only beside those that were met there; apart, in order. */
  readonly #late: { from: number; to: number }[] = [];
  #doubted = false;
  #taken: Match | null = null;
  constructor(works: Works, tables: EngineTables, text: string, hints: Hints, least: number) {
    this.#works = works;
    this.#tables = tables;
    this.#text = text;
    this.#hints = hints;
    this.#least = least;
    this.#lines = new Lines(text, works.context);
    this.#crowd = new Crowd(text, tables.evidence.block, least > 0, works.headWords);
  }

  /** Takes a phrase whose letters stand from unit `first` to `last`; answers the unit from which on it is wanted again. */
  meet(phrase: number, first: number, last: number): number {
    const { phrases } = this.#works;
    if (!isWhole(this.#text, first, last)) return 0;
    const group = phrases.group(phrase);
    if (group.kind === 'category') return this.#meetConcept(phrase, group, first, last);
    if (this.#crowd.hasEnough(group.ruleId)) return this.#text.length;
    const advice = this.#crowd.judge(first);
    if (advice === 'pass') return -this.#crowd.nextPlace();
    const match = locate(this.#text, first, last, phrases.phrase(phrase));
    if (this.#taken && match.start < this.#taken.end && match.end <= this.#taken.end) return 0;
    if (advice === 'doubt') return this.#doubt(group, match) ? 0 : this.#text.length;
    this.#weigh(phrase, group, match);
    return 0;
  }

  #meetConcept(phrase: number, group: Group, first: number, last: number): number {
    const { phrases } = this.#works;
    this.#watches[group.rule] ??= new ConceptWatch(this.#tables.categories[group.rule]!);
    const watch = this.#watches[group.rule]!;
    if (watch.hasEnough()) return this.#text.length;
    const match = locate(this.#text, first, last, phrases.phrase(phrase));
    if (!match.verbatim && (match.spelling === 'wrong' || match.apart)) return 0;
    if (watch.rule.concepts.length <= EARLY_CONCEPTS) this.#note(watch, group.concept, match);
    else if (watch.keep(group.concept, match))
      this.#addLate(Math.max(0, match.end - watch.rule.near), match.start + watch.rule.near);
    return 0;
  }

  #addLate(start: number, end: number): void {
    let from = start;
    let to = end;
    for (let last = this.#late.at(-1); last && last.to >= from; last = this.#late.at(-1)) {
      from = Math.min(from, last.from);
      to = Math.max(to, last.to);
      this.#late.pop();
    }
    this.#late.push({ from, to });
  }

  #note(watch: ConceptWatch, concept: number, match: Match): void {
    const matches = watch.note(concept, match);
    if (!matches) return;
    const { ruleId, level, sector } = watch.rule;
    const span = { start: matches[0]!.start, end: matches.at(-1)!.end };
    const { context } = this.#works;
    const evidence = weighCategory(this.#lines, context, watch.rule, matches, this.#tables.evidence.weights);
    this.weighed.push({ ruleId, kind: 'category', level, sector, match: span, evidence });
  }

  /** Looks for what counts only beside other phrases, and weighs the categories. */
  finish(): void {
    // What is met late leads to no more of it.
    for (const { from, to } of this.#late) this.#lookAgain(from, to);
    for (const watch of this.#watches)
      if (watch?.isNear)
        for (const { concept, match } of watch.release())
          if (!watch.hasEnough()) this.#note(watch, concept, match);
  }

  #lookAgain(start: number, end: number): void {
    const text = this.#text;
    const works = this.#works;
    works.late()(text, start, Math.min(end, text.length), (late, first, last) => {
      const phrase = works.phrases.early + late;
      const group = works.phrases.group(phrase);
      if (!this.#watches[group.rule]?.isNear) return text.length;
      return isWhole(text, first, last) ? this.#meetConcept(phrase, group, first, last) : 0;
    });
  }

  #weigh(phrase: number, { ruleId, kind, level, strong }: Group, match: Match): void {
    const text = this.#text;
    const lines = this.#lines;
    const hints = this.#hints;
    const least = this.#least;
    const { context, phrases } = this.#works;
    const { warn, weights } = this.#tables.evidence;
    const evidence =
      kind === 'marking'
        ? weigh({ text, lines, context, hints }, match, phrases.phrase(phrase).words, weights)
        : weighForeign(text, lines, match, phrases.texts[phrase]!, strong, weights);
    if (match.spelling === 'exact' && kind === 'marking') this.#taken = match;
    this.#crowd.note(ruleId, evidence?.score ?? 0);
    if (!evidence) return;
    if (evidence.score >= warn) this.#taken = match;
    // Repetition is the only evidence that comes later.
    if (kind === 'marking' && evidence.score < least - (weights.repeated ?? 0)) return;
    this.weighed.push({ ruleId, kind, level, match, evidence });
  }

  /** One finding says that there were too many candidates at likely places to weigh them all; false when it is made. */
  #doubt({ ruleId, kind, level }: Group, match: Match): boolean {
    if (this.#doubted || !this.#crowd.mayDoubt()) return false;
    if (!isBesideHead(this.#lines, this.#works.context, match.start)) return true;
    this.#doubted = true;
    const evidence = new Evidence(this.#tables.evidence.weights);
    evidence.add('crowd', match.start, match.end);
    this.weighed.push({ ruleId, kind, level, match, evidence });
    return false;
  }
}
