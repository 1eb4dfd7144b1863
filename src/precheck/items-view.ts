import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Result } from '../certificate/certificate.ts';
import { numberInWords } from '../ui/page-parts.ts';
import { keyOf, t } from '../ui/text.ts';
import { reasonsInWords, wordsForPlace } from '../ui/words.ts';
import type { ShownPlace } from './check.ts';
import type { Screen } from './model.ts';
import { pictureAddress } from './pictures.ts';
import type { Entry } from './session.ts';

const LOOKS: Readonly<Record<Result, string>> = {
  clean: 'fine',
  review: 'care',
  unread: 'care',
  marked: 'stop',
};
const MOST_REASONS = 4;
/** With so few items their details are open from the start. */
const FEW = 3;

export function itemsView({ entries, counts }: Screen): TemplateResult {
  if (entries.length === 0) return html`<p class="quiet">${t('precheck_none_here')}</p>`;
  return html`<ul class="items" role="list">
    ${repeat(
      entries,
      (entry) => entry.number,
      (entry) => html`<li>${entryView(entry, counts.all <= FEW)}</li>`,
    )}
  </ul>`;
}

function entryView(entry: Entry, open: boolean): TemplateResult {
  const { certified } = entry;
  const line = html`<span class="line">
    <bdi class="name">${entry.name || t('notice_unnamed_file')}</bdi>
    <span class="quiet small">${sizeInWords(entry.size)}</span>
    <span class="tag ${certified ? LOOKS[certified.result] : ''}">
      ${certified ? t(keyOf('precheck_item', certified.result)) : t(keyOf('precheck_state', entry.state))}
    </span>
  </span>`;
  if (!certified || certified.result === 'clean') return line;
  return html`<details ?open=${open}>
    <summary>${line}</summary>
    <div class="inside">${outcomeView(certified.outcome)} ${entry.places.map(placeView)} ${restView(entry)} ${policyView(entry)} ${todoView(certified.result)}</div>
  </details>`;
}

function outcomeView(outcome: string): TemplateResult | typeof nothing {
  if (outcome === 'scanned') return nothing;
  return html`<p>${t(keyOf('outcome', outcome))}. ${t(keyOf('advice', outcome))}</p>`;
}

function placeView({ finding, where, excerpt, picture }: ShownPlace): TemplateResult {
  const place = wordsForPlace(where) || (excerpt ? t('notice_line', excerpt.line) : '');
  const reasons = reasonsInWords(finding.signals, MOST_REASONS);
  return html`<div class="place">
    <div><b>${t(keyOf('notice_found', finding.kind))}</b>${place === '' ? '' : ` · ${place}`}</div>
    ${excerpt ? html`<bdi>${excerpt.before}<mark>${excerpt.marked}</mark>${excerpt.after}</bdi>` : nothing}
    ${picture ? html`<img src=${pictureAddress(picture)} alt=${t('precheck_picture', place)} />` : nothing}
    ${
      reasons.length === 0
        ? nothing
        : html`<details class="small"><summary>${t('notice_why')}</summary><ul>${reasons.map((reason) => html`<li>${reason}</li>`)}</ul></details>`
    }
  </div>`;
}

/** Places that a certificate counts and the screen does not show. */
function restView({ certified, places }: Entry): TemplateResult | typeof nothing {
  const all = certified?.found.reduce((sum, { count }) => sum + count, 0) ?? 0;
  if (all <= places.length) return nothing;
  return html`<p class="quiet">${t('notice_more_places', numberInWords(all - places.length))}</p>`;
}

/** What the unit's policy would do: a certificate knows nothing of it, and the person should. */
function policyView({ action }: Entry): TemplateResult | typeof nothing {
  return action === null ? nothing : html`<p>${t(keyOf('precheck_policy', action))}</p>`;
}

function todoView(result: Result): TemplateResult | typeof nothing {
  if (result === 'unread') return nothing;
  return html`<p><b>${t(keyOf('precheck_todo', result))}</b></p>`;
}

/** A size in bytes as people here write it. */
function sizeInWords(bytes: number): string {
  if (bytes < 1024) return t('precheck_bytes', numberInWords(bytes));
  if (bytes < 1024 * 1024) return t('precheck_kilobytes', numberInWords(Math.round(bytes / 1024)));
  return t('precheck_megabytes', numberInWords(Math.round(bytes / 104857.6) / 10));
}
