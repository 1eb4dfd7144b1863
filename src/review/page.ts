import { render } from 'lit';
import { bucketsOf, type Period, periodAround, periodOfDays } from '../incidents/period.ts';
import type { IncidentFilter } from '../incidents/review-model.ts';
import type { ReviewSource } from '../incidents/review-source.ts';
import { dressPage } from '../ui/page-styles.ts';
import { language, t } from '../ui/text.ts';
import { exportShown, makeReport, TooManyError } from './exports.ts';
import { importLogs } from './import.ts';
import type { PageActions, PageState, Shown } from './state.ts';
import { reviewStyles } from './styles.ts';
import { measure, rowPixels } from './table-view.ts';
import { pageView } from './view.ts';

/** Where the page stands: in the extension, or on the unit's server. */
export interface ReviewHost {
  /** The incidents to begin with. `onMore` is told when more of them are there, and `whole` resolves when all are. */
  open(onMore: () => void): Promise<{ source: ReviewSource; whole: Promise<void> }>;
}

const PAGE = 1000;
const DEFAULT_PRESET = 'reporting-year';
/** Machines whose logs a server checks in one go. */
const MOST_CHECKED = 500;

let state: PageState = {
  shown: null,
  failure: null,
  view: { first: 0, fitting: 20, active: 0 },
  detail: null,
  checks: null,
  reportOpen: false,
  making: false,
  trouble: null,
  printing: false,
};
/** Only the newest of several answers on their way may be shown. */
let asked = 0;
let host: ReviewHost;

/** Draws the page into `#root` and keeps it up to date. */
export function startReview(place: ReviewHost): void {
  host = place;
  dressPage(`${t('log_title')} · ${t('productName')}`, language(), reviewStyles);
  for (const [event, printing] of [
    ['beforeprint', true],
    ['afterprint', false],
  ] as const)
    addEventListener(event, () => draw({ printing }));
  addEventListener('resize', () => withScroll((scroll) => measure(scroll, actions)));
  draw({});
  void openFirst();
}

async function openFirst(): Promise<void> {
  draw({ shown: null, failure: null, checks: null, trouble: null });
  const period = periodAround(DEFAULT_PRESET, new Date());
  try {
    const { source, whole } = await host.open(() => void refresh({}));
    await show(source, period, null);
    await whole;
    await refresh({ reading: false });
  } catch (failure) {
    draw({ failure });
  }
}

async function show(source: ReviewSource, period: Period, imported: Shown['imported']): Promise<void> {
  const filter: IncidentFilter = { ...period };
  const buckets = bucketsOf(period);
  const all = await source.counts(filter, buckets);
  const page = await source.list(filter, null, PAGE);
  draw({
    shown: {
      source,
      machines: await source.machines(),
      imported,
      reading: source.kind === 'local',
      preset: DEFAULT_PRESET,
      filter,
      buckets,
      all,
      counts: all,
      ...page,
    },
    detail: null,
    checks: null,
    trouble: null,
  });
  withScroll((scroll) => measure(scroll, actions));
}

/** Reads counts and rows anew after the filter or the records changed. */
async function refresh(change: Partial<Pick<Shown, 'filter' | 'preset' | 'reading'>>): Promise<void> {
  const { shown } = state;
  if (!shown) return;
  asked += 1;
  const mine = asked;
  const moved = change.filter !== undefined;
  const samePeriod =
    moved && change.filter?.from === shown.filter.from && change.filter.to === shown.filter.to;
  const filter = { ...(change.filter ?? shown.filter) };
  // At once: a later refresh that overtakes this one must not lose what changed. The rows on the screen stay till then.
  draw({ shown: { ...shown, ...change, filter, next: null } });
  const { source, all: known } = shown;
  const { from, to } = filter;
  const buckets = bucketsOf({ from, to });
  try {
    const all = samePeriod ? known : await source.counts({ from, to }, buckets);
    const counts = await source.counts(filter, buckets);
    const page = await source.list(filter, null, PAGE);
    if (mine !== asked || state.shown?.source !== source) return;
    draw({
      shown: { ...state.shown, buckets, all, counts, ...page },
      ...(moved && { view: { ...state.view, first: 0, active: 0 } }),
    });
    if (moved) withScroll((scroll) => scroll.scrollTo(0, 0));
    await loadTo(state.view.first + state.view.fitting);
  } catch (failure) {
    draw({ failure });
  }
}

/** Reads pages until the row `index` is there. */
async function loadTo(index: number): Promise<void> {
  while (state.shown && state.shown.next !== null && state.shown.rows.length <= index) {
    const { source, filter, next, rows } = state.shown;
    const page = await source.list(filter, next, PAGE);
    if (state.shown.source !== source || state.shown.filter !== filter || state.shown.next !== next) return;
    draw({ shown: { ...state.shown, rows: [...rows, ...page.rows], next: page.next } });
  }
}

