import type { Hit } from './context.ts';
import type { Evidence } from './evidence.ts';
import type { Line } from './lines.ts';
import type { Match } from './locate.ts';
import {
  isHeadLine,
  justBefore,
  kindOf,
  lineHas,
  type MarkingView,
  type Spot,
  TICKED,
  UNTICKED,
  wordingOf,
} from './spot.ts';
import { codeOf } from './words.ts';

const QUOTES = /["'“”„‟«»‘’‹›「」]/u;

export function addDoubts(evidence: Evidence, view: MarkingView, match: Match, spot: Spot): void {
  const labelled = evidence.has('label');
  const doubt = (id: string) => evidence.add(id, match.start, match.end);
  if (QUOTES.test(view.text[match.start - 1] ?? '') || QUOTES.test(view.text[match.end] ?? '')) {
    if (!(labelled && view.text[match.start - 1] === '"')) doubt('quoted');
  }
  if (!labelled) addTalkBefore(evidence, view, match, spot);
  // After a label the line below is the next field.
  if (!(labelled && spot.after === spot.last.words.length) && continues(view, spot)) doubt('talk-after');
  if (!TICKED.test(justBefore(view, match)) && listsLevels(view, match, spot)) doubt('levels-listed');
  if (
    /(?:^|\s)[•●▪■+◦‣-]\s*$/u.test(view.text.slice(spot.first.start, match.start)) &&
    spot.before === 0 &&
    !match.apart
  )
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
  const kinds = spot.near.reduce((bits, line) => bits | line.kinds, 0);
  for (const name of about) if (kinds & (1 << kindOf(view, name))) doubt(name);
}

/**
 * A word that makes the candidate part of a phrase ("bảo mật", "tài liệu mật"), on its line or, when the candidate opens
 * its line, at the end of the line above. A heading goes on in the same capitals; a stamp below a sentence does not.
 */
export function addTalkBefore(evidence: Evidence, view: MarkingView, match: Match, spot: Spot): void {
  const line = spot.before > 0 ? spot.first : spot.above[0];
  if (!line) return;
  const to = spot.before > 0 ? spot.before : line.words.length;
  const last = line.words[to - 1]!;
  if (endsWith(view, line, to, 'run-on')) evidence.add('run-on', last.start, last.end);
  else if (endsWith(view, line, to, 'talk-before')) {
    const goesOn =
      spot.before > 0 ||
      (last.capitals === (match.capitals === 'all') &&
        !isBlankBetween(view.text, line.end, spot.first.start));
    evidence.add(goesOn ? 'talk-before' : 'talk-above', last.start, last.end);
  }
}

function endsWith(view: MarkingView, line: Line, to: number, name: string): boolean {
  const kind = kindOf(view, name);
  if (line.hits.some((hit) => hit.kind === kind && hit.to === to)) return true;
  const { tree } = view.context;
  const spelled = spelledOut(line.words, to);
  return (
    spelled !== '' && (tree.ends[tree.next(0, codeOf(spelled))]?.some((end) => end.kind === kind) ?? false)
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
export function continues(view: MarkingView, { last, after, below, right }: Spot): boolean {
  const kind = kindOf(view, 'talk-after');
  if (after < last.words.length) {
    return (
      /^[\s"”’')\]_-]*$/u.test(right) && last.hits.some((hit) => hit.kind === kind && hit.from === after)
    );
  }
  const next = below[0];
  // Text below an empty line, or a new part of the head, is not the rest of a broken sentence.
  if (
    !next ||
    isHeadLine(view, next) ||
    ['urgency', 'companion', 'field', 'label'].some((name) => lineHas(view, next, name))
  )
    return false;
  if (isBlankBetween(view.text, last.end, next.start)) return false;
  // A heading goes on in capitals, a sentence in small letters.
  const word = next.words[0]!;
  const sign = view.text[word.start]!;
  const inCapitals = last.words[after - 1]?.capitals ?? false;
  if (inCapitals ? !word.capitals : sign !== sign.toLowerCase()) return false;
  return next.hits.some((hit) => hit.kind === kind && hit.from === 0);
}

/** Another level alone on a line near this one, or anywhere on the same line. */
export function listsLevels(view: MarkingView, match: Match, { first, before, near }: Spot): boolean {
  const level = kindOf(view, 'level');
  let after = before;
  while (after < first.words.length && first.words[after]!.end <= match.end) after++;
  const own = wordingOf(first, before, after);
  const isLevel = (line: Line, hit: Hit) => hit.kind === level && !isPartOf(line, hit);
  return near.some((line) => {
    if (line !== first) {
      const hit = line.hits.find((found) => isLevel(line, found));
      return hit && wordingOf(line, hit.from, hit.to) !== own && standsAlone(line, hit);
    }
    return line.hits.some(
      (hit) =>
        isLevel(line, hit) &&
        line.words[hit.from]!.end > match.start !== line.words[hit.to - 1]!.start < match.end &&
        wordingOf(line, hit.from, hit.to) !== own,
    );
  });
}

/** True when a line holds nothing besides a level but what may stand around one: its label, a number, a box. */
function standsAlone({ words }: Line, hit: Hit): boolean {
  return words.every(
    (word, i) => (i >= hit.from && i < hit.to) || /^(?:[a-z#]{1,2}|dau|[oit#]+)$/.test(word.plain),
  );
}

/** True when a longer phrase of another kind ends with the hit, as "độ mật" does with "mật". */
function isPartOf(line: Line, hit: Hit): boolean {
  return line.hits.some((other) => other.to === hit.to && other.from < hit.from && other.kind !== hit.kind);
}

function isBlankBetween(text: string, end: number, start: number): boolean {
  return /\n[^\n]*\n|\r[^\r\n]*\r/.test(text.slice(end, start));
}
