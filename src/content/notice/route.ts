import type { Route } from './events.ts';
import type { Stage } from './stage.ts';
import type { Press } from './view.ts';

/**
 * Turns the person's events on a notice into presses of its buttons: clicks, Escape, and Tab going round. The events
 * come from the window, where a closed shadow tree shows only its host.
 */
export function createRoute(stage: Stage, press: (action: Press) => void): Route {
  let pressed: Element | null = null;
  return (event) => {
    // By type, since a notice may stand in another frame, whose events are of other classes than ours.
    if (event.type === 'keydown') {
      const key = event as KeyboardEvent;
      if (key.isComposing) return;
      if (key.key === 'Escape') {
        key.preventDefault();
        press('close');
      } else if (key.key === 'Tab') goRound(stage, key);
    } else if (event.type === 'pointerdown') {
      pressed = elementAt(stage, event as PointerEvent);
    } else if (event.type === 'click') {
      const action = actionOf(stage, event as PointerEvent, pressed);
      pressed = null;
      if (action) press(action);
    }
  };
}

function elementAt(stage: Stage, event: MouseEvent): Element | null {
  return stage.root.elementFromPoint(event.clientX, event.clientY);
}

/** Which button a click means: found by place, or by focus for the keyboard and for screen readers. */
function actionOf(stage: Stage, event: MouseEvent, pressed: Element | null): Press | null {
  const byKeyboard = event.detail === 0;
  const hit = byKeyboard ? stage.root.activeElement : elementAt(stage, event);
  const button = hit?.closest<HTMLButtonElement>('button[data-press]');
  if (!button || button.disabled) return null;
  // Pressed elsewhere, released here: no click for the person, but one event on the common ancestor.
  if (!byKeyboard && pressed !== null && !button.contains(pressed)) return null;
  return button.dataset.press as Press;
}

/**
 * Tab goes round inside a modal notice: in a frame it would leave for the page around, and in a document in design mode
 * it would not move at all.
 */
function goRound(stage: Stage, event: KeyboardEvent): void {
  if (!(stage.surface instanceof HTMLDialogElement)) return;
  event.preventDefault();
  const stops = [...stage.surface.querySelectorAll<HTMLElement>('summary, textarea, button:not(:disabled)')];
  const here = stops.indexOf(stage.root.activeElement as HTMLElement);
  const next = event.shiftKey ? Math.max(here, 0) - 1 : here + 1;
  stops.at(next % stops.length)?.focus();
}
