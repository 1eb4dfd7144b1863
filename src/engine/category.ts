import type { Context } from './context.ts';
import { Evidence } from './evidence.ts';
import type { Line, Lines } from './lines.ts';
import type { Match } from './locate.ts';
import { EARLY_CONCEPTS } from './phrases.ts';
import type { CategoryRule, Weights } from './tables.ts';

const HEAD_LINES = 12;
const AROUND = 4;
/** Kinds of context that only categories look for. */
export const SAID_OF_CATEGORIES = ['not-yet-public', 'cited', 'made-public', 'list-of-secrets'];
/** Enough to tell; more of the same adds nothing but time. */
const MOST_CLUSTERS = 16;

/** Follows one rule through a text: where each of its groups of phrases was last seen. */
export class ConceptWatch {
  readonly rule: CategoryRule;
  /** Phrases of a rule of more than two groups, until all of them were looked for. */
  readonly waiting: { readonly concept: number; readonly match: Match }[] = [];
  /** True when its other groups are to be looked for. */
  isNear = false;
  readonly #seen: (Match | undefined)[] = [];
  #done = -1;
  #clusters = 0;
  constructor(rule: CategoryRule) {
    this.rule = rule;
  }

  hasEnough(): boolean {
    return this.#clusters >= MOST_CLUSTERS;
  }

  /** Keeps a phrase of one group; true when it is for the other groups to be looked for around it. */
  keep(concept: number, match: Match): boolean {
    this.waiting.push({ concept, match });
    const leads = concept < EARLY_CONCEPTS;
    this.isNear ||= leads;
    return leads;
  }

  /** What was kept, in order of place, as if it had not been. */
  release(): readonly { readonly concept: number; readonly match: Match }[] {
    return this.waiting.sort((a, b) => a.match.start - b.match.start);
  }

  /** Notes a phrase of one group; answers the matches of all groups when they stand close enough together. */
  note(concept: number, match: Match): readonly Match[] | null {
    const { rule } = this;
    const seen = this.#seen;
    seen[concept] = match;
    for (let i = 0; i < rule.concepts.length; i++) {
      const found = seen[i];
      if (!found || match.end - found.start > rule.near) return null;
    }
    if (match.start < this.#done) return null;
    this.#clusters++;
    this.#done = match.end + rule.near;
    return (seen as Match[]).toSorted((a, b) => a.start - b.start);
  }
}

/** Weighs groups of phrases that stand together: is this such a paper, or does it speak of such papers? */
export function weighCategory(
  lines: Lines,
  context: Context,
  rule: CategoryRule,
  matches: readonly Match[],
  weights: Weights,
): Evidence {
  const evidence = new Evidence(weights);
  const first = matches[0]!;
  const last = matches[matches.length - 1]!;
  evidence.add('concepts-together', first.start, last.end);
  if (last.end - first.start <= rule.near / 3) evidence.add('concepts-close', first.start, last.end);
  const has = (line: Line, name: string) => (line.kinds & (1 << (context.kinds.get(name) ?? 0))) !== 0;
  const own = lines.at(first.start);
  let head = 0;
  let up: Line | null = lines.at(last.start);
  for (let count = 0; up && count < HEAD_LINES; count++) {
    if (['nation', 'agency', 'number', 'addressee', 'exam'].some((name) => has(up!, name))) head++;
    if (count < AROUND) addWords(evidence, context, up, matches);
    up = lines.beside(up, -1);
  }
  if (head > 0) evidence.add('paper-head', own.start, own.end);
  if (['subject', 'doc-type'].some((name) => has(own, name)))
    evidence.add('paper-subject', own.start, own.end);
  let down: Line | null = lines.at(last.start);
  for (let count = 0; down && count < AROUND; count++) {
    addWords(evidence, context, down, matches);
    down = lines.beside(down, 1);
  }
  return evidence;
}

/** What is said around the phrases; words of the phrases themselves ("cơ quan báo chí") say nothing. */
function addWords(evidence: Evidence, context: Context, line: Line, matches: readonly Match[]): void {
  for (const name of SAID_OF_CATEGORIES) {
    const kind = context.kinds.get(name) ?? -1;
    const said = line.hits.some((hit) => {
      const { start } = line.words[hit.from]!;
      const { end } = line.words[hit.to - 1]!;
      const own =
        name !== 'not-yet-public' && matches.some((match) => start < match.end && match.start < end);
      return hit.kind === kind && !own;
    });
    if (said) evidence.add(name, line.start, line.end);
  }
}
