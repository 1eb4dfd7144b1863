import type { Family } from '../family.ts';
import { type Field, fieldOf, targetOf } from '../fields.ts';
import { type Guard, type Listeners, refuse } from '../guard.ts';
import { stops } from '../judge.ts';
import { carried, VEIL_READ } from '../question.ts';
import { sendControlOf } from '../send-gesture.ts';
import type { MarkedText, TypedFields } from '../typed-fields.ts';

/**
 * Typed text is never swallowed. Once a field is marked its ways out close until the marking is gone: the page no longer
 * hears of its changes, and what sends (Enter, buttons) is held.
 */
export function guardTyping(guard: Guard, fields: TypedFields, family: Family): Listeners {
  const stop = ({ text, verdict, approve, episode }: MarkedText, again: () => void): void =>
    guard.attempts.stopText({
      channel: 'typing',
      text,
      verdict,
      ...(episode ? { episode } : {}),
      onContinue() {
        approve();
        again();
      },
    });
  const fieldAt = (event: Event): Field | null => fieldOf(targetOf(event));
  const hide = (event: Event): void => {
    if (event.target === window || event.target === document) return;
    const field = fieldAt(event);
    if (field && fields.marked(field)) event.stopImmediatePropagation();
  };
  const holdPress = (event: Event): void => {
    if (sendControlOf(event) && family.findMarked()) event.stopImmediatePropagation();
  };
  return {
    input(event) {
      const field = fieldAt(event);
      if (!field) return;
      fields.changed(field);
      if (fields.marked(field)) event.stopImmediatePropagation();
    },
    beforeinput(event) {
      // A whole text at once (dictation, autofill, an input method): its default action stays, the page does not see it.
      const { data } = event;
      const field = fieldAt(event);
      if (field) fields.touched(field, event);
      if (data && data.length > 2 && stops(guard.judge.on('typing').weigh(data)))
        event.stopImmediatePropagation();
    },
    keydown(event) {
      if (event.key !== 'Enter' || event.isComposing) return;
      const field = fieldAt(event);
      if (!field) return;
      fields.settle();
      const marked = fields.marked(field);
      if (!marked) return;
      const sends = event.ctrlKey || event.metaKey || event.altKey || field instanceof HTMLInputElement;
      if (sends) refuse(event);
      else {
        event.stopImmediatePropagation();
        fields.pin(field);
      }
      stop(marked, () => pressAgain(event, field));
    },
    keypress: hide,
    keyup: hide,
    change: hide,
    blur: hide,
    focusout: hide,
    pointerdown: holdPress,
    mousedown: holdPress,
    pointerup: holdPress,
    mouseup: holdPress,
    touchstart: holdPress,
    touchend: holdPress,
    click(event) {
      const control = sendControlOf(event);
      if (!control) return;
      const marked = family.findMarked();
      if (!marked) return;
      refuse(event);
      stop(marked, () => control instanceof HTMLElement && control.click());
    },
  };
}

/** A script reads a marked field and gets the veil: the person must hear that what they see is not what may be sent. */
export function hearReadings(guard: Guard, fields: TypedFields, node: EventTarget): void {
  node.addEventListener(
    VEIL_READ,
    (event) => {
      const marked = fields.marked(carried(event) as Field);
      if (!marked) return;
      const { text, verdict, approve, episode } = marked;
      guard.attempts.stopText({
        channel: 'typing',
        text,
        verdict,
        ...(episode ? { episode } : {}),
        onContinue: approve,
      });
    },
    { signal: guard.signal },
  );
}

/** Sends Enter once more, after a person's "continue". */
function pressAgain(event: KeyboardEvent, field: Field): void {
  const { key, code, keyCode, ctrlKey, metaKey, altKey, shiftKey } = event;
  const init = { key, code, keyCode, ctrlKey, metaKey, altKey, shiftKey };
  const again = new KeyboardEvent('keydown', { ...init, bubbles: true, cancelable: true, composed: true });
  const untouched = field.dispatchEvent(again);
  if (untouched && field instanceof HTMLInputElement) field.form?.requestSubmit();
}
