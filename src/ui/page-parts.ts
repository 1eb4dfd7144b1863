import { html, svg, type TemplateResult } from 'lit';
import type { Verdict } from '../engine/verdict.ts';
import { MessageError } from '../platform/messaging.ts';
import { leafOutline, shieldOutline, veinOutline } from './mark.ts';
import { keyOf, language, t } from './text.ts';

/** The product's mark beside a title. */
export function headView(title: string): TemplateResult {
  const vein = svg`<path d=${veinOutline} fill="none" stroke="currentColor" stroke-width="1.3" stroke-linecap="round"/>`;
  return html`<div class="head">
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d=${shieldOutline} fill="currentColor" /><path d=${leafOutline} fill="var(--paper)" />${vein}
    </svg>
    <h1>${title}</h1>
  </div>`;
}

/** An error in words, with what to do and a button to try again. */
export function failureView(title: string, error: unknown, retry: () => void): TemplateResult {
  const reason = error instanceof MessageError ? error.reason : 'failed';
  return html`<div class="panel bad" role="alert">
    <h2>${title}</h2>
    <p>${t(keyOf('error', reason))}</p>
    <button type="button" @click=${retry}>${t('button_retry')}</button>
  </div>`;
}

/** The strongest action among the items of an attempt. */
export function strongestAction(items: readonly Pick<Verdict, 'action'>[]): Verdict['action'] {
  const order: readonly Verdict['action'][] = ['allow', 'report', 'warn', 'hold', 'block'];
  return items.reduce<Verdict['action']>(
    (strongest, item) => (order.indexOf(item.action) > order.indexOf(strongest) ? item.action : strongest),
    'allow',
  );
}

/** An action in words; blocked and held ones stand out by colour as well. */
export function actionView(action: Verdict['action']): TemplateResult {
  const look = action === 'block' ? 'stop' : action === 'warn' || action === 'hold' ? 'care' : '';
  return html`<span class="tag ${look}">${t(keyOf('action', action))}</span>`;
}

/** A moment (ISO 8601) as people here write it, in local time; the day is left out when it is today and `short` is set. */
export function momentInWords(iso: string, short = false): string {
  const moment = new Date(iso);
  if (Number.isNaN(moment.getTime())) return iso;
  const today = moment.toDateString() === new Date().toDateString();
  const form: Intl.DateTimeFormatOptions =
    short && today
      ? { hour: '2-digit', minute: '2-digit' }
      : { day: '2-digit', month: '2-digit', year: 'numeric', hour: '2-digit', minute: '2-digit' };
  return new Intl.DateTimeFormat(language(), form).format(moment);
}

/** A day (`YYYY-MM-DD`) as people here write it. */
export function dayInWords(day: string): string {
  const date = new Date(`${day}T00:00`);
  if (Number.isNaN(date.getTime())) return day;
  const form = { day: '2-digit', month: '2-digit', year: 'numeric' } as const;
  return new Intl.DateTimeFormat(language(), form).format(date);
}

/** A whole number with the separators of the person's language. */
export function numberInWords(value: number): string {
  return new Intl.NumberFormat(language()).format(value);
}
