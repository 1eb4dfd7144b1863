import { HEAD_KINDS, matchContext } from './context.ts';
import { addTalkBefore, continues } from './doubts.ts';
import type { Evidence } from './evidence.ts';
import type { Line } from './lines.ts';
import type { Match } from './locate.ts';
import {
  isFramed,
  isHead,
  isHeadLine,
  isKind,
  justBefore,
  kindOf,
  lineHas,
  type MarkingView,
  type Spot,
  TICKED,
} from './spot.ts';

/** File names are short and often without diacritics: "mat" alone there means anything. */
export function addFileName(
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
export function addPlace(evidence: Evidence, view: MarkingView, match: Match, spot: Spot): boolean {
  if (addLabel(evidence, view, match, spot)) return true;
  const otherBefore = hasOther(view, spot.first, 0, spot.before);
  const otherAfter = hasOther(view, spot.last, spot.after, spot.last.words.length);
  if (!(spot.sameCellBefore && otherBefore) && !(spot.sameCellAfter && otherAfter)) {
    if (!otherBefore && !otherAfter) {
      evidence.add('alone', match.start, match.end);
      const rest = view.text.slice(spot.first.start, match.start) + view.text.slice(match.end, spot.last.end);
      if (PAGE_NUMBER.test(rest)) evidence.add('page-mark', spot.first.start, spot.last.end);
    } else {
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
  if (!lineHas(view, line, 'label')) return false;
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

/**
 * `"do_mat": "Tối mật"`: the field of a record as programs write it. Programs also carry such fields without any paper,
 * so it asks and never decides.
 */
export function isMachineField(view: MarkingView, match: Match): boolean {
  return (
    /[:=>]\s?\\?["']?$/.test(justBefore(view, match)) &&
    match.spelling !== 'wrong' &&
    MACHINE_FIELD.test(view.text.slice(Math.max(0, match.start - 40), match.start)) &&
    /^["'<\s,;}&\\]|^$/u.test(view.text.slice(match.end, match.end + 1))
  );
}

const MACHINE_FIELD =
  /(?:^|[\s"'{<,;&?\\])(?:muc_?)?(?:do_?mat|security_?level|secrecy_?level)(?:_?[a-z]{2,8})?\\?["']?\s?(?:[:=>])\s?\\?["']?$/iu;

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
  if (match.end > spot.first.end) return false;
  const kind = kindOf(view, 'subject-label');
  if (spot.before > 0 && !lineHas(view, spot.first, 'subject-label')) return false;
  for (let i = 0; i < spot.before; i++)
    if (!spot.first.hits.some((hit) => hit.kind === kind && hit.from <= i && i < hit.to)) return false;
  const framed = isFramed(spot);
  const set = framed || /^\s*[-–—:.|]\s/u.test(spot.right);
  if (!set) return false;
  const subject = opensWith(view, spot, 'subject');
  const title = isTitle(view, match, spot);
  if (spot.before === 0 && !subject && !title && view.hints.place !== 'subject') {
    if (!framed || !opensWith(view, spot, ...HEAD_KINDS)) return false;
  }
  evidence.add('subject-line', spot.first.start, spot.first.end);
  if (framed) evidence.add('framed', match.start, match.end);
  // Headlines, too, put a colon behind such words: there a title alone asks, it does not decide.
  if (subject || (title && !spot.right.includes(':')))
    evidence.add('head-below', spot.right.length + match.end);
  return true;
}

/** "TỐI MẬT - Báo cáo …": a level in capitals before the name of a paper, as in a one-line title field. */
function isTitle(view: MarkingView, match: Match, spot: Spot): boolean {
  return match.capitals === 'all' && match.spelling === 'exact' && opensWith(view, spot, 'paper');
}

/** True when a phrase of one of the kinds stands right after the candidate, as if a line began there. */
function opensWith(view: MarkingView, spot: Spot, ...kinds: string[]): boolean {
  if (spot.opening === undefined) {
    const rest = spot.last.words.slice(spot.after, spot.after + 12);
    spot.opening = 0;
    for (const { kind } of matchContext(rest, view.context.tree, Math.min(1, rest.length)))
      spot.opening |= 1 << kind;
  }
  const { opening } = spot;
  return kinds.some((name) => (opening & (1 << kindOf(view, name))) !== 0);
}

/** A whole head run together in one line: "Số: 12/BC-SNV TỐI MẬT CỘNG HÒA …". */
function addFlat(evidence: Evidence, view: MarkingView, match: Match, spot: Spot): boolean {
  if (match.capitals !== 'all' && match.spelling !== 'exact') return false;
  const { first, last } = spot;
  // Nothing but a head goes on with the number or the name of the state, whatever agency or place stands before.
  const goesOn =
    match.spelling === 'exact' &&
    (opensWith(view, spot, 'nation') || NUMBER_START.test(view.text.slice(match.end, match.end + 40)));
  const opens =
    goesOn ||
    spot.before === 0 ||
    (isHeadLine(view, first) && first.hits.some((hit) => hit.to === spot.before && isHead(view, hit.kind))) ||
    endsWithNumber(view.text.slice(Math.max(first.start, match.start - 60), match.start));
  const closes =
    goesOn ||
    spot.after === last.words.length ||
    opensWith(view, spot, ...HEAD_KINDS, 'urgency', 'companion');
  if (!opens || !closes || (spot.before === 0 && spot.after === last.words.length)) return false;
  if (spot.before > 0) evidence.add('number-above', first.start, match.start);
  if (spot.after < last.words.length) evidence.add('head-below', last.words[spot.after]!.start);
  evidence.add('in-line-head', match.start, match.end);
  return true;
}

const NUMBER_START = /^[\s*_|]*s[ốoô]\p{M}*\s*[:.]?\s*[\d.…_]*\s*[/-]\s*\p{L}/iu;
/** "Số: 12/BC-SNV", "No 12-BC/TU", and a bare "12/BC-SNV". */
const NUMBER_END =
  /(?:(?:s[ốoô]\p{M}*|no)\s*[:.]?\s*[\d.…_]*\s*[/-]\s*[\p{L}\d/.&-]+|\d\s*[/-]\s*\p{L}{2}[\p{L}\d/.&-]*)[\s*_|([]*$/iu;

/** Few lines have a stroke or a hyphen before a level, and looking for the whole form at every unit is slow. */
function endsWithNumber(text: string): boolean {
  return /[/-]/.test(text) && NUMBER_END.test(text);
}

/** What a line holds besides a level at the foot of a page: "– 2 –", "2/5". */
const PAGE_NUMBER = /^[\s|]*(?:[-–—]\s*\d{1,4}\s*[-–—]|\d{1,4}\s*\/\s*\d{1,4})[\s|]*$/u;

export function addSignals(
  evidence: Evidence,
  view: MarkingView,
  line: Line,
  kinds: readonly string[],
): void {
  for (const name of kinds) {
    const hit = line.hits.find((found) => found.kind === kindOf(view, name));
    const id = name === 'page' ? 'page-mark' : name === 'field' ? 'field-near' : name;
    if (hit) evidence.add(id, line.words[hit.from]!.start, line.words[hit.to - 1]!.end);
  }
}

/** True when a word of a line belongs to no structural phrase; digits alone do not count. */
function hasOther(view: MarkingView, line: Line, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const word = line.words[i]!;
    if (/^\d+$/.test(view.text.slice(word.start, word.end))) continue;
    const covered = line.hits.some(
      (hit) =>
        hit.from <= i &&
        i < hit.to &&
        isKind(view, hit.kind, 'companion', 'urgency', 'page', 'foreign-level'),
    );
    if (!covered) return true;
  }
  return false;
}
