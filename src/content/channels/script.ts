import { readablesOf } from '../../reading/readables.ts';
import type { Guard } from '../guard.ts';
import { findStopped, stops } from '../judge.ts';
import {
  ASK,
  ASK_FILES,
  ASK_FORM,
  carried,
  FILES_ANSWERED,
  type FileAnswer,
  type FileQuestion,
  type Question,
  WATCH_INPUT,
} from '../question.ts';
import { createStreams, type Streams } from '../streams.ts';
import type { FileHold } from './file-picker.ts';
import { tellScript } from './script-text.ts';
import { weighForm } from './submit.ts';

/**
 * Answers the main-world hooks: what page scripts send (fetch, XHR, beacons, sockets, `form.submit()`, workers …), as long
 * as it is in charge of them.
 */
export function guardScripts(
  guard: Guard,
  node: EventTarget,
  hold: FileHold,
  inCharge: () => boolean = () => true,
): void {
  const { signal } = guard;
  const streams = createStreams(guard.judge);
  const answer = (type: string, refused: (event: Event) => boolean) =>
    node.addEventListener(
      type,
      (event) => {
        if (inCharge() && orUnweighed(guard, () => refused(event))) event.preventDefault();
      },
      { signal },
    );
  answer(ASK, (event) => refuseQuestion(guard, streams, (event as CustomEvent<Question>).detail));
  answer(ASK_FORM, (event) => refuseForm(guard, carried(event)));
  node.addEventListener(
    WATCH_INPUT,
    (event) => {
      const input = carried(event);
      if (inCharge() && input instanceof HTMLInputElement) hold.watch(input);
    },
    { signal },
  );
  node.addEventListener(
    ASK_FILES,
    (event) => {
      if (!inCharge()) return;
      const { id, files, again } = (event as CustomEvent<FileQuestion>).detail;
      void guard.files.mayPass(files, again).then((passed) => {
        const detail: FileAnswer = { id, passed };
        node.dispatchEvent(new CustomEvent(FILES_ANSWERED, { detail }));
      });
    },
    { signal },
  );
}

/** What cannot be judged goes the way policy says; without the catch it would go. */
function orUnweighed(guard: Guard, refused: () => boolean): boolean {
  try {
    return refused();
  } catch {
    const verdict = guard.judge.unweighed();
    return stops(verdict) && tellScript(guard, { text: '', verdict }, 'script');
  }
}

const CHANNELS = { body: 'script', url: 'script', read: 'clipboard-api', typed: 'typing' } as const;

function refuseQuestion(guard: Guard, streams: Streams, question: Question): boolean {
  const channel = CHANNELS[question.kind];
  const texts = [...readablesOf(question)];
  const pieced = () => (question.way && texts[0] ? streams.weigh(question.way, texts[0]) : null);
  return tellScript(guard, findStopped(guard.judge.on(channel), texts) ?? pieced(), channel);
}

function refuseForm(guard: Guard, form: Node | null): boolean {
  if (!(form instanceof HTMLFormElement)) return false;
  const marked = weighForm(guard, form);
  if (!marked) return false;
  const { text, verdict, approve } = marked;
  guard.attempts.stopText({
    channel: 'submit',
    text,
    verdict,
    unasked: true,
    onContinue() {
      approve();
      HTMLFormElement.prototype.submit.call(form);
    },
  });
  return true;
}