const actions: PageActions = {
  retry: () => void openFirst(),
  choosePreset(preset) {
    if (!state.shown) return;
    if (preset === 'custom') return draw({ shown: { ...state.shown, preset } });
    // The period around today, or around the days on the screen when those are not today's.
    const anchor = new Date(Math.min(Date.now(), Date.parse(state.shown.filter.to) - 1));
    void refresh({ preset, filter: { ...state.shown.filter, ...periodAround(preset, anchor) } });
  },
  chooseDays(first, last) {
    const period = periodOfDays(first, last);
    if (!period) return draw({ trouble: 'review_days_wrong' });
    draw({ trouble: null });
    if (state.shown) void refresh({ preset: 'custom', filter: { ...state.shown.filter, ...period } });
  },
  choose(facet, values) {
    if (state.shown) void refresh({ filter: { ...state.shown.filter, [facet]: values } });
  },
  clear() {
    if (!state.shown) return;
    const { from, to } = state.shown.filter;
    void refresh({ filter: { from, to } });
  },
  scrolled(first, fitting) {
    if (first === state.view.first && fitting === state.view.fitting) return;
    draw({ view: { ...state.view, first, fitting } });
    void loadTo(first + fitting);
  },
  moveTo(index) {
    void loadTo(index).then(() => {
      draw({ view: { ...state.view, active: index } });
      withScroll((scroll) => bringIntoView(scroll, index));
      document.querySelector<HTMLElement>(`button[data-index="${index}"]`)?.focus();
    });
  },
  open: (index) => void openDetail(index),
  close() {
    const index = state.detail?.index;
    draw({ detail: null });
    if (index !== undefined) document.querySelector<HTMLElement>(`button[data-index="${index}"]`)?.focus();
  },
  save: (verdict, note) => void saveReview(verdict, note),
  allow: (fingerprint, until) => void allowFile(fingerprint, until),
  showSameDocument(fingerprint) {
    if (!state.shown) return;
    const { from, to } = state.shown.filter;
    draw({ detail: null });
    void refresh({ filter: { from, to, fingerprint } });
  },
  verify: () => void verify(),
  importFiles: (files) => void openFiles(files),
  leaveImport: () => void openFirst(),
  exportAs: (format) => void making(async (shown) => exportShown(shown, format)),
  print: () => window.print(),
  openReport(reportOpen) {
    draw({ reportOpen });
  },
  makeReport: (office, sweep) =>
    void making(async (shown) => {
      await makeReport(shown, office, sweep);
      draw({ reportOpen: false });
    }),
};

async function openDetail(index: number): Promise<void> {
  await loadTo(index);
  const row = state.shown?.rows[index];
  if (!row || !state.shown) return;
  draw({ detail: { index, row, detail: null, outcome: null }, view: { ...state.view, active: index } });
  try {
    const detail = await state.shown.source.detail(row);
    if (state.detail?.row === row) draw({ detail: { index, row, detail, outcome: null } });
  } catch (failure) {
    draw({ detail: null, failure });
  }
}

async function saveReview(verdict: Parameters<PageActions['save']>[0], note: string): Promise<void> {
  const { shown, detail: open } = state;
  if (!shown || !open) return;
  try {
    const { noteDropped } = await shown.source.review(open.row, verdict, note);
    const detail = await shown.source.detail(open.row);
    const row = { ...open.row, state: verdict };
    draw({ detail: { ...open, row, detail, outcome: noteDropped ? 'note-dropped' : 'saved' } });
    document.querySelector<HTMLFormElement>('form.judge')?.reset();
    await refresh({});
  } catch {
    draw({ detail: { ...open, outcome: 'failed' } });
  }
}

async function allowFile(fingerprint: string, until: string): Promise<void> {
  const { shown, detail: open } = state;
  if (!shown?.source.allow || !open) return;
  try {
    await shown.source.allow(open.row, { fingerprint, until });
    const detail = await shown.source.detail(open.row);
    draw({ detail: { ...open, detail, outcome: until === '' ? 'disallowed' : 'allowed' } });
  } catch {
    draw({ detail: { ...open, outcome: 'failed' } });
  }
}

async function verify(): Promise<void> {
  if (!state.shown) return;
  const { source, filter, machines } = state.shown;
  const wanted = filter.devices?.length ? filter.devices : undefined;
  if (source.kind === 'server' && (wanted ?? machines).length > MOST_CHECKED)
    return draw({ trouble: 'review_check_choose' });
  draw({ checks: 'running', trouble: null });
  try {
    const checks = await source.verify(wanted);
    if (state.shown?.source === source) draw({ checks });
  } catch {
    draw({ checks: null, trouble: 'review_check_failed' });
  }
}

async function openFiles(files: readonly File[]): Promise<void> {
  if (files.length === 0) return;
  const read = await importLogs(files).catch(() => null);
  if (!read) return draw({ trouble: 'review_import_failed' });
  asked += 1;
  const period = state.shown?.filter ?? periodAround(DEFAULT_PRESET, new Date());
  await show(read.source, { from: period.from, to: period.to }, { files: files.length, faults: read.faults });
  // Files come from elsewhere: what they are worth is the first question.
  await verify();
}

async function making(work: (shown: Shown) => Promise<void>): Promise<void> {
  if (!state.shown) return;
  draw({ making: true, trouble: null });
  try {
    await work(state.shown);
    draw({ making: false });
  } catch (error) {
    if (!(error instanceof TooManyError)) console.error(error);
    draw({
      making: false,
      trouble: error instanceof TooManyError ? 'review_export_too_many' : 'review_export_failed',
    });
  }
}

function bringIntoView(scroll: HTMLElement, index: number): void {
  const row = rowPixels();
  const head = scroll.querySelector('thead')?.clientHeight ?? 0;
  const top = index * row;
  if (top < scroll.scrollTop) scroll.scrollTop = top;
  else if (top + row + head > scroll.scrollTop + scroll.clientHeight)
    scroll.scrollTop = top + row + head - scroll.clientHeight;
  measure(scroll, actions);
}

function withScroll(work: (scroll: HTMLElement) => void): void {
  const scroll = document.querySelector<HTMLElement>('.scroll');
  if (scroll) work(scroll);
}

function draw(change: Partial<PageState>): void {
  state = { ...state, ...change };
  const root = document.getElementById('root');
  if (root) render(pageView(state, actions), root);
  for (const dialog of document.querySelectorAll('dialog')) if (!dialog.open) dialog.showModal();
}
