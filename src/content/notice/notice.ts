import { language, t } from '../../ui/text.ts';
import { routeEvents } from './events.ts';
import { rememberWhereabouts } from './focus.ts';
import type { NoticeHandle, NoticeHandlers, NoticeModel } from './model.ts';
import { buildStage, type Stage } from './stage.ts';
import { buildNotice, type Press } from './view.ts';

export { shieldNotices } from './events.ts';

/**
 * Shows one notice in a closed shadow root on top of the page. A refusal or a question takes the focus and gives it
 * back; progress (`scanning`) and a mark in typed text (`stays`) stand in the corner and leave the focus alone.
 * Throws nothing for a page without a root element: the notice appears when the page has one.
 */
export function showNotice(model: NoticeModel, handlers: NoticeHandlers): NoticeHandle {
  const life = new AbortController();
  const whereabouts = rememberWhereabouts();
  const stage = buildStage(() => press('close'));
  let current = model;
  let pressed: Element | null = null;

  const close = (): void => {
    if (life.signal.aborted) return;
    life.abort();
    stage.remove();
    whereabouts.restore();
  };

  const press = (action: Press): void => {
    if (life.signal.aborted) return;
    if (action === 'false-alarm') {
      confirmFalseAlarm(stage);
      handlers.onFalseAlarm();
      return;
    }
    if (action === 'continue') {
      const reason = readReason(stage);
      if (reason === null) return;
      close();
      handlers.onContinue(reason);
      return;
    }
    close();
    handlers.onClose();
  };

  const route = (event: Event): void => {
    if (event instanceof KeyboardEvent && event.type === 'keydown') {
      if (event.isComposing) return;
      if (event.key === 'Escape') {
        event.preventDefault();
        press('close');
      } else if (event.key === 'Tab') keepInside(stage, event);
    } else if (event instanceof MouseEvent) {
      if (event.type === 'pointerdown') pressed = elementAt(stage, event);
      if (event.type !== 'click') return;
      const target = pressTarget(stage, event, pressed);
      pressed = null;
      if (target) press(target);
    }
  };

  const render = (): void => {
    const reason = reasonField(stage)?.value;
    const focused = stage.root.activeElement;
    const surface = stage.take(isCard(current) ? 'card' : 'modal');
    dressSurface(surface, current);
    surface.replaceChildren(...buildNotice(current, siteName()).filter((child) => child !== null));
    const field = reasonField(stage);
    if (field && reason !== undefined) field.value = reason;
    stage.raise();
    if (focused) returnFocus(stage, focused);
  };

  routeEvents(stage.host, route, life.signal);
  // An element that goes full screen after the notice would cover it.
  document.addEventListener('fullscreenchange', () => stage.raiseAgain(), { signal: life.signal });
  render();
  return {
    update(next) {
      if (life.signal.aborted) return;
      current = next;
      render();
    },
    close,
  };
}

/** After a redraw the focus goes to the element that took the old one's place, or to the dialog. */
function returnFocus(stage: Stage, old: Element): void {
  const { press } = old instanceof HTMLElement ? old.dataset : {};
  const same = press ? `[data-press=${press}]` : old.localName;
  const heir = old === stage.surface ? null : stage.surface.querySelector<HTMLElement>(same);
  (heir ?? stage.surface).focus({ preventScroll: true });
}

function isCard(model: NoticeModel): boolean {
  return model.kind === 'scanning' || model.stays === true;
}

function dressSurface(surface: HTMLElement, model: NoticeModel): void {
  surface.lang = language();
  surface.dataset.kind = model.kind;
  surface.setAttribute('role', isCard(model) ? 'dialog' : 'alertdialog');
  surface.setAttribute('aria-labelledby', 'title');
  surface.setAttribute('aria-describedby', 'lead');
}

/** The host people know the page by: the top-level one, also inside frames. */
function siteName(): string {
  const ancestors = location.ancestorOrigins;
  const top = ancestors?.item(ancestors.length - 1);
  const host = top && URL.canParse(top) ? new URL(top).hostname : location.hostname;
  return host || location.hostname || document.title;
}

function reasonField(stage: Stage): HTMLTextAreaElement | null {
  return stage.surface.querySelector('textarea');
}

/** The person's reason; null, with a message at the field, when there is none. */
function readReason(stage: Stage): string | null {
  const field = reasonField(stage);
  const reason = field?.value.trim() ?? '';
  if (reason !== '') return reason;
  const error = stage.root.getElementById('reason-error');
  if (error) error.textContent = t('notice_reason_missing');
  field?.setAttribute('aria-invalid', 'true');
  field?.focus();
  return null;
}

function confirmFalseAlarm(stage: Stage): void {
  const button = stage.surface.querySelector<HTMLButtonElement>('[data-press=false-alarm]');
  if (button) button.disabled = true;
  const line = stage.surface.querySelector('[data-part=done]');
  if (line) {
    line.textContent = t('notice_false_alarm_done');
    line.scrollIntoView({ block: 'nearest' });
  }
  stage.surface.querySelector<HTMLElement>('[data-press=close]')?.focus();
}

function elementAt(stage: Stage, event: MouseEvent): Element | null {
  return stage.root.elementFromPoint(event.clientX, event.clientY);
}

/**
 * Which button a click means. The listener stands at the window, where a closed shadow tree shows only its host, so the
 * button is found by place, or by focus for the keyboard and for screen readers.
 */
function pressTarget(stage: Stage, event: MouseEvent, pressed: Element | null): Press | null {
  const byKeyboard = event.detail === 0;
  const hit = byKeyboard ? stage.root.activeElement : elementAt(stage, event);
  const button = hit?.closest<HTMLButtonElement>('button[data-press]');
  if (!button || button.disabled) return null;
  // Pressed elsewhere, released here: no click for the person, but one event on the common ancestor.
  if (!byKeyboard && pressed !== null && !button.contains(pressed)) return null;
  return button.dataset.press as Press;
}

/** Tab goes round inside a modal notice, also in a frame, where it would leave for the page around. */
function keepInside(stage: Stage, event: KeyboardEvent): void {
  if (!(stage.surface instanceof HTMLDialogElement)) return;
  const stops = [...stage.surface.querySelectorAll<HTMLElement>('summary, textarea, button:not(:disabled)')];
  const active = stage.root.activeElement;
  const edge = event.shiftKey ? stops[0] : stops.at(-1);
  const atStart = event.shiftKey && active === stage.surface;
  if (active !== edge && !atStart) return;
  event.preventDefault();
  (event.shiftKey ? stops.at(-1) : stops[0])?.focus();
}
