import type { Guard } from '../guard.ts';
import { stops } from '../judge.ts';
import {
  ASK,
  ASK_FILES,
  ASK_FORM,
  FILES_ANSWERED,
  type FileAnswer,
  type FileQuestion,
  type Question,
  WATCH_INPUT,
} from '../question.ts';
import { readablesOf } from '../reading/readables.ts';
import type { FileHold } from './file-picker.ts';
import { weighForm } from './submit.ts';

/** Answers the main-world hooks: what page scripts send (fetch, XHR, beacons, sockets, `form.submit()`, workers …). */
export function guardScripts(guard: Guard, node: EventTarget, hold: FileHold): void {
  const { signal } = guard;
  const answer = (type: string, refused: (event: Event) => boolean) =>
    node.addEventListener(type, (event) => refused(event) && event.preventDefault(), { signal });
  answer(ASK, (event) => refuseQuestion(guard, (event as CustomEvent<Question>).detail));
  answer(ASK_FORM, (event) => refuseForm(guard, (event as MouseEvent).relatedTarget));
  node.addEventListener(
    WATCH_INPUT,
    (event) => {
      const input = (event as MouseEvent).relatedTarget;
      if (input instanceof HTMLInputElement) hold.watch(input);
    },
    { signal },
  );
  node.addEventListener(
    ASK_FILES,
    (event) => {
      const { id, files, again } = (event as CustomEvent<FileQuestion>).detail;
      void guard.files.mayPass(files, again).then((passed) => {
        const detail: FileAnswer = { id, passed };
        node.dispatchEvent(new CustomEvent(FILES_ANSWERED, { detail }));
      });
    },
    { signal },
  );
}

const CHANNELS = { body: 'script', url: 'script', read: 'clipboard-api', typed: 'typing' } as const;

function refuseQuestion(guard: Guard, question: Question): boolean {
  for (const text of readablesOf(question)) {
    const verdict = guard.judge.weigh(text);
    if (verdict.action === 'allow') continue;
    const channel = CHANNELS[question.kind];
    guard.attempts.stopText({
      channel,
      text,
      verdict,
      unasked: channel === 'script',
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
