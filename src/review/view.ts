import { html, nothing, type TemplateResult } from 'lit';
import { failureView, headView, numberInWords } from '../ui/page-parts.ts';
import { t } from '../ui/text.ts';
import { chartsView } from './charts-view.ts';
import { checksView } from './check-view.ts';
import { detailDialog } from './detail-view.ts';
import { filtersView } from './filters-view.ts';
import { reportDialog } from './report-view.ts';
import type { PageActions, PageState, Shown } from './state.ts';
import { tableView } from './table-view.ts';

/** The whole page. */
export function pageView(state: PageState, actions: PageActions): TemplateResult {
  const { shown, failure } = state;
  return html`
    ${headView(t('log_title'))}
    <div class="quiet lead">
      <p>${t('log_lead')}</p>
      <p>${t('log_level_note')}</p>
    </div>
    ${
      failure !== null
        ? failureView(t('log_failed'), failure, actions.retry)
        : shown === null
          ? html`<p role="status">${t('log_loading')}</p>`
          : bodyView(shown, state, actions)
    }
  `;
}

function bodyView(shown: Shown, state: PageState, actions: PageActions): TemplateResult {
  const { counts, source } = shown;
  return html`
    ${toolsView(shown, state, actions)} ${importedView(shown, actions)}
    ${state.trouble === null ? nothing : html`<p class="panel bad" role="alert">${t(state.trouble)}</p>`}
    ${checksView(state.checks)} ${filtersView(shown, actions)}
    <p role="status" class="sum">
      ${t('review_sum', numberInWords(counts.incidents), numberInWords(counts.repeats))}
      ${shown.reading ? html`<span class="quiet">${t('review_reading')}</span>` : nothing}
    </p>
    ${counts.incidents === 0 ? emptyView(shown) : html`${chartsView(counts, shown.buckets)} ${tableView(shown, state, actions)}`}
    ${state.detail ? detailDialog(state.detail, { canReview: source.canReview, canAllow: source.allow !== undefined }, counts.incidents, actions) : nothing}
    ${state.reportOpen ? reportDialog(actions) : nothing}
  `;
}

function toolsView(shown: Shown, state: PageState, actions: PageActions): TemplateResult {
  const busy = state.making || shown.reading;
  const onFiles = (event: Event) => {
    const input = event.currentTarget as HTMLInputElement;
    actions.importFiles([...(input.files ?? [])]);
    input.value = '';
  };
  return html`<div class="bar tools" role="toolbar" aria-label=${t('review_tools')}>
    <button type="button" class="main" ?disabled=${busy} @click=${() => actions.openReport(true)}>${t('review_report')}</button>
    <button type="button" ?disabled=${busy} @click=${() => actions.exportAs('xlsx')}>${t('review_export_xlsx')}</button>
    <button type="button" ?disabled=${busy} @click=${() => actions.exportAs('csv')}>${t('review_export_csv')}</button>
    <button type="button" ?disabled=${busy} @click=${() => actions.exportAs('jsonl')}>${t('review_export_jsonl')}</button>
    <button type="button" @click=${actions.print}>${t('review_print')}</button>
    <button type="button" ?disabled=${busy || state.checks === 'running'} @click=${actions.verify}>${t('review_verify')}</button>
    <label class="button">${t('review_import')}<input type="file" class="unseen" accept=".jsonl,application/jsonl" multiple @change=${onFiles} /></label>
  </div>`;
}

function importedView({ imported }: Shown, actions: PageActions): TemplateResult | typeof nothing {
  if (!imported) return nothing;
  const { files, faults } = imported;
  return html`<div class="panel ${faults.length === 0 ? '' : 'bad'}">
    <p>${t('review_imported', numberInWords(files))}</p>
    ${
      faults.length === 0
        ? nothing
        : html`<p>${t(
            'review_imported_faults',
            faults
              .slice(0, 10)
              .map(({ line }) => line)
              .join(', '),
            numberInWords(faults.length),
          )}</p>`
    }
    <button type="button" @click=${actions.leaveImport}>${t('review_leave_import')}</button>
  </div>`;
}

function emptyView({ source, all }: Shown): TemplateResult {
  const nothingEver = source.kind === 'local' && all.incidents === 0;
  return html`<div class="panel empty">
    <h2>${t(nothingEver ? 'log_empty' : 'review_none')}</h2>
    <p class="quiet">${t(nothingEver ? 'log_empty_explained' : 'review_none_explained')}</p>
  </div>`;
}
