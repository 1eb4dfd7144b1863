import type { Guard } from '../guard.ts';
import { stops } from '../judge.ts';
import { ASK, HANDSHAKE, type Question } from '../question.ts';
import { readablesOf } from '../reading/readables.ts';
import { weighForm } from './submit.ts';

/** Answers the main-world hooks: what page scripts send (fetch, XHR, beacons, sockets, `form.submit()`, workers …). */
export function guardScripts(guard: Guard): void {
  const { signal } = guard;
  addEventListener(
    HANDSHAKE,
    (event) => {
      if (!(event instanceof MouseEvent) || !(event.relatedTarget instanceof Element)) return;
      event.stopImmediatePropagation();
      event.preventDefault();
      const node = event.relatedTarget;
      node.addEventListener(
        ASK,
        (ask) => {
          const refused =
            ask instanceof MouseEvent
              ? refuseForm(guard, ask.relatedTarget)
              : refuseQuestion(guard, (ask as CustomEvent<Question>).detail);
          if (refused) ask.preventDefault();
        },
        { signal },
      );
    },
    { capture: true, once: true, signal },
  );
}

function refuseQuestion(guard: Guard, question: Question): boolean {
  for (const text of readablesOf(question)) {
    const verdict = guard.judge.weigh(text);
    if (verdict.action === 'allow') continue;
    guard.attempts.stopText({
      channel: question.kind === 'read' ? 'clipboard-api' : 'script',
      text,
      verdict,
      unasked: true,
      onContinue: () => guard.judge.approve(text, verdict),
    });
    if (stops(verdict)) return true;
  }
  return false;
}

function refuseForm(guard: Guard, form: EventTarget | null): boolean {
  if (!(form instanceof HTMLFormElement)) return false;
  const marked = weighForm(guard, form);
  if (!marked) return false;
  guard.attempts.stopText({
    channel: 'submit',
    ...marked,
    unasked: true,
    stays: true,
    onContinue: () => {
      guard.judge.approve(marked.text, marked.verdict);
      HTMLFormElement.prototype.submit.call(form);
    },
  });
  return true;
}
