import { readablesOf } from '../../reading/readables.ts';
import type { Family } from '../family.ts';
import { type Guard, type Listeners, refuse } from '../guard.ts';
import { findStopped } from '../judge.ts';
import type { MarkedText } from '../typed-fields.ts';
import { addressTexts, isText } from './navigation.ts';

/** Forms that a person submits, also by `requestSubmit()`. */
export function guardSubmit(guard: Guard, family: Family): Listeners {
  return {
    submit(event) {
      const form = event.composedPath()[0];
      if (!(form instanceof HTMLFormElement)) return;
      const marked = weighForm(guard, form, event.submitter) ?? family.findMarked();
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

/** Sent only when they are what submits. */
const BUTTON = /^(?:button|submit|image|reset)$/;
/** Files were weighed when they came in, an output is not sent, and a password is nobody's business. */
const UNREAD = /^(?:file|output|password)$/;

/** Weighs what a form would send, read from its fields: building a FormData would wake the page's own listeners. */
export function weighForm(
  guard: Guard,
  form: HTMLFormElement,
  submitter?: HTMLElement | null,
): MarkedText | null {
  const address = submitter?.getAttribute('formaction') ?? form.getAttribute('action') ?? '';
  const texts = [...readablesOf({ texts: addressTexts(address), bytes: [] })];
  const elements = elementsOf?.call(form) as Iterable<HTMLInputElement & HTMLSelectElement>;
  for (const element of elements) {
    const { type, name = '', value = '' } = element;
    const left = /^(?:checkbox|radio)$/.test(type) && !element.checked;
    if (element === submitter || !(left || BUTTON.test(type) || UNREAD.test(type)))
      texts.push(value, ...[name].filter(isText));
    for (const option of element.selectedOptions ?? []) texts.push(option.text, option.value);
  }
  const found = findStopped(guard.judge.on('submit'), texts);
  return found && { ...found, approve: () => guard.judge.approve(found.text, found.verdict) };
}
