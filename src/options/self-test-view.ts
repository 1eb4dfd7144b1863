import { html, nothing, type TemplateResult } from 'lit';
import { keyOf, t } from '../ui/text.ts';
import { LIMITS } from './limits.ts';
import type { CheckResult } from './self-test.ts';

export type TestState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly results: readonly CheckResult[] }
  | {
      readonly kind: 'done';
      readonly results: readonly CheckResult[];
      /** The summary, once it was copied or could not be. */
      readonly copied: { readonly ok: boolean; readonly text: string } | null;
    };

export interface TestActions {
  run(): void;
  copy(): void;
}

const SIGNS = { ok: '✓', care: '!', bad: '✗', unknown: '?' } as const;

export function testView(state: TestState, actions: TestActions): TemplateResult {
  return html`<section class="panel" aria-labelledby="test-title">
    <h2 id="test-title">${t('options_test')}</h2>
    <p class="quiet">${t('options_test_lead')}</p>
    <div class="bar">
      <button type="button" class="main" ?disabled=${state.kind === 'running'} @click=${actions.run}>
        ${t(state.kind === 'done' ? 'options_test_again' : 'options_test_run')}
      </button>
      ${
        state.kind === 'done'
          ? html`<button type="button" @click=${actions.copy}>${t('options_test_copy')}</button>`
          : nothing
      }
      <span role="status">${statusWords(state)}</span>
    </div>
    ${state.kind === 'idle' ? nothing : html`<ul class="checks">${state.results.map(resultView)}</ul>`}
    ${state.kind === 'done' && state.copied && !state.copied.ok ? html`<pre tabindex="0">${state.copied.text}</pre>` : nothing}
  </section>`;
}

/** What no extension can do, on the same page as what this one does. */
export function limitsView(): TemplateResult {
  return html`<section class="panel" aria-labelledby="limits-title">
    <h2 id="limits-title">${t('options_limits')}</h2>
    <p class="quiet">${t('options_limits_lead')}</p>
    <ul>${LIMITS.map((limit) => html`<li>${t(keyOf('options_limit', limit))}</li>`)}</ul>
  </section>`;
}

function resultView({ name, state, words }: CheckResult): TemplateResult {
  return html`<li class=${state}>
    <span class="sign" aria-hidden="true">${SIGNS[state]}</span>
    <div>
      <strong>${t(keyOf('selftest', name))}</strong>
      <span class="tag ${state === 'bad' ? 'stop' : state === 'care' ? 'care' : ''}">${t(keyOf('options_state', state))}</span>
      <p>${words}</p>
    </div>
  </li>`;
}

function statusWords(state: TestState): string {
  if (state.kind === 'idle') return '';
  if (state.kind === 'running') return t('options_test_running');
  if (state.copied) return t(state.copied.ok ? 'options_test_copied' : 'options_test_not_copied');
  const count = (wanted: CheckResult['state']) =>
    state.results.filter((result) => result.state === wanted).length;
  return t('options_test_done', count('ok'), count('care'), count('bad'), count('unknown'));
}

/** The results as lines to send to somebody: no names of persons, no sites. */
export function summaryOf(head: string, results: readonly CheckResult[]): string {
  const lines = results.map(
    ({ name, state, words }) =>
      `${SIGNS[state]} ${t(keyOf('selftest', name))} (${t(keyOf('options_state', state))}): ${words}`,
  );
  return [head, ...lines].join('\n');
}
