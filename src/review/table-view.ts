import { html, nothing, type TemplateResult } from 'lit';
import type { Machine, ReviewRow } from '../incidents/review-model.ts';
import { momentInWords, numberInWords } from '../ui/page-parts.ts';
import { keyOf, t, tOptional } from '../ui/text.ts';
import { wordsForLevel } from '../ui/words.ts';
import type { PageActions, PageState, Shown } from './state.ts';

/** Height of every row, in rem: rows off the screen are not there, so all must be alike. */
export const ROW_REM = 2.75;
/** Rows drawn above and below the screen. */
const MARGIN = 12;
/** Browsers cannot lay out boxes much higher than 30 million pixels. */
const MOST_ROWS = 500_000;
const PRINTED = 1000;
const REACH = 500;

const COLUMNS = ['time', 'machine', 'site', 'channel', 'level', 'outcome', 'state'] as const;

/** The incidents. Only rows on the screen exist; the keyboard and screen readers get their true numbers. */
export function tableView(shown: Shown, state: PageState, actions: PageActions): TemplateResult {
  const total = rowsOffered(shown);
  const first = state.printing ? 0 : Math.max(0, state.view.first - MARGIN);
  const last = state.printing
    ? Math.min(total, PRINTED)
    : Math.min(total, state.view.first + state.view.fitting + MARGIN);
  const machines = new Map(shown.machines.map((machine) => [machine.device, machine]));
  const rows: TemplateResult[] = [];
  for (let i = first; i < last; i++) rows.push(rowView(i, shown.rows[i], machines, state, actions));
  return html`<div
    class="scroll"
    tabindex="-1"
    role="region"
    aria-label=${t('review_table')}
    @scroll=${(event: Event) => measure(event.currentTarget as HTMLElement, actions)}
    @keydown=${(event: KeyboardEvent) => move(event, state.view, total, actions)}
  >
    <table aria-rowcount=${shown.counts.incidents + 1}>
      <thead>
        <tr aria-rowindex="1">
          ${COLUMNS.map((name) => html`<th scope="col" class=${name}>${t(keyOf('review_column', name))}</th>`)}
          <th scope="col"><span class="unseen">${t('log_detail')}</span></th>
        </tr>
      </thead>
      <tbody>
        ${spacer(first)} ${rows} ${spacer(state.printing ? 0 : total - last)}
      </tbody>
    </table>
  </div>`;
}

/** How many rows the person can scroll through. A server's come as they are asked for: nobody pulls ten million at one go. */
export function rowsOffered({ source, counts, rows, next }: Shown): number {
  const reach = source.kind === 'server' && next !== null ? rows.length + REACH : MOST_ROWS;
  return Math.min(counts.incidents, reach, MOST_ROWS);
}

/** Tells which rows are on the screen. */
export function measure(scroll: HTMLElement, actions: PageActions): void {
  const row = rowPixels();
  actions.scrolled(Math.floor(scroll.scrollTop / row), Math.ceil(scroll.clientHeight / row));
}

/** Height of a row in pixels: people set other letter sizes. */
export function rowPixels(): number {
  return ROW_REM * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}

/** The old attribute: the pages' CSP allows no style attributes. */
function spacer(rows: number): TemplateResult | typeof nothing {
  if (rows <= 0) return nothing;
  return html`<tr aria-hidden="true" class="spacer"><td colspan=${COLUMNS.length + 1} height=${Math.round(rows * rowPixels())}></td></tr>`;
}

function rowView(
  index: number,
  row: ReviewRow | undefined,
  machines: ReadonlyMap<string, Machine>,
  state: PageState,
  actions: PageActions,
): TemplateResult {
  if (!row) return html`<tr aria-rowindex=${index + 2}><td colspan=${COLUMNS.length + 1}>…</td></tr>`;
  const open = state.detail?.index === index;
  return html`<tr aria-rowindex=${index + 2} class=${row.state === 'new' ? 'new' : ''} @dblclick=${() => actions.open(index)}>
    <td class="time"><time datetime=${row.time}>${momentInWords(row.time)}</time></td>
    <td class="machine">${machineInWords(machines.get(row.device))}</td>
    <td class="site">${row.site}</td>
    <td class="channel">${tOptional(keyOf('channel', row.channel)) ?? row.channel}</td>
    <td class="level">${wordsForLevel(row.level)}</td>
    <td class="outcome">
      <span class="tag ${lookOf(row)}">${t(keyOf('disposition', row.disposition))}</span>
      ${row.repeats > 0 ? html`<span class="quiet" title=${t('review_repeats', numberInWords(row.repeats))}>×${numberInWords(row.repeats + 1)}</span>` : nothing}
    </td>
    <td class="state">
      ${t(keyOf('review_state', row.state))}${row.state === 'new' && row.disputed ? html` <span class="quiet">· ${t('review_disputed')}</span>` : nothing}
    </td>
    <td>
      <button
        type="button"
        data-index=${index}
        tabindex=${index === state.view.active ? 0 : -1}
        aria-haspopup="dialog"
        aria-expanded=${open}
        aria-label=${t('review_detail_of', index + 1, momentInWords(row.time))}
        @click=${() => actions.open(index)}
      >
        ${t('log_detail')}
      </button>
    </td>
  </tr>`;
}

/** A machine as people call it; the first signs of its key where it has no name. */
export function machineInWords(machine: Machine | undefined): string {
  if (!machine) return '';
  return [machine.name || machine.device.slice(0, 8), machine.unit].filter((part) => part !== '').join(' · ');
}

function lookOf({ disposition }: ReviewRow): string {
  if (disposition === 'blocked') return 'stop';
  return disposition === 'reported' || disposition === 'cancelled' ? '' : 'care';
}

const STEPS: Readonly<Record<string, (at: number, page: number, total: number) => number>> = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  PageDown: (at, page) => at + page,
  PageUp: (at, page) => at - page,
  Home: () => 0,
  End: (_at, _page, total) => total - 1,
};

function move(event: KeyboardEvent, view: PageState['view'], total: number, actions: PageActions): void {
  const step = STEPS[event.key];
  if (!step || total === 0) return;
  event.preventDefault();
  actions.moveTo(Math.min(total - 1, Math.max(0, step(view.active, Math.max(1, view.fitting - 2), total))));
}
