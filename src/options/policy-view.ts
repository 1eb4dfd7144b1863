import { html, nothing, type TemplateResult } from 'lit';
import type { PolicyInForce } from '../messages/messages.ts';
import { keyOf, t, tOptional } from '../ui/text.ts';
import { countProblems } from './self-test.ts';

/** A code that lets a machine into the unit's server is nobody's business on a screen. */
const SECRET = ['enrolmentCode'];

/** Every setting in force, and which layer it comes from. */
export function policyView(inForce: PolicyInForce): TemplateResult {
  const rows = Object.entries(inForce.policy);
  return html`<section class="panel" aria-labelledby="policy-title">
    <h2 id="policy-title">${t('options_policy')}</h2>
    <p class="quiet">${t('options_policy_lead')}</p>
    ${countProblems(inForce) > 0 ? problemsView(inForce) : nothing}
    <table>
      <thead>
        <tr>
          <th scope="col">${t('options_policy_setting')}</th>
          <th scope="col">${t('options_policy_value')}</th>
          <th scope="col">${t('options_policy_set_by')}</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([name, value]) => html`<tr>
            <th scope="row" title=${name}>${t(keyOf('policy', name))}</th>
            <td>${SECRET.includes(name) && value ? '••••' : wordsForValue(name === 'actions' ? exceptionsOf(inForce) : value)}</td>
            <td>${wordsForLayers(name, inForce.setBy)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

function problemsView({ problems }: PolicyInForce): TemplateResult {
  return html`<div class="panel bad">
    <h3>${t('options_policy_problems')}</h3>
    <ul>
      ${Object.entries(problems).flatMap(([layer, list]) =>
        list.map(({ setting }) => html`<li>${wordsForProblem(layer, setting)}</li>`),
      )}
    </ul>
  </div>`;
}

/** What is wrong, and what would be right: the explanation of a setting names its values. */
function wordsForProblem(layer: string, setting: string): string {
  const by = t(keyOf('options_layer', layer));
  const explained = tOptional(`policy_${setting.split('.')[0]}_explained`);
  return explained === null
    ? t('options_policy_unknown', by, setting)
    : t('options_policy_problem', by, setting, explained);
}

/** Values as an administrator writes them: these words stand in the policy files. */
function wordsForValue(value: unknown): string | TemplateResult {
  if (value === '' || (Array.isArray(value) && value.length === 0)) return t('options_policy_empty');
  if (Array.isArray(value))
    return html`${value.map((item) => html`<div class="code">${typeof item === 'string' ? item : JSON.stringify(item)}</div>`)}`;
  if (typeof value === 'object' && value !== null)
    return html`${Object.entries(value).map(
      ([name, item]) =>
        html`<div class="code">${name}: ${Array.isArray(item) ? item.join(', ') || '—' : String(item) || '—'}</div>`,
    )}`;
  return html`<span class="code">${String(value)}</span>`;
}

/** Exceptions in one line each, however many kinds of finding they are for. */
function exceptionsOf({ policy }: PolicyInForce): string[] {
  const kinds = new Map<string, string[]>();
  for (const { kind, level, site, channel, action } of policy.actions) {
    const words = [site, level, channel].filter((part) => part !== undefined).join(' ') || '*';
    const line = `${words}: ${action}`;
    kinds.set(line, [...(kinds.get(line) ?? []), kind]);
  }
  return [...kinds].map(([line, of]) => `${line} (${of.join(', ')})`);
}

/** The layers that set a setting or a part of it, strongest first. */
function wordsForLayers(name: string, setBy: PolicyInForce['setBy']): string {
  const layers = Object.entries(setBy)
    .filter(([key]) => key === name || key.startsWith(`${name}.`) || key.startsWith(`${name} `))
    .map(([, layer]) => layer);
  const present = (['managed', 'server', 'local'] as const).filter((layer) => layers.includes(layer));
  return (present.length > 0 ? present : ['bundled'])
    .map((layer) => t(keyOf('options_layer', layer)))
    .join(', ');
}
