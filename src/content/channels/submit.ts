import type { Family } from '../family.ts';
import { isTextControl } from '../fields.ts';
import { type Guard, type Listeners, refuse } from '../guard.ts';
import { findStopped } from '../judge.ts';
import type { MarkedText } from '../typed-fields.ts';

/** Forms that a person submits, also by `requestSubmit()`. */
export function guardSubmit(guard: Guard, family: Family): Listeners {
  return {
    submit(event) {
      const form = event.composedPath()[0];
      if (!(form instanceof HTMLFormElement)) return;
      const marked = weighForm(guard, form) ?? family.findMarked();
      if (!marked) return;
      refuse(event);
      const { text, verdict, approve, episode } = marked;
      const { submitter } = event;
      guard.attempts.stopText({
        channel: 'submit',
        text,
        verdict,
        episode,
        onContinue() {
          approve();
          form.requestSubmit(submitter);
        },
      });
    },
  };
}

const elementsOf = Object.getOwnPropertyDescriptor(HTMLFormElement.prototype, 'elements')?.get;

/** Weighs what a form would send, read from its fields: building a FormData would wake the page's own listeners. */
export function weighForm(guard: Guard, form: HTMLFormElement): MarkedText | null {
  const elements = elementsOf?.call(form) as HTMLFormControlsCollection;
  const values: string[] = [];
  for (const element of elements) {
    if (isTextControl(element) || (element instanceof HTMLInputElement && element.type === 'hidden'))
      values.push(element.value);
    else if (element instanceof HTMLSelectElement) values.push(element.selectedOptions[0]?.text ?? '');
  }
  const found = findStopped(guard.judge.on('submit'), values);
  return found && { ...found, approve: () => guard.judge.approve(found.text, found.verdict) };
}
