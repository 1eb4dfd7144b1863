import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { ReviewRow } from '../incidents/review-model.ts';
import type { ReviewDetail } from '../incidents/review-source.ts';
import type { Answer, LoggedFinding, LoggedItem, Review } from '../incidents/types.ts';
import { actionView, momentInWords, numberInWords } from '../ui/page-parts.ts';
import { keyOf, language, t, tOptional } from '../ui/text.ts';
import { wordsForLevel, wordsForPlace, wordsForRule, wordsForSignal } from '../ui/words.ts';
import { type OpenDetail, type PageActions, STATES } from './state.ts';
import { machineInWords } from './table-view.ts';

/** What the person may do here. */
export interface Rights {
  readonly canReview: boolean;
  readonly canAllow: boolean;
}

/** Days that a false alarm passes unless the officer chooses others. */
const USUAL_DAYS = 30;
const MOST_DAYS = 365;

/** One incident in a dialog: what was found in each item and why, what people did, and the officer's judgement. */
export function detailDialog(
  open: OpenDetail,
  rights: Rights,
  count: number,
  actions: PageActions,
): TemplateResult {
  const { row, index, detail } = open;
  return html`<dialog class="detail" aria-labelledby="detail-title" @close=${actions.close}>
    <div class="bar">
      <h2 id="detail-title">${t('review_detail_of', index + 1, momentInWords(row.time))}</h2>
      <nav aria-label=${t('review_detail_browse')}>
        <button type="button" ?disabled=${index === 0} @click=${() => actions.open(index - 1)}>${t('log_newer')}</button>
        <button type="button" ?disabled=${index >= count - 1} @click=${() => actions.open(index + 1)}>${t('log_older')}</button>
        <button type="button" @click=${actions.close}>${t('review_close')}</button>
      </nav>
    </div>
    ${detail ? html`${summaryView(row, detail)} ${keyed(row.id, judgeView(open, detail, rights.canReview, actions))} ${rights.canAllow ? allowView(open, detail, actions) : nothing} ${itemsView(row, detail, actions)}` : html`<p role="status">${t('log_loading')}</p>`}
  </dialog>`;
}

function summaryView(row: ReviewRow, { incident, machine }: ReviewDetail): TemplateResult {
  const { frame, site } = incident.destination;
  return html`<dl>
    <dt>${t('review_column_site')}</dt>
    <dd>${site}${frame === site ? nothing : html` (${t('log_detail_frame')}: ${frame})`}</dd>
    <dt>${t('review_column_channel')}</dt>
    <dd>${tOptional(keyOf('channel', incident.channel)) ?? incident.channel}</dd>
    <dt>${t('review_column_outcome')}</dt>
    <dd>${t(keyOf('disposition', row.disposition))}</dd>
    <dt>${t('review_column_machine')}</dt>
    <dd>${machineInWords(machine) || '—'}</dd>
  </dl>`;
}

function judgeView(
  { outcome, row }: OpenDetail,
  { reviews }: ReviewDetail,
  canReview: boolean,
  actions: PageActions,
): TemplateResult {
  const latest = reviews.at(-1);
  const onSave = (event: SubmitEvent) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget as HTMLFormElement);
    actions.save(
      STATES.find((state) => state === given.get('state')) ?? 'new',
      String(given.get('note') ?? ''),
    );
  };
  return html`<section class="panel">
    <h3>${t('review_judge')}</h3>
    ${
      canReview
        ? html`<form class="judge" @submit=${onSave}>
            <fieldset>
              <legend class="unseen">${t('review_judge')}</legend>
              ${STATES.map((state) => html`<label><input type="radio" name="state" value=${state} ?checked=${state === row.state} /> ${t(keyOf('review_state', state))}</label>`)}
            </fieldset>
            <label>${t('review_note')}<textarea name="note" rows="2" maxlength="500" aria-describedby="note-advice"></textarea></label>
            <p class="quiet small" id="note-advice">${t('review_note_advice')}</p>
            <button class="main">${t('review_save')}</button>
            <span role="status">${outcome === null ? nothing : t(keyOf('review_outcome', outcome))}</span>
          </form>`
        : html`<p>${t(keyOf('review_state', latest?.state ?? 'new'))}</p><p class="quiet small">${t('review_read_only')}</p>`
    }
    ${reviews.length === 0 ? nothing : html`<ul>${reviews.map(reviewView)}</ul>`}
  </section>`;
}

/** Lets the files of a false alarm pass on their machine for some time. Texts have no list: their rule must be mended. */
function allowView(
  { row }: OpenDetail,
  { incident, allowed = [] }: ReviewDetail,
  actions: PageActions,
): TemplateResult | typeof nothing {
  const files = incident.items.filter(({ kind, fingerprint }) => kind === 'file' && fingerprint !== '');
  if (row.state !== 'false-alarm' || files.length === 0) return nothing;
  const today = new Date().toISOString().slice(0, 10);
  return html`<section class="panel care">
    <h3>${t('review_allow')}</h3>
    <p>${t('review_allow_lead')}</p>
    ${files.map((file, at) => {
      const until = allowed.find(({ fingerprint }) => fingerprint === file.fingerprint)?.until ?? '';
      const onAllow = (event: SubmitEvent) => {
        event.preventDefault();
        const given = new FormData(event.currentTarget as HTMLFormElement);
        actions.allow(file.fingerprint, String(given.get('until') ?? ''));
      };
      return html`<form class="allow" @submit=${onAllow}>
        <label>${t('review_allow_until', at + 1, sizeInWords(file))}<input type="date" name="until" required min=${today} max=${dayIn(MOST_DAYS)} .value=${until || dayIn(USUAL_DAYS)} /></label>
        <button>${t(until === '' ? 'review_allow_button' : 'review_allow_change')}</button>
        ${until === '' ? nothing : html`<button type="button" @click=${() => actions.allow(file.fingerprint, '')}>${t('review_allow_end')}</button>`}
      </form>`;
    })}
  </section>`;
}

