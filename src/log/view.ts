import { html, nothing, type TemplateResult } from 'lit';
import type { Answer, Incident } from '../incidents/types.ts';
import {
  actionView,
  failureView,
  headView,
  momentInWords,
  numberInWords,
  strongestAction,
} from '../ui/page-parts.ts';
import { keyOf, t } from '../ui/text.ts';
import { wordsForLevel } from '../ui/words.ts';
import { detailView, wordsForAnswer } from './detail.ts';

export const logStyles = `
main { max-inline-size: 72rem; margin: 0 auto; padding: 1.5rem clamp(.8rem, 3vw, 2rem); display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); }
.bar { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; justify-content: space-between; }
.bar nav { display: flex; gap: .5rem; align-items: center; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: .6rem; }
table { border-collapse: collapse; inline-size: 100%; font-size: .95rem; }
th, td { text-align: start; padding: .55rem .8rem; vertical-align: baseline; }
th { color: var(--quiet); font-weight: 600; background: var(--sheet); white-space: nowrap; }
tbody tr { border-block-start: 1px solid var(--line); }
td.time { white-space: nowrap; font-variant-numeric: tabular-nums; }
td.site { overflow-wrap: anywhere; min-inline-size: 12rem; }
td.count { font-variant-numeric: tabular-nums; }
td button { padding: .2rem .7rem; min-block-size: 2rem; white-space: nowrap; }
tr.open > td { background: var(--sheet); }
.item { margin-block: .4rem 1rem; }
.item dl { margin-block: .4rem; }
.item ul { margin: .4rem 0; padding-inline-start: 1.3rem; }
.code { font-family: ui-monospace, monospace; font-size: .9em; }
.small { font-size: .9rem; }
.empty { text-align: center; padding: 3rem 1rem; }
@media (max-width: 58rem) {
  thead { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody { display: block; }
  tr { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); padding: .6rem .4rem; }
  tr.open, tr.open > td { display: block; }
  td { padding: .25rem .5rem; }
  td.site { min-inline-size: 0; }
  td[data-label]::before { content: attr(data-label); display: block; font-size: .8rem; color: var(--quiet); }
}
@media (max-width: 30rem) { .item dl { grid-template-columns: 1fr; gap: 0; } }
`;

/** One page of the log, newest first. */
export interface LogPage {
  readonly incidents: readonly Incident[];
  /** What people did with these incidents, oldest first. */
  readonly answers: readonly Answer[];
  /** Incidents in the whole log. */
  readonly total: number;
  /** How many newer incidents come before this page. */
  readonly skipped: number;
}

export type LogState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'ready'; readonly page: LogPage; readonly openId: string | null };

/** What the person can do on the page. */
export interface LogActions {
  refresh(): void;
  newer(): void;
  older(): void;
  toggle(id: string): void;
}

export function logView(state: LogState, actions: LogActions): TemplateResult {
  return html`
    ${headView(t('log_title'))}
    <div class="quiet">
      <p>${t('log_lead')}</p>
      <p>${t('log_level_note')}</p>
    </div>
    ${bodyView(state, actions)}
  `;
}

function bodyView(state: LogState, actions: LogActions): TemplateResult {
  if (state.kind === 'loading') return html`<p role="status">${t('log_loading')}</p>`;
  if (state.kind === 'failed') return failureView(t('log_failed'), state.error, actions.refresh);
  const { page, openId } = state;
  return html`${barView(page, actions)}
  ${page.incidents.length === 0 ? emptyView() : tableView(page, openId, actions)}`;
}

function barView(page: LogPage, actions: LogActions): TemplateResult {
  const first = page.skipped + 1;
  const last = page.skipped + page.incidents.length;
  return html`<div class="bar">
    <button type="button" @click=${actions.refresh}>${t('log_refresh')}</button>
    ${
      page.incidents.length === 0
        ? nothing
        : html`<nav aria-label=${t('log_title')}>
          <span role="status">${t('log_range', numberInWords(first), numberInWords(last), numberInWords(page.total))}</span>
          <button type="button" ?disabled=${page.skipped === 0} @click=${actions.newer}>${t('log_newer')}</button>
          <button type="button" ?disabled=${last >= page.total} @click=${actions.older}>${t('log_older')}</button>
        </nav>`
    }
  </div>`;
}

function emptyView(): TemplateResult {
  return html`<div class="panel empty">
    <h2>${t('log_empty')}</h2>
    <p class="quiet">${t('log_empty_explained')}</p>
  </div>`;
}

const COLUMNS = ['time', 'site', 'channel', 'level', 'action', 'items', 'outcome'];

function tableView(page: LogPage, openId: string | null, actions: LogActions): TemplateResult {
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${t('log_title')}>
    <table>
      <thead>
        <tr>
          ${COLUMNS.map((name) => html`<th scope="col">${t(`log_column_${name}`)}</th>`)}
          <th scope="col">${t('log_detail')}</th>
        </tr>
      </thead>
      <tbody>
        ${page.incidents.map((incident) => rowView(incident, answersTo(incident, page.answers), incident.id === openId, actions))}
      </tbody>
    </table>
  </div>`;
}

function answersTo(incident: Incident, answers: readonly Answer[]): readonly Answer[] {
  return answers.filter((answer) => answer.incidentId === incident.id);
}

function rowView(
  incident: Incident,
  answers: readonly Answer[],
  open: boolean,
  actions: LogActions,
): TemplateResult {
  const detailId = `detail-${incident.sequence}`;
  return html`<tr>
      <td class="time" data-label=${t('log_column_time')}><time datetime=${incident.time}>${momentInWords(incident.time)}</time></td>
      <td class="site" data-label=${t('log_column_site')}>${incident.destination.site}</td>
      <td data-label=${t('log_column_channel')}>${t(keyOf('channel', incident.channel))}</td>
      <td data-label=${t('log_column_level')}>${wordsForLevel(incident.level)}</td>
      <td data-label=${t('log_column_action')}>${actionView(strongestAction(incident.items))}</td>
      <td class="count" data-label=${t('log_column_items')}>${numberInWords(incident.items.length)}</td>
      <td data-label=${t('log_column_outcome')}>
        ${t(keyOf('disposition', incident.disposition))}${answers.map(
          (answer) => html`<div class="quiet small">${wordsForAnswer(answer)}</div>`,
        )}
      </td>
      <td>
        <button
          type="button"
          aria-expanded=${open}
          aria-controls=${detailId}
          aria-label=${t('log_detail_of', incident.sequence)}
          @click=${() => actions.toggle(incident.id)}
        >
          ${t('log_detail')}
        </button>
      </td>
    </tr>
    ${open ? html`<tr class="open" id=${detailId}><td colspan=${COLUMNS.length + 1}>${detailView(incident, answers)}</td></tr>` : nothing}`;
}
