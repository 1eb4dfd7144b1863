import { addDoubts, listsLevels } from './doubts.ts';
import { Evidence } from './evidence.ts';
import type { Match } from './locate.ts';
import { addFileName, addPlace, addSignals, isMachineField } from './place.ts';
import { isHeadLine, kindOf, lineHas, type MarkingView, type Spot, surveySpot } from './spot.ts';
import type { Weights } from './tables.ts';

/** Weighs one candidate. Null when its words are part of running text and nothing makes them a marking. */
export function weigh(view: MarkingView, match: Match, wordCount: number, weights: Weights): Evidence | null {
  const spot = surveySpot(view, match);
  const evidence = new Evidence(weights);
  if (view.hints.place === 'file-name') {
    if (!addFileName(evidence, view, match, spot, wordCount)) return null;
    addLetters(evidence, match, wordCount);
    return evidence;
  }
  if (isMachineField(view, match)) {
    evidence.add('machine-field', match.start, match.end);
    if (listsLevels(view, match, spot)) evidence.add('levels-listed', match.start, match.end);
    return evidence;
  }
  if (!addPlace(evidence, view, match, spot)) return null;
  addLetters(evidence, match, wordCount);
  addNeighbours(evidence, view, spot, wordCount);
  addDoubts(evidence, view, match, spot);
  return evidence;
}

function addLetters(evidence: Evidence, match: Match, wordCount: number): void {
  const { start, end } = match;
  if (match.capitals === 'all') evidence.add('capitals', start, end);
  if (wordCount > 1) evidence.add('two-words', start, end);
  // After the label nothing but a level can stand, however it was misread.
  if (evidence.has('label')) return;
  const small = match.capitals === 'none';
  if (match.spelling === 'bare') evidence.add(small ? 'small-without-marks' : 'without-marks', start, end);
  if (match.spelling === 'wrong') evidence.add(small ? 'small-wrong-marks' : 'wrong-marks', start, end);
}

function addNeighbours(
  evidence: Evidence,
  view: MarkingView,
  { first, last, above, below }: Spot,
  wordCount: number,
): void {
  if (above.length === 0) evidence.add('first-line', first.start, first.end);
  if (above.length + below.length === 0) evidence.add('whole-text');
  const up = above[0];
  if (up && lineHas(view, up, 'number')) evidence.add('number-above', up.start, up.end);
  else if (up && isHeadLine(view, up)) evidence.add('head-above', up.start, up.end);
  for (const line of above.slice(1, 3)) {
    if (lineHas(view, line, 'doc-type')) evidence.add('title-above', line.start, line.end);
  }
  const down = below[0];
  if (down && (isHeadLine(view, down) || lineHas(view, down, 'paper')))
    evidence.add('head-below', down.start, down.end);
  const around = [first, last, ...above, ...below];
  let kinds = 0;
  for (const line of around) kinds |= line.kinds;
  for (const name of ['field', 'companion', 'urgency']) {
    if ((kinds & (1 << kindOf(view, name))) === 0) continue;
    for (const line of around) addSignals(evidence, view, line, [name]);
  }
  const heads = countBits(kinds & view.context.head);
  for (const line of [up, down]) {
    if (line && line.words.length <= 4) addSignals(evidence, view, line, ['page']);
  }
  evidence.add('head-near', around.at(above.length + 1)!.start, around.at(-1)!.end, Math.min(heads, 4));
  const place = view.hints.place;
  if (place && place !== 'body') evidence.add(`place-${place}`);
  const lonely = wordCount === 1 && !isHeadLine(view, up) && !isHeadLine(view, down) && heads === 0;
  if (lonely && above.length + below.length > 0 && !evidence.has('label', 'page-mark', 'subject-line')) {
    evidence.add('nothing-around');
  }
}

function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}
