import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { daysOf } from '../incidents/period.ts';
import type { IncidentCounts, Tally } from '../incidents/review-model.ts';
import { numberInWords } from '../ui/page-parts.ts';
import { keyOf, t, tOptional } from '../ui/text.ts';
import { ruleInWords } from './charts-view.ts';
import { FACETS, type Facet, type PageActions, type Shown } from './state.ts';
import { machineInWords } from './table-view.ts';

const PRESETS = ['reporting-year', 'half-year', 'quarter', 'month', 'custom'] as const;

/** The time and everything else one can look for. */
export function filtersView(shown: Shown, actions: PageActions): TemplateResult {
  const { first, last } = daysOf(shown.filter);
  const chosen =
    FACETS.some((facet) => (shown.filter[facet]?.length ?? 0) > 0) || shown.filter.fingerprint !== undefined;
  const onDays = (event: Event) => {
    const form = (event.currentTarget as HTMLInputElement).form;
    const day = (name: string) => (form?.elements.namedItem(name) as HTMLInputElement | null)?.value ?? '';
    actions.chooseDays(day('first'), day('last'));
  };
  return html`<form class="filters" aria-label=${t('review_filters')} @submit=${(event: Event) => event.preventDefault()}>
    <label>${t('review_period')}
      <select @change=${(event: Event) => actions.choosePreset((event.target as HTMLSelectElement).value as Shown['preset'])}>
        ${PRESETS.map((preset) => html`<option value=${preset} .selected=${live(preset === shown.preset)}>${t(keyOf('review_period', preset))}</option>`)}
      </select>
    </label>
    <label>${t('review_first_day')}<input type="date" name="first" .value=${live(first)} @change=${onDays} /></label>
    <label>${t('review_last_day')}<input type="date" name="last" .value=${live(last)} @change=${onDays} /></label>
    ${FACETS.map((facet) => facetView(facet, shown, actions))}
    <button type="button" ?disabled=${!chosen} @click=${actions.clear}>${t('review_clear')}</button>
  </form>`;
}

function facetView(facet: Facet, shown: Shown, actions: PageActions): TemplateResult {
  const tally = tallyOf(facet, shown.all);
  const [chosen] = shown.filter[facet] ?? [];
  const words = (value: string) => facetInWords(facet, value, shown);
  return html`<label>${t(keyOf('review_facet', facet))}
    <select @change=${(event: Event) => actions.choose(facet, (event.target as HTMLSelectElement).value)} ?disabled=${tally.length === 0}>
      <option value="" .selected=${live(chosen === undefined)}>${t('review_all')}</option>
      ${tally.map(
        ({ value, count }) =>
          html`<option value=${value} .selected=${live(value === chosen)}>${words(value)} (${numberInWords(count)})</option>`,
      )}
    </select>
  </label>`;
}

/** Values of which there is one empty one alone are no choice: logs without units or names. */
function tallyOf(facet: Facet, counts: IncidentCounts): Tally {
  const tally = counts[facet];
  return tally.length === 1 && tally[0]?.value === '' ? [] : tally.filter(({ value }) => value !== '');
}

function facetInWords(facet: Facet, value: string, { machines }: Shown): string {
  if (facet === 'devices') return machineInWords(machines.find(({ device }) => device === value)) || value;
  if (facet === 'rules') return ruleInWords(value);
  if (facet === 'levels' && value === 'none') return t('review_level_none');
  const group = {
    channels: 'channel',
    levels: 'level',
    dispositions: 'disposition',
    states: 'review_state',
  } as const;
  return facet in group ? (tOptional(keyOf(group[facet as keyof typeof group], value)) ?? value) : value;
}
