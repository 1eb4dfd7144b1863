import { html, nothing, type TemplateResult } from 'lit';
import type { PolicyInForce } from '../messages/messages.ts';
import { failureView, headView } from '../ui/page-parts.ts';
import { t } from '../ui/text.ts';
import { type FormActions, type FormState, localForm } from './local-form.ts';
import { type PackActions, type PackView, packView } from './pack-view.ts';
import { policyView } from './policy-view.ts';
import { limitsView, type TestActions, type TestState, testView } from './self-test-view.ts';

export const optionsStyles = `
main { max-inline-size: 60rem; margin: 0 auto; padding: 1.5rem clamp(.8rem, 3vw, 2rem); display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); }
section.panel { background: var(--paper); display: grid; gap: .7rem; justify-items: start; grid-template-columns: minmax(0, 1fr); }
section.panel > * { margin: 0; }
section > dl, section > table, section > ul, section > .drop, section > .panel { justify-self: stretch; }
.bar { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; }
.checks { list-style: none; margin: 0; padding: 0; }
.checks li { display: flex; gap: .8rem; padding: .6rem 0; border-block-start: 1px solid var(--line); }
.checks p { margin: .1rem 0 0; }
.sign { flex: none; inline-size: 1.7rem; block-size: 1.7rem; border-radius: 50%; display: grid; place-items: center; font-weight: 700; background: var(--sheet); color: var(--quiet); }
.ok .sign { background: var(--leaf-soft); color: var(--leaf); }
.care .sign { background: var(--care-soft); color: var(--care); }
.bad .sign { background: var(--stop-soft); color: var(--stop); }
.trouble { color: var(--care); }
.drop { border: 2px dashed var(--line); border-radius: .6rem; padding: .8rem 1rem; }
.file { display: inline-flex; position: relative; margin-block-start: .3rem; }
.file span { font-weight: 600; padding: .5em 1.1em; border: 1px solid var(--line); border-radius: .5em; cursor: pointer; }
.file input { position: absolute; inset: 0; opacity: 0; cursor: pointer; inline-size: 100%; }
.file:focus-within span { outline: 3px solid var(--focus); outline-offset: 2px; }
table { border-collapse: collapse; table-layout: fixed; inline-size: 100%; font-size: .95rem; }
th, td { text-align: start; padding: .5rem .6rem; vertical-align: baseline; overflow-wrap: anywhere; }
tbody th { font-weight: 600; overflow-wrap: normal; }
th:first-child { inline-size: 28%; }
th:last-child { inline-size: 26%; }
thead th { color: var(--quiet); font-weight: 600; }
tbody tr { border-block-start: 1px solid var(--line); }
.code { font-family: ui-monospace, monospace; font-size: .9em; }
pre { margin: 0; padding: .6rem; background: var(--sheet); border-radius: .4rem; white-space: pre-wrap; overflow-wrap: anywhere; inline-size: 100%; }
li { margin-block: .2rem; }
form { display: grid; gap: 1rem; inline-size: 100%; }
.field { display: grid; gap: .2rem; }
.field label { font-weight: 600; }
.field p { margin: 0; }
.field :is(input, select, textarea) { font: inherit; padding: .45em .6em; inline-size: 100%; max-inline-size: 36rem; min-block-size: 2.5em; border: 1px solid var(--quiet); border-radius: .4rem; background: var(--paper); color: var(--ink); }
.field :disabled { background: var(--sheet); color: var(--quiet); }
.field [aria-invalid='true'] { border-color: var(--stop); border-width: 2px; }
.wrong { color: var(--stop); font-weight: 600; }
@media (max-width: 34rem) {
  table thead { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody, tr, tbody th, td { display: block; padding-inline: 0; inline-size: auto; }
  td { padding-block: .1rem; }
  section dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-block-end: .4rem; }
}
`;

export type OptionsState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | {
      readonly kind: 'ready';
      readonly pack: PackView;
      readonly policy: PolicyInForce;
      readonly form: FormState;
    };

type Actions = PackActions & TestActions & FormActions & { retry(): void };

export function optionsView(state: OptionsState, test: TestState, actions: Actions): TemplateResult {
  return html`${headView(t('options_title'))} ${testView(test, actions)} ${bodyView(state, actions)}
  ${limitsView()}`;
}

function bodyView(state: OptionsState, actions: Actions): TemplateResult | typeof nothing {
  if (state.kind === 'loading') return nothing;
  if (state.kind === 'failed') return failureView(t('options_failed'), state.error, actions.retry);
  return html`${packView(state.pack, actions)} ${policyView(state.policy)}
  ${localForm(state.policy, state.form, actions)}`;
}
