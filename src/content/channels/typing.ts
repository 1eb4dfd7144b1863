import type { Family } from '../family.ts';
import { type Field, fieldOf, focused, targetOf } from '../fields.ts';
import { type Guard, type Listeners, refuse } from '../guard.ts';
import { stops } from '../judge.ts';
import { carried, VEIL_READ } from '../question.ts';
import { sendControlOf } from '../send-gesture.ts';
import type { Edit, MarkedText, TypedFields } from '../typed-fields.ts';

/** A person who pauses behind a marking has written it; one who types on may be in the middle of another word. */
const TELL_AFTER_MS = 1_000;

/**
 * Typed text is never swallowed. Once a field is marked its ways out close until the marking is gone: the page no longer
 * hears of its changes, and what sends (Enter, buttons) is held.
 */
export function guardTyping(guard: Guard, fields: TypedFields, family: Family): Listeners {
  const hide = (event: Event): void => {
    if (event.target === window || event.target === document) return;
    const field = fieldAt(event);
    if (field && fields.marked(field)) event.stopImmediatePropagation();
  };
  /** Tells of a mark that no way out was tried for: the page no longer hears of the field, and the person must know. */
  const tell = (): void => {
    clearTimeout(telling);
    const marked = family.findMarked();
    if (marked) stopMarked(guard, marked, true);
  };
  let telling: ReturnType<typeof setTimeout> | undefined;
  guard.signal.addEventListener('abort', () => clearTimeout(telling));
  const leave = (event: Event): void => {
    hide(event);
    if (fieldAt(event)) tell();
  };
  return {
    input(event) {
      const field = fieldAt(event);
      if (!field) return;
      fields.changed(field, wasWeighed(event));
      if (!fields.marked(field)) return;
      event.stopImmediatePropagation();
      clearTimeout(telling);
      telling = setTimeout(tell, TELL_AFTER_MS);
    },
    beforeinput(event) {
      // A whole text at once (dictation, autofill, an input method): its default action stays, the page does not see it.
      const { data } = event;
      const field = fieldAt(event);
      if (field) fields.touched(field, event);
      if (data && data.length > 2 && !wasWeighed(event) && stops(guard.judge.on('typing').weigh(data)))
        event.stopImmediatePropagation();
    },
    keydown: guardKeys(guard, fields),
    keypress: hide,
    keyup: hide,
    change: leave,
    blur: leave,
    focusout: hide,
    // Editors read their document again when the caret moves.
    selectionchange(event) {
      const field = fieldOf(focused());
      if (field && fields.marked(field)) event.stopImmediatePropagation();
    },
    pagehide: tell,
    ...guardButtons(guard, family),
  };
}

/** Enter sends, or makes a new line; keys that no field takes are kept as what an editor on a canvas holds. */
function guardKeys(guard: Guard, fields: TypedFields): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.isComposing) return;
    const real = fieldAt(event);
    const field = real ?? drawnAt(event);
    const edit = real ? null : editOf(event);
    if (field && edit) fields.touched(field, edit);
    if (event.key !== 'Enter' || !field) return;
    fields.settle();
    const marked = fields.marked(field);
    if (!marked) return;
    const sends = event.ctrlKey || event.metaKey || event.altKey || field instanceof HTMLInputElement;
    if (sends || !real) refuse(event);
    else {
      event.stopImmediatePropagation();
      fields.pin(field);
    }
    stopMarked(guard, marked, false, () => pressAgain(event, field));
  };
}

/** What sends by a press: the page hears neither its click nor what comes before it while a field is marked. */
function guardButtons(guard: Guard, family: Family): Listeners {
  const holdPress = (event: Event): void => {
    if (sendControlOf(event) && family.findMarked()) event.stopImmediatePropagation();
  };
  return {
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
      stopMarked(guard, marked, false, () => control instanceof HTMLElement && control.click());
    },
  };
}

/** Whether the text of an edit was weighed, among what stands around it, when it was pasted or dropped. */
function wasWeighed({ isTrusted, inputType }: InputEvent): boolean {
  return isTrusted && (inputType.startsWith('insertFromPaste') || inputType === 'insertFromDrop');
}

function fieldAt(event: Event): Field | null {
  return fieldOf(targetOf(event));
}

/** Records a mark and tells the person. `unasked`: no gesture stands behind it, so one word for each episode is enough. */
function stopMarked(guard: Guard, marked: MarkedText, unasked: boolean, again: () => void = () => {}): void {
  const { text, verdict, approve, episode } = marked;
  guard.attempts.stopText({
    channel: 'typing',
    text,
    verdict,
    unasked,
    episode,
    onContinue() {
      approve();
      again();
    },
  });
}

/** A script reads a marked field and gets the veil: the person must hear that what they see is not what may be sent. */
export function hearReadings(guard: Guard, fields: TypedFields, node: EventTarget): void {
  node.addEventListener(
    VEIL_READ,
    (event) => {
      const marked = fields.marked(carried(event) as Field);
      if (marked) stopMarked(guard, marked, true);
    },
    { signal: guard.signal },
  );
}

/** Where keys go that no field takes: pages draw editors on a canvas. Never a control, such as one for passwords. */
function drawnAt(event: Event): HTMLElement | null {
  const target = targetOf(event);
  if (!(target instanceof HTMLElement) || target.matches('input, select, button')) return null;
  return target;
}

/** What a key does to a text that the page keeps itself; null when it is a shortcut or moves the caret. */
function editOf({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): Edit | null {
  if (ctrlKey || metaKey || altKey) return null;
  if (key === 'Backspace') return { inputType: 'deleteContentBackward', data: null };
  return key.length === 1 ? { inputType: 'insertText', data: key } : null;
}

/** Sends Enter once more, after a person's "continue". */
function pressAgain(event: KeyboardEvent, field: Field): void {
  // An event has all that makes another like it.
  const untouched = field.dispatchEvent(new KeyboardEvent('keydown', event));
  if (untouched && field instanceof HTMLInputElement) field.form?.requestSubmit();
}
