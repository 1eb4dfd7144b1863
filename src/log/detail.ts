import { html, nothing, type TemplateResult } from 'lit';
import type { Answer, Incident, LoggedFinding, LoggedItem } from '../incidents/types.ts';
import { actionView, momentInWords, numberInWords } from '../ui/page-parts.ts';
import { keyOf, language, t, tOptional } from '../ui/text.ts';
import { wordsForLevel, wordsForPlace, wordsForSignal } from '../ui/words.ts';

/** The whole incident in words: what was found in each item and why. Holds no content, since the log has none. */
export function detailView(incident: Incident, answers: readonly Answer[]): TemplateResult {
  const { frame, site } = incident.destination;
  return html`
    ${frame === site ? nothing : html`<p>${t('log_detail_frame')}: ${frame}</p>`}
    ${incident.items.map(itemView)} ${answersView(answers)}
    <p class="quiet small">
      ${t('log_detail_versions')}: ${t('log_detail_versions_value', incident.productVersion, incident.packVersion)}
    </p>
  `;
}

/** What a person answered, in words. */
export function wordsForAnswer(answer: Answer): string {
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
  const rule = tOptional(keyOf('rule', finding.ruleId));
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