function dayIn(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

function reviewView(review: Review): TemplateResult {
  return html`<li>
    ${momentInWords(review.time)}: ${t(keyOf('review_state', review.state))}
    ${review.noteDropped ? html`<div class="quiet">${t('review_outcome_note_dropped')}</div>` : review.note === null ? nothing : html`<div>${review.note}</div>`}
  </li>`;
}

function itemsView(
  row: ReviewRow,
  { incident, answers, repeats }: ReviewDetail,
  actions: PageActions,
): TemplateResult {
  const [fingerprint] = row.fingerprints;
  const last = repeats.at(-1);
  return html`
    ${last === undefined ? nothing : html`<p>${t('review_repeats', numberInWords(repeats.length))} ${t('review_repeats_last', momentInWords(last))}</p>`}
    ${incident.items.map(itemView)} ${answersView(answers)}
    ${
      fingerprint === undefined
        ? nothing
        : html`<p><button type="button" @click=${() => actions.showSameDocument(fingerprint)}>${t('review_same_document')}</button></p>`
    }
    <p class="quiet small">
      ${t('log_detail_versions')}: ${t('log_detail_versions_value', incident.productVersion, incident.packVersion)}
    </p>
  `;
}

function wordsForAnswer(answer: Answer): string {
  return t(keyOf('log_answer', answer.answer));
}

function answersView(answers: readonly Answer[]): TemplateResult | typeof nothing {
  if (answers.length === 0) return nothing;
  return html`<section class="item">
    <h3>${t('log_answers')}</h3>
    <ul>${answers.map((answer) => html`<li>${momentInWords(answer.time)}: ${wordsForAnswer(answer)}${reasonView(answer)}</li>`)}</ul>
  </section>`;
}

function reasonView(answer: Answer): TemplateResult | typeof nothing {
  if (answer.reasonDropped) return html`<div class="quiet">${t('log_answer_reason_dropped')}</div>`;
  return answer.reason === null ? nothing : html`<div>${t('log_answer_reason', answer.reason)}</div>`;
}

function itemView(item: LoggedItem, index: number): TemplateResult {
  const kind = t(keyOf('item', item.kind));
  return html`<section class="item">
    <h3>${t('log_detail_item', index + 1, kind, sizeInWords(item))} ${actionView(item.action)}</h3>
    <dl>
      <dt>${t('log_detail_media_type')}</dt>
      <dd>${item.mediaType}</dd>
      <dt>${t('log_detail_scan')}</dt>
      <dd>${t(keyOf('outcome', item.outcome))}</dd>
      ${fingerprintView(item.fingerprint)}
    </dl>
    ${
      item.findings.length === 0
        ? html`<p class="quiet">${t('log_detail_no_findings')}</p>`
        : html`<ul>${item.findings.map(findingView)}</ul>`
    }
  </section>`;
}

function fingerprintView(fingerprint: string): TemplateResult | typeof nothing {
  if (fingerprint === '') return nothing;
  return html`<dt>${t('log_detail_fingerprint')}</dt>
    <dd class="code">${fingerprint.slice(0, 16)}</dd>`;
}

function findingView(finding: LoggedFinding): TemplateResult {
  const place = wordsForPlace(finding.where);
  const certainty = new Intl.NumberFormat(language(), { style: 'percent' }).format(finding.confidence);
  const rule = wordsForRule(finding.ruleId);
  const marking = rule === null && finding.level !== null ? wordsForLevel(finding.level) : null;
  const reasons = finding.signals.map(reasonInWords).filter((words) => words !== null);
  return html`<li>
    <div>
      <strong>${rule ?? finding.ruleId}</strong>
      ${marking === null ? nothing : html` · ${t('log_column_level')}: ${marking}`}
      ${place === '' ? nothing : html` · ${t('log_detail_where')}: ${place}`}
      · ${t('log_detail_confidence')}: ${certainty}
    </div>
    ${reasons.length === 0 ? nothing : html`<div class="quiet">${t('log_detail_why')}: ${reasons.join('; ')}</div>`}
  </li>`;
}

function reasonInWords(signal: LoggedFinding['signals'][number]): string | null {
  const words = wordsForSignal(signal);
  if (words === null || signal.weight >= 0) return words;
  return `${words} (${t('log_signal_against')})`;
}

function sizeInWords(item: LoggedItem): string {
  if (item.kind === 'text') return t('log_number_characters', numberInWords(item.size));
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, item.size)) / 3));
  return new Intl.NumberFormat(language(), {
    style: 'unit',
    unit: units[step],
    maximumFractionDigits: 1,
  }).format(item.size / 1000 ** step);
}
