import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import { daysOf } from '../incidents/period.ts';
import type { IncidentCounts, Tally } from '../incidents/review-model.ts';
import { numberInWords } from '../ui/page-parts.ts';
import { keyOf, t, tOptional } from '../ui/text.ts';
import { ruleInWords } from './charts-view.ts';
import { FACETS, type Facet, type PageActions, type Shown } from './state.ts';
import { machineInWords } from './table-view.ts';

const PRESETS = ['reporting-year', 'half-year', 'quarter', 'month', 'custom'] as const;

/** Lists longer than this can be searched. */
const SEARCHED = 12;
/** Choices offered in one list, the most frequent ones. */
const MOST_CHOICES = 300;

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

/** A list that opens: several values may be chosen of each, and one of them is enough to be let through. */
function facetView(facet: Facet, shown: Shown, actions: PageActions): TemplateResult {
  const chosen: readonly string[] = shown.filter[facet] ?? [];
  const tally = withChosen(tallyOf(facet, shown.all), chosen);
  const words = (value: string) => facetInWords(facet, value, shown);
  const name = t(keyOf('review_facet', facet));
  const [first, ...more] = chosen;
  const said =
    first === undefined
      ? t('review_all')
      : more.length === 0
        ? words(first)
        : t('review_chosen', chosen.length);
  const onChange = (event: Event) => {
    const { value, checked } = event.target as HTMLInputElement;
    actions.choose(facet, checked ? [...chosen, value] : chosen.filter((each) => each !== value));
  };
  return html`<details class="facet" name="facet" data-facet=${facet} @keydown=${closeOnEscape} @toggle=${noteOpening}>
    <summary aria-disabled=${tally.length === 0}><span>${name}</span> <span class="said">${said}</span></summary>
    <div class="choices" role="group" aria-label=${name}>
      ${tally.length > SEARCHED ? html`<input type="search" aria-label=${t('review_facet_search', name)} placeholder=${t('review_facet_search', name)} @input=${search} />` : nothing}
      ${repeat(
        tally.slice(0, MOST_CHOICES),
        ({ value }) => value,
        ({ value, count }) =>
          html`<label><input type="checkbox" value=${value} .checked=${live(chosen.includes(value))} @change=${onChange} /><span>${words(value)}</span> <span class="quiet">${numberInWords(count)}</span></label>`,
      )}
      ${tally.length === 0 ? html`<p class="quiet">${t('review_facet_none')}</p>` : nothing}
    </div>
  </details>`;
}

/** What was chosen can be unchosen, though the period holds none of it. */
function withChosen(tally: Tally, chosen: readonly string[]): Tally {
  const shown = tally.slice(0, MOST_CHOICES);
  const missing = chosen.filter((value) => !shown.some((each) => each.value === value));
  return [
    ...missing.map((value) => tally.find((each) => each.value === value) ?? { value, count: 0 }),
    ...tally,
  ];
}

/** Hides the choices that do not hold what was typed. */
function search(event: Event): void {
  const field = event.currentTarget as HTMLInputElement;
  const wanted = field.value.trim().toLowerCase();
  for (const label of field.parentElement?.querySelectorAll('label') ?? [])
    label.hidden = !label.textContent.toLowerCase().includes(wanted);
}

function closeOnEscape(event: KeyboardEvent): void {
  const list = event.currentTarget as HTMLDetailsElement;
  if (event.key !== 'Escape' || !list.open) return;
  list.open = false;
  list.querySelector('summary')?.focus();
}

/** An open list closes when the person goes elsewhere. */
function noteOpening(event: Event): void {
  const list = event.currentTarget as HTMLDetailsElement;
  if (!list.open) return;
  const choices = list.querySelector('.choices');
  choices?.classList.remove('end');
  choices?.classList.toggle(
    'end',
    choices.getBoundingClientRect().right > document.documentElement.clientWidth,
  );
  const leave = new AbortController();
  const onPointer = (moved: Event) => {
    if (!list.open) leave.abort();
    else if (moved.target instanceof Node && !list.contains(moved.target)) {
      list.open = false;
      leave.abort();
    }
  };
  addEventListener('pointerdown', onPointer, { signal: leave.signal });
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
