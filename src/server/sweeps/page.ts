import { html } from 'hono/html';
import type { Texts } from '../../sweep/words.ts';
import type { ServerContext } from '../http/context.ts';
import { moment, page, tokenField } from '../pages/layout.ts';
import type { ShownPlan } from './plans.ts';
import { chooseSweepTexts } from './texts.ts';

/**
 * The page on which sweeps are planned, started and read. Works without scripts. `problem` says why a plan was not taken, and
 * makes it an answer 422.
 */
export function showSweeps(
  context: ServerContext,
  plans: readonly ShownPlan[],
  problem: 'sweepsWrong' | 'sweepsInternal' | null = null,
) {
  const texts = chooseSweepTexts(context.req.header('accept-language'));
  const t = (key: string) => texts(key);
  const button = (plan: ShownPlan, what: 'start' | 'seen' | 'remove') =>
    html`<form method="post" action="/sweeps/${plan.id}/${what}">${tokenField(context)}<button>${t(`sweepsButton_${what}`)}</button></form>`;
  const fresh = plans.reduce((sum, plan) => sum + plan.status.fresh, 0);
  const shown = plans.map((plan) => showPlan(plan, texts, (what) => button(plan, what)));
  return page(
    context,
    t('sweepsTitle'),
    html`${problem ? html`<p class="problem" role="alert">${t(problem)}</p>` : ''}
      ${fresh > 0 ? html`<p class="problem" role="status">${texts('sweepsFresh', String(fresh))}</p>` : ''}
      ${plans.length === 0 ? html`<p>${t('sweepsNone')}</p>` : ''}${shown}
      <section><h2>${t('sweepsNew')}</h2><form class="fields" method="post" action="/sweeps">${tokenField(context)}
      <label>${t('sweepsUrl')}<input name="url" type="url" required maxlength="500" placeholder="https://"></label>
      <label>${t('sweepsHours')}<input name="everyHours" type="number" min="0" max="8760" value="24" required></label>
      <label class="tick"><input name="images" type="checkbox" value="yes"> ${t('sweepsImages')}</label>
      <p><button class="main">${t('sweepsAdd')}</button></p></form></section>`,
    problem ? 422 : 200,
  );
}

type Button = (what: 'start' | 'seen' | 'remove') => ReturnType<typeof html>;

function showPlan(plan: ShownPlan, texts: Texts, button: Button) {
  const { everyHours, id, url, status } = plan;
  const { progress, totals, fresh } = status;
  const link = (kind: string) =>
    html`<a href="/sweeps/${id}/report.${kind}">${texts(`sweepsReport_${kind}`)}</a>`;
  const size = progress ? progress.done + progress.waiting : 0;
  return html`<section aria-label="${url}"><h2><bdi>${url}</bdi></h2>
    <p class="quiet">${everyHours > 0 ? texts('sweepsEvery', String(everyHours)) : texts('sweepsOnDemand')}</p>
    <p>${sayStatus(plan, texts)}</p>
    ${progress ? html`<progress max="${size}" value="${progress.done}" aria-label="${texts('sweepsTitle')}"></progress>` : ''}
    ${fresh > 0 ? html`<p class="state-silent">${texts('sweepsFresh', String(fresh))}</p>` : ''}
    ${totals ? html`<p class="acts">${['html', 'xlsx', 'docx', 'json'].map(link)}</p>` : ''}
    <div class="acts">${progress || status.asked ? '' : button('start')}${fresh > 0 ? button('seen') : ''}${button('remove')}</div></section>`;
}

function sayStatus({ status }: ShownPlan, texts: Texts): string {
  const { progress, asked, error, totals, ended } = status;
  if (progress)
    return texts('sweepsRunning', String(progress.done), String(progress.waiting), String(progress.found));
  if (asked) return texts('sweepsWaiting');
  if (error !== '') return sayError(moment(ended), error, texts);
  if (!totals) return texts('sweepsNever');
  const { items, blocked, warned, unread } = totals;
  return texts('sweepsLast', moment(ended), String(items), String(blocked), String(warned), String(unread));
}

/** Why a sweep ended, in words where there are some for it. */
function sayError(when: string, error: string, texts: Texts): string {
  const key = `sweepsError_${error}`;
  return texts(key) === key ? texts('sweepsFailed', when, error) : texts(key, when);
}
