import { html, nothing, type TemplateResult } from 'lit';
import type { Incident } from '../incidents/types.ts';
import type { Status } from '../messages/messages.ts';
import {
  actionView,
  failureView,
  headView,
  momentInWords,
  numberInWords,
  strongestAction,
} from '../ui/page-parts.ts';
import { keyOf, t } from '../ui/text.ts';
import { wordsForLevel, wordsForRuleInShort } from '../ui/words.ts';

export const popupStyles = `
body { inline-size: 23rem; max-inline-size: 100vw; }
main { padding: 1rem; display: grid; gap: .9rem; }
h1 { font-size: 1.1rem; }
.site { font-weight: 700; overflow-wrap: anywhere; }
.latest { list-style: none; margin: .4rem 0 0; padding: 0; }
.latest li { padding: .45rem 0; border-block-start: 1px solid var(--line); font-size: .9rem; }
.row { display: flex; justify-content: space-between; gap: .6rem; align-items: baseline; }
.host { font-weight: 600; overflow-wrap: anywhere; }
.checks { display: flex; flex-wrap: wrap; gap: .5rem; }
.links { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; font-weight: 600; }
`;

/** What the popup shows: state of the page and machine, or why it could not be read. */
export type PopupState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | {
      readonly kind: 'ready';
      readonly status: Status;
      readonly latest: readonly Incident[];
      readonly tabId: number | null;
    };

/** What the person can do in the popup. */
export interface PopupActions {
  retry(): void;
  check(tabId: number, scope: 'page' | 'form'): void;
}

export function popupView(state: PopupState, actions: PopupActions): TemplateResult {
  return html`
    ${headView(t('productName'))} ${bodyView(state, actions)}
    <nav class="links">
      <a href="../precheck/index.html" target="_blank">${t('popup_open_precheck')}</a>
      <a href="../review/index.html" target="_blank">${t('popup_open_log')}</a>
      <a href="../options/index.html" target="_blank">${t('popup_open_options')}</a>
    </nav>
  `;
}

function bodyView(state: PopupState, { retry, check }: PopupActions): TemplateResult | typeof nothing {
  if (state.kind === 'loading') return nothing;
  if (state.kind === 'failed') return failureView(t('popup_failed'), state.error, retry);
  const { status, latest, tabId } = state;
  return html`${troubleView(status.logTrouble)} ${siteView(status)} ${warningsView(status)}
    ${status.site === null || tabId === null ? nothing : checkView(tabId, check)}
    <dl>
      <dt>${t('popup_today')}</dt>
      <dd>${numberInWords(status.blockedToday)}</dd>
      <dt>${t('popup_pack')}</dt>
      <dd>${t('popup_pack_value', status.pack.version, ageInWords(status.pack.released))}</dd>
      <dt>${t('popup_updates')}</dt>
      <dd>${updatesInWords(status.updates)}</dd>
      <dt>${t('popup_contact')}</dt>
      <dd>${status.contact.trim() || t('notice_contact_default')}</dd>
    </dl>
    ${latestView(latest)}`;
}

function troubleView(trouble: Status['logTrouble']): TemplateResult | typeof nothing {
  if (trouble === null) return nothing;
  return html`<section class="panel bad" role="alert">
    <h2>${t('popup_trouble')}</h2>
    <p>${t(keyOf('popup_trouble', trouble))}</p>
  </section>`;
}

function siteView(status: Status): TemplateResult {
  const state = status.site === null ? 'no_site' : status.guarded ? 'guarded' : 'unguarded';
  return html`<section class="panel ${state === 'guarded' ? 'good' : ''}">
    <h2>${t(`popup_${state}`)}</h2>
    ${status.site === null ? nothing : html`<div class="site">${status.site}</div>`}
    <p class="quiet">${t(`popup_${state}_explained`)}</p>
  </section>`;
}

function checkView(tabId: number, check: PopupActions['check']): TemplateResult {
  return html`<div class="checks">
    <button type="button" @click=${() => check(tabId, 'page')}>${t('precheck_check_page')}</button>
    <button type="button" @click=${() => check(tabId, 'form')}>${t('precheck_check_form')}</button>
  </div>`;
}

/** What a person should know before relying on it: a mode that stops nothing, rules that are out of date. */
function warningsView({ mode, pack }: Status): TemplateResult | typeof nothing {
  const words = [
    ...(mode === 'block' ? [] : [t(keyOf('popup_mode', mode))]),
    ...(pack.health === 'none' || pack.health === 'fresh' ? [] : [t(keyOf('popup_pack', pack.health))]),
  ];
  return words.length === 0
    ? nothing
    : html`<div class="panel care">${words.map((each) => html`<p>${each}</p>`)}</div>`;
}

function updatesInWords({ configured, good, next, problem }: Status['updates']): string {
  if (!configured) return t('popup_updates_off');
  if (problem) return t('popup_updates_problem', t(keyOf('rulesProblem', problem.problem)));
  return [
    ...(good === null ? [] : [t('popup_updates_good', momentInWords(good, true))]),
    ...(next === null ? [] : [t('popup_updates_next', momentInWords(next, true))]),
  ].join(', ');
}

function latestView(latest: readonly Incident[]): TemplateResult {
  return html`<section>
    <h2>${t('popup_latest')}</h2>
    ${
      latest.length === 0
        ? html`<p class="quiet">${t('popup_latest_empty')}</p>`
        : html`<ul class="latest">${latest.map(incidentView)}</ul>`
    }
  </section>`;
}

function incidentView(incident: Incident): TemplateResult {
  const channel = t(keyOf('channel', incident.channel));
  const marking =
    incident.level === null ? '' : ` · ${t('log_column_level')}: ${wordsForLevel(incident.level)}`;
  const rule = incident.items.flatMap(({ findings }) => findings)[0]?.ruleId;
  const words = incident.level === null && rule !== undefined ? wordsForRuleInShort(rule) : null;
  return html`<li>
    <div class="row">
      <span class="host">${incident.destination.site}</span>
      <time class="quiet" datetime=${incident.time}>${momentInWords(incident.time, true)}</time>
    </div>
    <div class="row"><span>${channel}${marking}${words === null ? '' : ` · ${words}`}</span>${actionView(strongestAction(incident.items))}</div>
  </li>`;
}

const DAY_MS = 86_400_000;

function ageInWords(released: string): string {
  const days = Math.floor((Date.now() - new Date(released).getTime()) / DAY_MS);
  if (Number.isNaN(days)) return t('age_unknown');
  return days < 1 ? t('age_today') : t('age_days', numberInWords(days));
}
