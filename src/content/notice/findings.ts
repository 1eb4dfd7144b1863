import type { LocatedFinding } from '../../engine/verdict.ts';
import { cutExcerpt } from '../../ui/excerpt.ts';
import { keyOf, t } from '../../ui/text.ts';
import { reasonsInWords, wordsForFinding, wordsForPlace } from '../../ui/words.ts';
import { build, type Child } from './build.ts';
import type { NoticeItem, NoticeModel } from './model.ts';

const MOST_EXCERPTS = 3;
const MOST_REASONS = 4;
const MOST_FILES = 60;

/** The places found in the person's own texts, each shown in its surroundings. */
export function buildTextFindings(items: readonly NoticeItem[]): Child[] {
  const texts = items.filter((item) => item.kind === 'text' && item.verdict !== null);
  if (texts.length === 0) return [];
  return [build('h3', {}, t('notice_found_heading')), ...texts.flatMap(buildOneText)];
}

function buildOneText(item: NoticeItem): Child[] {
  const verdict = item.verdict;
  if (verdict === null) return [];
  const shown = verdict.findings.slice(0, MOST_EXCERPTS);
  const hidden = verdict.findings.length - shown.length;
  return [
    ...shown.map((located) => buildPlace(located, item.text)),
    hidden > 0 ? build('p', { class: 'quiet' }, t('notice_more_places', hidden)) : null,
    buildReasons(verdict.findings),
    ...buildOutcome(verdict.outcome),
  ];
}

function buildPlace(located: LocatedFinding, text: string | undefined): HTMLElement {
  const words = wordsForFinding(located.finding);
  if (text === undefined) return build('p', {}, words);
  const excerpt = cutExcerpt(text, located.finding.start, located.finding.end);
  return build(
    'blockquote',
    {},
    build('span', { class: 'place' }, `${t('notice_line', excerpt.line)} · ${words}`),
    build('bdi', {}, excerpt.before, build('mark', {}, excerpt.marked), excerpt.after),
  );
}

function buildReasons(findings: readonly LocatedFinding[]): HTMLElement | null {
  const reasons = reasonsInWords(
    findings.flatMap((located) => located.finding.signals),
    MOST_REASONS,
  );
  if (reasons.length === 0) return null;
  const list = build('ul', {}, ...reasons.map((reason) => build('li', {}, reason)));
  return build('details', {}, build('summary', {}, t('notice_why')), list);
}

function buildOutcome(outcome: string): Child[] {
  if (outcome === 'scanned') return [];
  return [build('p', {}, `${t(keyOf('outcome', outcome))}. ${t(keyOf('advice', outcome))}`)];
}

type FileState = 'held' | 'warned' | 'passes' | 'scanning';

/** One list of all files of the attempt: what is held back and why first, then what passes. */
export function buildFiles(model: NoticeModel): Child[] {
  const files = model.items
    .filter((item) => item.kind === 'file')
    .map((item) => ({ item, state: stateOf(item) }))
    .toSorted((a, b) => Number(a.state === 'passes') - Number(b.state === 'passes'));
  if (files.length === 0) return [];
  const passing = files.filter((file) => file.state === 'passes').length;
  const mixed = files.length > 1 && model.kind !== 'scanning';
  return [
    build('h3', {}, t('notice_files_heading')),
    mixed ? build('p', { class: 'quiet' }, t('notice_files_count', files.length - passing, passing)) : null,
    build(
      'ul',
      { class: 'files', role: 'list' },
      ...files.slice(0, MOST_FILES).map((file) => buildFile(file.item, file.state)),
    ),
    files.length > MOST_FILES
      ? build('p', { class: 'quiet' }, t('notice_more_files', files.length - MOST_FILES))
      : null,
  ];
}

function stateOf(item: NoticeItem): FileState {
  const action = item.verdict?.action;
  if (action === undefined) return 'scanning';
  if (action === 'warn') return 'warned';
  return action === 'block' || action === 'hold' ? 'held' : 'passes';
}

function buildFile(item: NoticeItem, state: FileState): HTMLElement {
  const verdict = item.verdict;
  const head = build(
    'div',
    { class: 'file' },
    build('bdi', { class: 'name' }, item.name || t('notice_unnamed_file')),
    build('span', { class: 'state', 'data-state': state }, t(keyOf('notice_state', state))),
  );
  if (verdict === null || state === 'passes') return build('li', {}, head);
  return build(
    'li',
    {},
    head,
    ...describePlaces(verdict.findings).map((line) => build('p', {}, line)),
    buildReasons(verdict.findings),
    ...buildOutcome(verdict.outcome),
  );
}

/** One line for each kind of finding, with the places where it stands: "Có dấu chỉ độ mật: đầu trang; trang 3". */
function describePlaces(findings: readonly LocatedFinding[]): string[] {
  const places = new Map<string, Set<string>>();
  for (const located of findings) {
    const words = wordsForFinding(located.finding);
    const known = places.get(words) ?? new Set();
    places.set(words, known.add(wordsForPlace(located.where)));
  }
  return [...places].map(([words, where]) => {
    const named = [...where].filter((place) => place !== '').slice(0, MOST_EXCERPTS);
    return named.length === 0 ? words : `${words}: ${named.join('; ')}`;
  });
}
