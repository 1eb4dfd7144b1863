import { language, t } from '../../ui/text.ts';
import { routeEvents } from './events.ts';
import { rememberWhereabouts } from './focus.ts';
import type { NoticeHandle, NoticeHandlers, NoticeModel } from './model.ts';
import { findPlace, type Place } from './place.ts';
import { showAtTop } from './relay.ts';
import { createRoute } from './route.ts';
import { buildStage, type Stage } from './stage.ts';
import { buildNotice, type Press } from './view.ts';

export { shieldFrom, shieldNotices } from './events.ts';
export { OVERHEARD } from './overheard.ts';

/**
 * Shows one notice in a closed shadow root on top of the page. A refusal or a question takes the focus and gives it
 * back; progress (`scanning`) and a mark in typed text (`stays`) stand in the corner and leave the focus alone.
 * Where no person could see it (a hidden frame of another origin) the top frame shows it.
 */
export function showNotice(model: NoticeModel, handlers: NoticeHandlers): NoticeHandle {
  const place = findPlace();
  return place === null ? showAtTop(model, handlers) : showIn(place, model, handlers);
}

function showIn(place: Place, model: NoticeModel, handlers: NoticeHandlers): NoticeHandle {
  const life = new AbortController();
  const { signal } = life;
  const whereabouts = [rememberWhereabouts(place.document)];
  // Giving the focus back to a frame alone would forget the field in it.
  if (place !== window && document.hasFocus()) whereabouts.push(rememberWhereabouts(document));
  const stage = buildStage(place, () => press('close'));
  let closed = false;
  const close = (): void => {
    if (closed) return;
    closed = true;
    stage.remove();
    for (const one of whereabouts) one.restore();
    // Last, so that the page does not hear the focus leave either.
    life.abort();
  };

  const press = (action: Press): void => {
    if (closed) return;
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

  routeEvents(stage.host, place, createRoute(stage, press), signal);
  // An element that goes full screen after the notice would cover it.
  place.document.addEventListener('fullscreenchange', () => stage.raiseAgain(), { signal });
  // A frame that goes away would leave a notice behind in the page around it that nobody answers for.
  window.addEventListener('pagehide', close, { signal });
  draw(stage, model);
  return {
    update(next) {
      if (!closed) draw(stage, next);
    },
    close,
  };
}

/** Draws the model on the stage, keeping a reason that is being typed and the focus. */
function draw(stage: Stage, model: NoticeModel): void {
  const reason = reasonField(stage)?.value;
  const focused = stage.root.activeElement;
  const surface = stage.take(isCard(model) ? 'card' : 'modal');
  dressSurface(surface, model);
  surface.replaceChildren(...buildNotice(model).filter((child) => child !== null));
  const field = reasonField(stage);
  if (field && reason !== undefined) field.value = reason;
  stage.raise();
  if (focused) returnFocus(stage, focused);
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
