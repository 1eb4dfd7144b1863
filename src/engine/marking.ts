import { Evidence } from './evidence.ts';
import { type Context, type Hit, type Line, type Lines, matchContext } from './lines.ts';
import type { Match } from './locate.ts';
import type { Weights } from './tables.ts';
import type { Hints } from './types.ts';

export interface MarkingView {
  readonly text: string;
  readonly lines: Lines;
  readonly context: Context;
  readonly hints: Hints;
}

const NEAR_LINES = 6;
const QUOTES = /["'“”„‟«»‘’‹›「」]/u;
const OPENING = /[([{【〔（［<]\s*$/u;
const CLOSING = /^\s*[)\]}】〕）］>]/u;
const HEAD = ['nation', 'agency', 'number', 'date', 'doc-type', 'subject', 'addressee', 'annex', 'exam'];

/** Weighs one candidate. Null when its words are part of running text and nothing makes them a marking. */
export function weigh(view: MarkingView, match: Match, wordCount: number, weights: Weights): Evidence | null {
  const spot = surveySpot(view, match);
  const evidence = new Evidence(weights);
  if (view.hints.place === 'file-name') {
    if (!addFileName(evidence, view, match, spot, wordCount)) return null;
    addLetters(evidence, match, wordCount);
    return evidence;
  }
  if (!addPlace(evidence, view, match, spot)) return null;
  addLetters(evidence, match, wordCount);
  addNeighbours(evidence, view, spot);
  addDoubts(evidence, view, match, spot);
  return evidence;
}

/** What stands on the candidate's own line. Word indices are into `first` and `last` (one line, unless it is broken). */
interface Spot {
  readonly first: Line;
  readonly last: Line;
  /** Words of the first line before the candidate; words of the last line after it. */
  readonly before: number;
  readonly after: number;
  /** Text between the candidate and the nearest word on either side. */
  readonly left: string;
  readonly right: string;
  readonly sameCellBefore: boolean;
  readonly sameCellAfter: boolean;
  readonly above: readonly Line[];
  readonly below: readonly Line[];
}

function surveySpot({ text, lines }: MarkingView, match: Match): Spot {
  const first = lines.at(match.start);
  const last = match.end <= first.end ? first : lines.at(match.end - 1);
  let before = 0;
  while (before < first.words.length && first.words[before]!.end <= match.start) before++;
  let after = last.words.length;
  while (after > 0 && last.words[after - 1]!.start >= match.end) after--;
  const leftEnd = before > 0 ? first.words[before - 1]!.end : first.start;
  const rightStart = after < last.words.length ? last.words[after]!.start : last.end;
  const own = first.words[before]?.cell ?? 0;
  const ownLast = last.words[after - 1]?.cell ?? 0;
  return {
    first,
    last,
    before,
    after,
    left: text.slice(leftEnd, match.start),
    right: text.slice(match.end, rightStart),
    sameCellBefore: before > 0 && first.words[before - 1]!.cell === own,
    sameCellAfter: after < last.words.length && last.words[after]!.cell === ownLast,
    above: neighbours(lines, first, -1),
    below: neighbours(lines, last, 1),
  };
}

function neighbours(lines: Lines, from: Line, step: -1 | 1): Line[] {
  const found: Line[] = [];
  for (
    let line = lines.beside(from, step);
    line && found.length < NEAR_LINES;
    line = lines.beside(line, step)
  ) {
    found.push(line);
  }
  return found;
}

/** File names are short and often without diacritics: "mat" alone there means anything. */
function addFileName(
  evidence: Evidence,
  view: MarkingView,
  match: Match,
  spot: Spot,
  wordCount: number,
): boolean {
  if (wordCount === 1 && !isFramed(spot) && (match.capitals !== 'all' || match.spelling !== 'exact'))
    return false;
  if (match.spelling === 'wrong') return false;
  addTalkBefore(evidence, view, match, spot);
  if (evidence.score < 0 || continues(view, spot)) return false;
  evidence.add('file-name', match.start, match.end);
  return true;
}

/** Decides what kind of place it is; false for running text. */
function addPlace(evidence: Evidence, view: MarkingView, match: Match, spot: Spot): boolean {
  if (addLabel(evidence, view, match, spot)) return true;
  const restBefore = uncovered(view, spot.first, 0, spot.before);
  const restAfter = uncovered(view, spot.last, spot.after, spot.last.words.length);
  const cellBefore = spot.sameCellBefore && restBefore > 0;
  const cellAfter = spot.sameCellAfter && restAfter > 0;
  if (!cellBefore && !cellAfter) {
    if (restBefore + restAfter === 0) evidence.add('alone', match.start, match.end);
    else {
      evidence.add('alone-in-cell', match.start, match.end);
      if (!isHeadLine(view, spot.first)) evidence.add('other-cells');
      addColumn(evidence, view, spot);
    }
    addSignals(evidence, view, spot.first, ['companion', 'urgency', 'page']);
    if (isFramed(spot)) evidence.add('framed', match.start, match.end);
    return true;
  }
  return addSubject(evidence, view, match, spot) || addFlat(evidence, view, match, spot);
}

function justBefore({ text }: MarkingView, { start }: Match): string {
  return text.slice(Math.max(0, start - 6), start);
}

const TICKED = /(?:[☑☒✅✓✔]|\[[xX✓]\]|\([xX✓]\))\s*$/u;
const UNTICKED = /(?:[☐□◻○▢]|\[\s*\]|\(\s*\))\s*$/u;

/** "Độ mật: TỐI MẬT", also when the label stands in the cell or on the line before. */
function addLabel(evidence: Evidence, view: MarkingView, match: Match, spot: Spot): boolean {
  const label = kindOf(view, 'label');
  let line = spot.first;
  let to = spot.before;
  let between = spot.left;
  if (to === 0) {
    const above = spot.above[0];
    if (!above) return false;
    line = above;
    to = above.words.length;
    between = view.text.slice(above.words[to - 1]!.end, match.start);
  }
  const ticked = TICKED.test(justBefore(view, match));
  const hit = line.hits.find(
    (found) => found.kind === label && (found.to === to || (ticked && found.to < to)),
  );
  if (!hit) return false;
  if (ticked) {
    evidence.add('label', line.words[hit.from]!.start, line.words[hit.to - 1]!.end);
    return true;
  }
  const separated = to === spot.before ? /[:：=|\t→–—-]|\s{3}/u.test(between) : /[:：]/u.test(between);
  if (!separated || /[^\s:：=|"“'*_>\][()→–—☑☒✓✔x.-]/u.test(between)) return false;
  if (spot.after < spot.last.words.length && !/[.;,)\]|/"”\t–—-]|\s{2}/u.test(spot.right)) return false;
  evidence.add('label', line.words[hit.from]!.start, line.words[hit.to - 1]!.end);
  return true;
}

/** A cell under the heading "Độ mật" of a table. */
function addColumn(evidence: Evidence, view: MarkingView, { first, before, above }: Spot): void {
  const cell = first.words[before]?.cell;
  for (const line of above) {
    const hit = line.hits.find((found) => found.kind === kindOf(view, 'label'));
    if (!hit || line.words[hit.from]!.cell !== cell || line.words.at(-1)!.cell === 0) continue;
    evidence.add('label-column', line.words[hit.from]!.start, line.words[hit.to - 1]!.end);
  }
}

/** "[MẬT] V/v …", "Subject: MẬT - …". */
function addSubject(evidence: Evidence, view: MarkingView, match: Match, spot: Spot): boolean {
  const labels = spot.first.hits.filter((hit) => isKind(view, hit.kind, 'subject-label'));
  const opens = spot.first.words
    .slice(0, spot.before)
    .every((_, i) => labels.some((hit) => hit.from <= i && i < hit.to));
  if (!opens || match.end > spot.first.end) return false;
  const framed = isFramed(spot);
  const set = framed || /^\s*[-–—:|]\s/u.test(spot.right);
  if (!set) return false;
  const subject = opensWith(view, spot, 'subject');
  if (spot.before === 0 && !subject && view.hints.place !== 'subject') {
    if (!framed || !opensWith(view, spot, ...HEAD)) return false;
  }
  evidence.add('subject-line', spot.first.start, spot.first.end);
  if (framed) evidence.add('framed', match.start, match.end);
  if (subject) evidence.add('head-below', spot.right.length + match.end);
  return true;
}

/** True when a phrase of one of the kinds stands right after the candidate, as if a line began there. */
function opensWith(view: MarkingView, { last, after }: Spot, ...kinds: string[]): boolean {
  const rest = last.words.slice(after, after + 12);
  return matchContext(rest, view.context.root).some(
    (hit) => hit.from === 0 && isKind(view, hit.kind, ...kinds),
  );
}

/** A whole head run together in one line: "Số: 12/BC-SNV TỐI MẬT CỘNG HÒA …". */
function addFlat(evidence: Evidence, view: MarkingView, match: Match, spot: Spot): boolean {
  if (match.capitals !== 'all' && match.spelling !== 'exact') return false;
  const { first, last } = spot;
  const opens =
    spot.before === 0 ||
    first.hits.some((hit) => hit.to === spot.before && isHead(view, hit.kind)) ||
    NUMBER_END.test(view.text.slice(Math.max(first.start, match.start - 60), match.start));
  const closes = spot.after === last.words.length || opensWith(view, spot, ...HEAD, 'urgency', 'companion');
  if (!opens || !closes || (spot.before === 0 && spot.after === last.words.length)) return false;
  if (spot.before > 0) evidence.add('number-above', first.start, match.start);
  if (spot.after < last.words.length) evidence.add('head-below', last.words[spot.after]!.start);
  evidence.add('in-line-head', match.start, match.end);
  return true;
}

const NUMBER_END = /(?:s[ốoô]\p{M}*|no)\s*[:.]?\s*[\d.…_]*\s*[/-]\s*[\p{L}\d/.&-]+[\s*_|([]*$/iu;
const NUMBER_START = /^[\s*_>#|(]*s[ốoô]\p{M}*\s*[:.]?\s*[\d.…_]+\s*[/-]/iu;

function addLetters(evidence: Evidence, match: Match, wordCount: number): void {
  const { start, end } = match;
  if (match.capitals === 'all') evidence.add('capitals', start, end);
  if (wordCount > 1) evidence.add('two-words', start, end);
  const small = match.capitals === 'none';
  if (match.spelling === 'bare') evidence.add(small ? 'small-without-marks' : 'without-marks', start, end);
  if (match.spelling === 'wrong') evidence.add(small ? 'small-wrong-marks' : 'wrong-marks', start, end);
}

function addNeighbours(evidence: Evidence, view: MarkingView, { first, last, above, below }: Spot): void {
  if (above.length === 0) evidence.add('first-line', first.start, first.end);
  if (above.length + below.length === 0) evidence.add('whole-text');
  const up = above[0];
  if (up && hasNumber(view, up)) evidence.add('number-above', up.start, up.end);
  else if (up && isHeadLine(view, up)) evidence.add('head-above', up.start, up.end);
  for (const line of above.slice(1, 3)) {
    if (lineHas(view, line, 'doc-type')) evidence.add('title-above', line.start, line.end);
  }
  const down = below[0];
  if (down && isHeadLine(view, down)) evidence.add('head-below', down.start, down.end);
  const seen = new Set<string>();
  const around = [first, last, ...above, ...below];
  for (const line of around) {
    for (const kind of HEAD) if (lineHas(view, line, kind)) seen.add(kind);
    if (lineHas(view, line, 'field')) evidence.add('field-near', line.start, line.end);
    addSignals(evidence, view, line, ['companion', 'urgency']);
  }
  for (const line of [up, down]) {
    if (line && line.words.length <= 4) addSignals(evidence, view, line, ['page']);
  }
  evidence.add('head-near', around.at(above.length + 1)!.start, around.at(-1)!.end, Math.min(seen.size, 4));
  const place = view.hints.place;
  if (place && place !== 'body') evidence.add(`place-${place}`);
  const lonely = !isHeadLine(view, up) && !isHeadLine(view, down) && seen.size === 0;
  if (lonely && above.length + below.length > 0 && !evidence.has('label', 'page-mark', 'subject-line')) {
    evidence.add('nothing-around');
  }
}

function addSignals(evidence: Evidence, view: MarkingView, line: Line, kinds: readonly string[]): void {
  for (const name of kinds) {
    const hit = line.hits.find((found) => found.kind === kindOf(view, name));
    const id = name === 'page' ? 'page-mark' : name;
    if (hit) evidence.add(id, line.words[hit.from]!.start, line.words[hit.to - 1]!.end);
  }
}

function addDoubts(evidence: Evidence, view: MarkingView, match: Match, spot: Spot): void {
  const labelled = evidence.has('label');
  const doubt = (id: string) => evidence.add(id, match.start, match.end);
  if (QUOTES.test(view.text[match.start - 1] ?? '') || QUOTES.test(view.text[match.end] ?? '')) {
    if (!(labelled && view.text[match.start - 1] === '"')) doubt('quoted');
  }
  if (!labelled) addTalkBefore(evidence, view, match, spot);
  if (continues(view, spot)) doubt('talk-after');
  if (!TICKED.test(justBefore(view, match)) && listsLevels(view, match, spot)) doubt('levels-listed');
  if (/(?:^|\s)[•●▪■+◦‣-]\s*$/u.test(view.text.slice(spot.first.start, match.start)) && spot.before === 0)
    doubt('list-item');
  if (UNTICKED.test(justBefore(view, match))) doubt('unchecked');
  // In a document's head the words of the text below say nothing about the stamp.
  const inHead = evidence.has(
    'number-above',
    'head-above',
    'head-near',
    'label',
    'subject-line',
    'in-line-head',
  );
  const about = inHead ? ['declassified'] : ['stamp-talk', 'quiz', 'fiction', 'goods', 'declassified'];
  for (const line of [spot.first, ...spot.above.slice(0, 3), ...spot.below.slice(0, 3)]) {
    for (const name of about) if (lineHas(view, line, name)) doubt(name);
  }
}

/**
 * A word that makes the candidate part of a phrase ("bảo mật", "tài liệu mật"), on its line or, when the candidate opens
 * its line, at the end of the line above. A heading goes on in the same capitals; a stamp below a sentence does not.
 */
function addTalkBefore(evidence: Evidence, view: MarkingView, match: Match, spot: Spot): void {
  const line = spot.before > 0 ? spot.first : spot.above[0];
  if (!line) return;
  const to = spot.before > 0 ? spot.before : line.words.length;
  const last = line.words[to - 1]!;
  if (endsWith(view, line, to, 'run-on')) evidence.add('run-on', last.start, last.end);
  else if (endsWith(view, line, to, 'talk-before')) {
    const sameStyle = spot.before > 0 || last.capitals === (match.capitals === 'all');
    evidence.add(sameStyle ? 'talk-before' : 'talk-above', last.start, last.end);
  }
}

function endsWith(view: MarkingView, line: Line, to: number, name: string): boolean {
  const kind = kindOf(view, name);
  if (line.hits.some((hit) => hit.kind === kind && hit.to === to)) return true;
  const spelled = spelledOut(line.words, to);
  return (
    spelled !== '' && (view.context.root.next.get(spelled)?.ends.some((end) => end.kind === kind) ?? false)
  );
}

/** A letter-spaced word that ends before word `to`, in a..z. */
function spelledOut(words: Line['words'], to: number): string {
  let plain = '';
  for (let i = to - 1; i >= 0 && i >= to - 8 && words[i]!.plain.length === 1; i--)
    plain = words[i]!.plain + plain;
  return plain.length > 1 ? plain : '';
}

/** True when a word after the candidate goes on with it ("mật ong", "mật⏎của ngành"). */
function continues(view: MarkingView, { last, after, below, right }: Spot): boolean {
  const kind = kindOf(view, 'talk-after');
  if (after < last.words.length) {
    return (
      /^[\s"”’')\]_-]*$/u.test(right) && last.hits.some((hit) => hit.kind === kind && hit.from === after)
    );
  }
  const next = below[0];
  // Text below an empty line, or a new part of the head, is not the rest of a broken sentence.
  if (!next || isHeadLine(view, next) || ['urgency', 'companion'].some((name) => lineHas(view, next, name)))
    return false;
  if (/\n[^\n]*\n|\r[^\r\n]*\r/.test(view.text.slice(last.end, next.start))) return false;
  return next.hits.some((hit) => hit.kind === kind && hit.from === 0);
}

/** Another level alone on a line near this one, or anywhere on the same line. */
function listsLevels(view: MarkingView, match: Match, spot: Spot): boolean {
  const level = kindOf(view, 'level');
  const levelOf = (line: Line, hit: Hit) => plainOf(line.words.slice(hit.from, hit.to));
  const own = plainOf(wordsIn(spot, match));
  const beside = spot.first.hits.filter((hit) => {
    if (
      hit.kind !== level ||
      spot.first.words[hit.from]!.end > match.start === spot.first.words[hit.to - 1]!.start < match.end
    )
      return false;
    return !spot.first.hits.some(
      (other) => other.to === hit.to && other.from < hit.from && other.kind !== level,
    );
  });
  if (beside.some((hit) => levelOf(spot.first, hit) !== own)) return true;
  return [...spot.above.slice(0, 3), ...spot.below.slice(0, 3)].some((line) => {
    const hit = line.hits.find((found) => found.kind === level && !isPartOf(line, found));
    if (!hit || levelOf(line, hit) === own) return false;
    const others = line.words.filter(
      (word, i) => (i < hit.from || i >= hit.to) && !/^(?:[a-z#]{1,2}|dau|do|[oit#]+)$/.test(word.plain),
    );
    return others.length === 0;
  });
}

/** True when a longer phrase of another kind ends with the hit, as "độ mật" does with "mật". */
function isPartOf(line: Line, hit: Hit): boolean {
  return line.hits.some((other) => other.to === hit.to && other.from < hit.from && other.kind !== hit.kind);
}

function wordsIn(spot: Spot, match: Match) {
  return spot.first.words.filter((word) => word.start >= match.start && word.end <= match.end);
}

function plainOf(words: readonly { plain: string }[]): string {
  return words.map((word) => word.plain).join(' ');
}

/** Words of a line that no structural phrase covers; digits alone do not count. */
function uncovered(view: MarkingView, line: Line, from: number, to: number): number {
  let count = 0;
  for (let i = from; i < to; i++) {
    const word = line.words[i]!;
    if (/^[\d.,/]+$/.test(view.text.slice(word.start, word.end))) continue;
    if (
      line.hits.some(
        (hit) => hit.from <= i && i < hit.to && isKind(view, hit.kind, 'companion', 'urgency', 'page'),
      )
    )
      continue;
    count++;
  }
  return count;
}

function isFramed({ left, right }: Spot): boolean {
  return OPENING.test(left) && CLOSING.test(right);
}

function kindOf({ context }: MarkingView, name: string): number {
  return context.kinds.get(name) ?? -1;
}

function isKind(view: MarkingView, kind: number, ...names: string[]): boolean {
  return names.some((name) => kindOf(view, name) === kind);
}

function isHead(view: MarkingView, kind: number): boolean {
  return isKind(view, kind, ...HEAD);
}

function hasNumber(view: MarkingView, line: Line): boolean {
  const cells = view.text.slice(line.start, line.end).split(/\t|\s{3,}|[|│]/u);
  return cells.some((cell) => NUMBER_START.test(cell));
}

function hasDate(line: Line): boolean {
  const plain = plainOf(line.words);
  return line.words.length <= 24 && /\bngay\b.{0,12}\bthang\b.{0,12}\bnam\b/.test(plain);
}

function lineHas(view: MarkingView, line: Line, name: string): boolean {
  if (name === 'number') return hasNumber(view, line);
  if (name === 'date') return hasDate(line);
  const kind = kindOf(view, name);
  return kind >= 0 && (line.kinds & (1 << kind)) !== 0;
}

function isHeadLine(view: MarkingView, line: Line | undefined): boolean {
  return line !== undefined && HEAD.some((name) => lineHas(view, line, name));
}
