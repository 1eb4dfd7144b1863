import { leafOutline, shieldOutline, veinOutline } from '../../ui/mark.ts';
import { keyOf, t } from '../../ui/text.ts';
import { build, buildDrawing, type Child } from './build.ts';
import { buildFiles, buildTextFindings } from './findings.ts';
import type { NoticeModel } from './model.ts';

/** What a button of the notice does; its element carries it as `data-press`. */
export type Press = 'close' | 'continue' | 'false-alarm';

const LONGEST_REASON = 500;

/** Everything inside the notice's dialog for a model. */
export function buildNotice(model: NoticeModel): Child[] {
  const scanning = model.kind === 'scanning';
  const body = build(
    'div',
    { class: 'body' },
    build(
      'header',
      {},
      buildMark(),
      build(
        'div',
        scanning || model.stays ? { role: scanning ? 'status' : 'alert' } : {},
        build('h2', { id: 'title' }, t(keyOf('notice_title', model.kind))),
        build('p', { id: 'lead' }, leadFor(model)),
      ),
    ),
    scanning ? build('div', { class: 'bar', role: 'progressbar', 'aria-labelledby': 'title' }) : null,
    ...buildTextFindings(model.items),
    ...buildFiles(model),
    ...(scanning ? [] : buildSteps(model)),
    ...(model.kind === 'warned' ? buildReasonField() : []),
    build('p', { class: 'done', role: 'status', 'data-part': 'done' }),
  );
  return [body, build('footer', {}, ...buildButtons(model))];
}

function buildMark(): SVGElement {
  return buildDrawing(
    { d: shieldOutline, fill: 'currentColor' },
    { d: leafOutline, fill: 'var(--paper)' },
    {
      d: veinOutline,
      fill: 'none',
      stroke: 'currentColor',
      'stroke-width': '1.3',
      'stroke-linecap': 'round',
    },
  );
}

function hasFindings(model: NoticeModel): boolean {
  return model.items.some((item) => (item.verdict?.findings.length ?? 0) > 0);
}

function leadFor(model: NoticeModel): string {
  const site = model.site || document.title;
  if (model.kind === 'warned' && !hasFindings(model)) return t('notice_lead_unread');
  if (model.kind !== 'blocked') return t(keyOf('notice_lead', model.kind), site);
  if (model.channel === 'typing' || model.stays) return t('notice_lead_blocked_typing', site);
  if (model.items.some((item) => item.kind === 'file')) return t('notice_lead_blocked_file', site);
  if (model.channel === 'paste' || model.channel === 'clipboard-api')
    return t('notice_lead_blocked_paste', site);
  if (model.channel === 'drop') return t('notice_lead_blocked_drop', site);
  return t('notice_lead_blocked_send', site);
}

function buildSteps(model: NoticeModel): Child[] {
  const contact = model.contact.trim() || t('notice_contact_default');
  const steps = [
    model.stays ? t('notice_todo_remove') : null,
    model.kind === 'blocked' && !model.stays ? t('notice_todo_stop') : null,
    t('notice_todo_ask', contact),
    model.kind === 'warned' ? t('notice_todo_reason') : null,
    model.kind === 'blocked' ? t('notice_todo_false_alarm') : null,
  ].filter((step) => step !== null);
  return [
    build('h3', {}, t('notice_todo_heading')),
    build('ol', {}, ...steps.map((step) => build('li', {}, step))),
  ];
}

function buildReasonField(): Child[] {
  const field = build('textarea', {
    id: 'reason',
    rows: '2',
    required: '',
    maxlength: String(LONGEST_REASON),
    'aria-describedby': 'reason-hint reason-error',
    autocomplete: 'off',
    // Some browsers send what is spell-checked to a service.
    spellcheck: 'false',
  });
  return [
    build('label', { for: 'reason' }, t('notice_reason_label')),
    field,
    build('p', { id: 'reason-hint', class: 'quiet' }, t('notice_reason_hint')),
    build('p', { id: 'reason-error', class: 'error', role: 'alert' }),
  ];
}

function buildButtons(model: NoticeModel): Child[] {
  const button = (press: Press, key: string, main = false): HTMLElement =>
    build('button', { type: 'button', 'data-press': press, ...(main ? { class: 'main' } : {}) }, t(key));
  if (model.kind === 'scanning') return [button('close', 'notice_button_hide')];
  const report = hasFindings(model) ? button('false-alarm', 'notice_button_false_alarm') : null;
  if (model.kind === 'warned') {
    return [
      report,
      button('continue', 'notice_button_continue'),
      button('close', 'notice_button_cancel', true),
    ];
  }
  return [report, button('close', 'notice_button_close', true)];
}
