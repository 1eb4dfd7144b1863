import type { Family } from '../family.ts';
import { type Field, fieldOf, targetOf } from '../fields.ts';
import { type Guard, type Listeners, refuse } from '../guard.ts';
import { sendControlOf } from '../send-gesture.ts';
import type { MarkedText, TypedFields } from '../typed-fields.ts';

/**
 * Typed text is never swallowed. Once a field is marked its ways out close until the marking is gone: the page no longer
 * hears of its changes, and what sends (Enter, buttons) is held.
 */
export function guardTyping(guard: Guard, fields: TypedFields, family: Family): Listeners {
  const stop = (marked: MarkedText): void =>
    guard.attempts.stopText({
      channel: 'typing',
      ...marked,
      stays: true,
      onContinue: () => guard.judge.approve(marked.text, marked.verdict),
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
    keydown(event) {
      if (event.key !== 'Enter' || event.isComposing) return;
      const field = fieldAt(event);
      if (!field) return;
      fields.settle();
      const marked = fields.marked(field);
      if (!marked) return;
      const sends = event.ctrlKey || event.metaKey || event.altKey || field instanceof HTMLInputElement;
      if (sends) refuse(event);
      else event.stopImmediatePropagation();
      stop(marked);
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
      if (!sendControlOf(event)) return;
      const marked = family.findMarked();
      if (!marked) return;
      refuse(event);
      stop(marked);
    },
  };
}
