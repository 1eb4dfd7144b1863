import { html } from 'hono/html';
import type { Progress } from '../../sweep/types.ts';
import type { Texts } from '../../sweep/words.ts';
import type { SweepPlan, SweepStatus } from './plans.ts';

/** One plan as the page shows it. */
export interface ShownPlan {
  readonly plan: SweepPlan;
  readonly status: SweepStatus;
  readonly progress: Progress | 'waiting' | null;
}

export const sweepsStyle = `
:root { color-scheme: light dark; --paper: #fff; --sheet: #f3f6f4; --ink: #1a1f1c; --quiet: #525c57; --line: #cfd7d2;
  --stop: #b3261e; --leaf: #17654a; --on-leaf: #fff; --focus: #0b57d0; }
@media (prefers-color-scheme: dark) { :root { --paper: #1b201d; --sheet: #262c29; --ink: #edf1ef; --quiet: #aeb9b3;
  --line: #46504b; --stop: #ff9f96; --leaf: #7fd4ac; --on-leaf: #0d2419; --focus: #8ab8ff; } }
body { margin: 0 auto; padding: 1.5em; max-inline-size: 60em; background: var(--paper); color: var(--ink);
  font: medium/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
h1 { font-size: 1.5em; } h2 { font-size: 1.1em; margin: 0; overflow-wrap: anywhere; } p { margin: .3em 0; }
article, .new { background: var(--sheet); border: 1px solid var(--line); border-radius: .6em; padding: 1em 1.2em; margin: 1em 0; }
.quiet { color: var(--quiet); } .alert { color: var(--stop); font-weight: 600; }
.row { display: flex; flex-wrap: wrap; gap: .6em; align-items: center; margin-block-start: .6em; } form { margin: 0; }
.new form { display: grid; gap: .7em; } label { font-weight: 600; }
input:not([type=checkbox]) { display: block; box-sizing: border-box; inline-size: 100%; padding: .5em .7em; font: inherit; color: var(--ink);
  background: var(--paper); border: 1px solid var(--quiet); border-radius: .5em; }
button, .row a { font: inherit; font-weight: 600; padding: .45em 1em; border: 1px solid var(--line); border-radius: .5em;
  background: var(--paper); color: var(--ink); text-decoration: none; cursor: pointer; }
button.main { background: var(--leaf); border-color: var(--leaf); color: var(--on-leaf); justify-self: start; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }`;

/** The page of the server on which sweeps are planned, started and read. Works without scripts. */
export function sweepsPage(plans: readonly ShownPlan[], token: string, texts: Texts) {
  const t = (key: string, ...values: readonly string[]) => texts(key, ...values);
  const button = (
    plan: SweepPlan,
    what: 'start' | 'seen' | 'remove',
  ) => html`<form method="post" action="/sweeps/${plan.id}/${what}">
<input type="hidden" name="token" value="${token}"><button>${t(`sweepsButton_${what}`)}</button></form>`;
  const shown = plans.map(
    ({ plan, status, progress }) => html`<article aria-label="${plan.url}"><h2><bdi>${plan.url}</bdi></h2>
<p class="quiet">${plan.everyHours > 0 ? t('sweepsEvery', String(plan.everyHours)) : t('sweepsOnDemand')}</p>
<p>${sayStatus(status, progress, texts)}</p>
${status.fresh > 0 ? html`<p class="alert" role="status">${t('sweepsFresh', String(status.fresh))}</p>` : ''}
<div class="row">${progress === null ? button(plan, 'start') : ''}${
      status.totals ? html`<a href="/sweeps/${plan.id}/report">${t('sweepsReport')}</a>` : ''
    }${status.fresh > 0 ? button(plan, 'seen') : ''}${button(plan, 'remove')}</div></article>`,
  );
  return html`<!doctype html><html lang="${t('language_code')}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>${t('sweepsTitle')}</title><link rel="stylesheet" href="/sweeps.css"></head>
<body><main><h1>${t('sweepsTitle')}</h1>${plans.length === 0 ? html`<p>${t('sweepsNone')}</p>` : ''}${shown}
<section class="new"><h2>${t('sweepsNew')}</h2><form method="post" action="/sweeps">
<input type="hidden" name="token" value="${token}">
<label>${t('sweepsUrl')}<input name="url" type="url" required maxlength="500" placeholder="https://"></label>
<label>${t('sweepsHours')}<input name="everyHours" type="number" min="0" max="8760" value="24" required></label>
<label><input name="images" type="checkbox" value="yes"> ${t('sweepsImages')}</label>
<button class="main">${t('sweepsAdd')}</button></form></section></main></body></html>`;
}

function sayStatus(status: SweepStatus, progress: ShownPlan['progress'], texts: Texts): string {
  if (progress === 'waiting') return texts('sweepsWaiting');
  if (progress)
    return texts('sweepsRunning', String(progress.done), String(progress.waiting), String(progress.found));
  if (status.error !== '') return texts('sweepsFailed', status.ended, status.error);
  if (!status.totals) return texts('sweepsNever');
  const { items, blocked, warned, unread } = status.totals;
  return texts('sweepsLast', status.ended, String(items), String(blocked), String(warned), String(unread));
}
