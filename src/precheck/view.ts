import { html, nothing, type TemplateResult } from 'lit';
import { RESULTS, type Result } from '../certificate/certificate.ts';
import { headView, numberInWords } from '../ui/page-parts.ts';
import { keyOf, t } from '../ui/text.ts';
import { certificateView } from './certificate-view.ts';
import { inputView } from './input-view.ts';
import { itemsView } from './items-view.ts';
import { type Actions, countOf, PAGE_SIZE, type Screen } from './model.ts';
import type { Counts } from './session.ts';
import { verifyView } from './verify-view.ts';

export function precheckView(screen: Screen, actions: Actions): TemplateResult {
  const { counts, gathered } = screen;
  return html`
    ${headView(t('precheck_title'))}
    <p class="quiet">${t('precheck_lead')}</p>
    ${inputView(actions)}
    ${gathered ? html`<p class="panel">${t('precheck_gathered', gathered.address)}</p>` : nothing}
    ${troublesView(screen)} ${counts.all === 0 ? nothing : html`${progressView(screen, actions)} ${listView(screen, actions)}`}
    ${screen.issued ? certificateView(screen.issued, actions) : nothing} ${verifyView(screen, actions)}
  `;
}

function troublesView({ troubles, gathered }: Screen): TemplateResult | typeof nothing {
  const missing = gathered?.missing ?? [];
  if (troubles.length === 0 && missing.length === 0) return nothing;
  return html`<div class="panel bad" role="alert">
    ${troubles.map((trouble) => html`<p>${t(trouble)}</p>`)}
    ${
      missing.length === 0
        ? nothing
        : html`<p>${t('precheck_missing', numberInWords(missing.length))}</p>
          <ul>${missing.slice(0, 20).map((name) => html`<li class="code">${name}</li>`)}</ul>`
    }
  </div>`;
}

function progressView(screen: Screen, actions: Actions): TemplateResult {
  const { counts, canSign } = screen;
  const done = counts.all - counts.open - counts.stopped;
  const words = t('precheck_progress', numberInWords(done), numberInWords(counts.all));
  return html`<section aria-label=${t('precheck_progress_label')}>
    ${counts.open > 0 ? html`<progress max=${counts.all} value=${done} aria-label=${t('precheck_progress_label')}></progress>` : nothing}
    <p role="status" class=${counts.open > 0 ? '' : lookOf(screen)}>${counts.open > 0 ? words : summaryOf(screen, done)}</p>
    <div class="tools">
      ${
        counts.open > 0
          ? html`<button type="button" @click=${actions.stop}>${t('precheck_stop')}</button>`
          : html`
            ${counts.stopped > 0 ? html`<button type="button" class="main" @click=${actions.resume}>${t('precheck_resume')}</button>` : nothing}
            ${counts.stopped === 0 && canSign ? issueButton(screen, actions) : nothing}
            <button type="button" @click=${actions.clear}>${t('precheck_clear')}</button>`
      }
    </div>
    ${counts.open === 0 && !canSign ? html`<p class="quiet">${t('precheck_no_signer')}</p>` : nothing}
  </section>`;
}

function issueButton({ counts }: Screen, actions: Actions): TemplateResult {
  const clean = counts.done.clean === counts.all;
  return html`<button type="button" class="main" @click=${actions.issue}>
    ${t(clean ? 'precheck_issue_certificate' : 'precheck_issue_report')}
  </button>`;
}

function summaryOf({ counts }: Screen, done: number): string {
  if (counts.stopped > 0) return t('precheck_stopped', numberInWords(done), numberInWords(counts.all));
  return t(keyOf('precheck_overall', worstOf(counts)), numberInWords(counts.all));
}

function lookOf({ counts }: Screen): string {
  const worst = worstOf(counts);
  if (worst === 'marked') return 'panel bad';
  return worst === 'clean' && counts.stopped === 0 ? 'panel good' : 'panel';
}

function worstOf({ done }: Counts): Result {
  return RESULTS.findLast((result) => done[result] > 0) ?? 'clean';
}

function listView(screen: Screen, actions: Actions): TemplateResult {
  const { counts, filter, page } = screen;
  const filters = [null, ...RESULTS.toReversed().filter((one) => counts.done[one] > 0 || one === filter)];
  const last = Math.max(0, Math.ceil(countOf(counts, filter) / PAGE_SIZE) - 1);
  return html`<section class="list" aria-labelledby="items-title">
    <h2 id="items-title">${t('precheck_items')}</h2>
    <div class="filters" role="group" aria-label=${t('precheck_filter')}>
      ${filters.map(
        (
          one,
        ) => html`<button type="button" aria-pressed=${one === filter} @click=${() => actions.show(one, 0)}>
          ${one === null ? t('precheck_filter_all') : t(keyOf('precheck_item', one))}
          <span class="count">${numberInWords(countOf(counts, one))}</span>
        </button>`,
      )}
    </div>
    ${itemsView(screen)}
    ${
      last === 0
        ? nothing
        : html`<nav class="tools" aria-label=${t('precheck_pages')}>
          <button type="button" ?disabled=${page === 0} @click=${() => actions.show(filter, page - 1)}>${t('precheck_page_before')}</button>
          <span role="status">${t('precheck_page', numberInWords(page + 1), numberInWords(last + 1))}</span>
          <button type="button" ?disabled=${page >= last} @click=${() => actions.show(filter, page + 1)}>${t('precheck_page_after')}</button>
        </nav>`
    }
  </section>`;
}
