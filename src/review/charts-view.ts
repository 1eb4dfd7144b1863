import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Bucket } from '../incidents/period.ts';
import type { IncidentCounts, Tally } from '../incidents/review-model.ts';
import { numberInWords } from '../ui/page-parts.ts';
import { keyOf, t, tOptional } from '../ui/text.ts';
import { wordsForRuleInShort } from '../ui/words.ts';

const MOST_BARS = 8;
const WIDTH = 640;
const HEIGHT = 160;
const BAR = 26;
const LABEL = 200;
const NUMBER = 56;
/** Half of a label under the time: nearer to the edge it would be cut. */
const EDGE = 32;

/** Counts over time, by site, channel and rule; each chart with the same numbers as a table. */
export function chartsView(counts: IncidentCounts, buckets: readonly Bucket[]): TemplateResult {
  const steps = buckets.map(({ label }, i) => ({ value: label, count: counts.overTime[i] ?? 0 }));
  return html`<section class="charts" aria-label=${t('review_charts')}>
    ${figureView(t('review_chart_time'), timeChart(steps), steps, stepInWords)}
    ${barsView(t('review_chart_sites'), counts.sites, (value) => value)}
    ${barsView(t('review_chart_channels'), counts.channels, (value) => tOptional(keyOf('channel', value)) ?? value)}
    ${barsView(t('review_chart_rules'), counts.rules, ruleInWords, counts.falseAlarms)}
  </section>`;
}

/** A rule by its words, without the decree it stands on; its id where it has none. */
export function ruleInWords(id: string): string {
  return wordsForRuleInShort(id) ?? id;
}

function barsView(
  title: string,
  tally: Tally,
  words: (value: string) => string,
  falseAlarms: Tally = [],
): TemplateResult {
  const shown = tally.slice(0, MOST_BARS);
  const most = Math.max(1, ...shown.map(({ count }) => count));
  const height = Math.max(1, shown.length) * BAR;
  const room = WIDTH - LABEL - NUMBER;
  const chart = svg`<svg viewBox="0 0 ${WIDTH} ${height}" aria-hidden="true">
    ${shown.map(
      ({ value, count }, i) => svg`<g transform="translate(0 ${i * BAR})">
        <text x="${LABEL - 8}" y="17" text-anchor="end">${shorten(words(value))}</text>
        <rect x="${LABEL}" y="4" width="${Math.max(2, (count / most) * room)}" height="${BAR - 8}" rx="3" />
        <text x="${LABEL + (count / most) * room + 8}" y="17">${numberInWords(count)}</text>
      </g>`,
    )}
  </svg>`;
  return figureView(title, chart, tally, words, falseAlarms);
}

function timeChart(steps: Tally): TemplateResult {
  const most = Math.max(1, ...steps.map(({ count }) => count));
  const width = WIDTH / Math.max(1, steps.length);
  const every = Math.ceil(steps.length / 8);
  return svg`<svg viewBox="0 0 ${WIDTH} ${HEIGHT + 24}" aria-hidden="true">
    <line x1="0" x2="${WIDTH}" y1="${HEIGHT}" y2="${HEIGHT}" />
    ${steps.map(({ value, count }, i) => {
      const height = count === 0 ? 0 : Math.max(2, (count / most) * (HEIGHT - 22));
      const middle = (i + 0.5) * width;
      return svg`
        <rect x="${i * width + width * 0.12}" y="${HEIGHT - height}" width="${width * 0.76}" height="${height}" rx="2" />
        ${count === most && most > 1 ? svg`<text x="${middle}" y="${HEIGHT - height - 6}" text-anchor="middle">${numberInWords(count)}</text>` : ''}
        ${i % every === 0 ? svg`<text x="${Math.min(Math.max(middle, EDGE), WIDTH - EDGE)}" y="${HEIGHT + 17}" text-anchor="middle">${stepInWords(value)}</text>` : ''}`;
    })}
  </svg>`;
}

function figureView(
  title: string,
  chart: TemplateResult,
  tally: Tally,
  words: (value: string) => string,
  falseAlarms: Tally = [],
): TemplateResult {
  const wrong = new Map(falseAlarms.map(({ value, count }) => [value, count]));
  return html`<figure class="panel">
    <figcaption>${title}</figcaption>
    ${tally.length === 0 ? html`<p class="quiet">${t('review_chart_empty')}</p>` : chart}
    <details>
      <summary>${t('review_chart_table')}</summary>
      <div class="numbers">
        <table>
          <tbody>
            ${tally.map(({ value, count }) => html`<tr><th scope="row">${words(value)}</th><td>${numberInWords(count)}${wrongView(wrong.get(value))}</td></tr>`)}
          </tbody>
        </table>
      </div>
    </details>
  </figure>`;
}

/** How many of them the officer judged false alarms: a rule with many needs mending. */
function wrongView(count: number | undefined): TemplateResult | typeof nothing {
  return count === undefined
    ? nothing
    : html` <span class="quiet">(${t('review_false_alarms', numberInWords(count))})</span>`;
}

/** `2026-03` as `3/2026`, `2026-03-15` as `15/3`. */
function stepInWords(label: string): string {
  const [year, month, day] = label.split('-').map(Number);
  return day === undefined ? `${month}/${year}` : `${day}/${month}`;
}

function shorten(words: string): string {
  return words.length > 28 ? `${words.slice(0, 27)}…` : words;
}
