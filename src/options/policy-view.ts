import { html, nothing, type TemplateResult } from 'lit';
import type { PolicyInForce } from '../messages/messages.ts';
import type { LayerName } from '../policy/policy.ts';
import { keyOf, t, tOptional } from '../ui/text.ts';
import { settingOrder, wordsForSetting } from './policy-words.ts';
import { countProblems } from './self-test.ts';

const LAYERS = ['managed', 'server', 'local'] as const satisfies readonly LayerName[];

/** Every setting in force in plain words, who set it, and who tried to and did not count. */
export function policyView(inForce: PolicyInForce): TemplateResult {
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
        ${settingOrder.map(
          (name) => html`<tr>
            <th scope="row" title=${name}>${t(keyOf('policy', name))}</th>
            <td>${wordsForSetting(name, inForce.policy).map((line) => html`<div>${line}</div>`)}</td>
            <td>
              ${wordsForLayers(layersOf(name, inForce))}
              ${overruledBy(name, inForce).map(
                (layer) =>
                  html`<div class="quiet">${t('options_overruled', t(keyOf('options_layer', layer)))}</div>`,
              )}
            </td>
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

/** The layers whose word counts for a setting or a part of it, strongest first. */
export function layersOf(name: string, { setBy }: Pick<PolicyInForce, 'setBy'>): readonly LayerName[] {
  const layers = Object.entries(setBy)
    .filter(([key]) => key === name || key.startsWith(`${name}.`) || key.startsWith(`${name} `))
    .map(([, layer]) => layer);
  return LAYERS.filter((layer) => layers.includes(layer));
}

function overruledBy(name: (typeof settingOrder)[number], inForce: PolicyInForce): readonly LayerName[] {
  const counted = layersOf(name, inForce);
  return LAYERS.filter((layer) => {
    const said: unknown = inForce.layers[layer][name];
    const isEmpty = typeof said === 'object' && said !== null && Object.values(said).flat().length === 0;
    return said !== undefined && !isEmpty && !counted.includes(layer);
  });
}

function wordsForLayers(layers: readonly LayerName[]): string {
  return (layers.length > 0 ? layers : ['bundled'])
    .map((layer) => t(keyOf('options_layer', layer)))
    .join(', ');
}
