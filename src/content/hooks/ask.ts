import { ASK, type Question } from '../question.ts';
import type { Body } from './body.ts';

const { apply } = Reflect;
const dispatch = EventTarget.prototype.dispatchEvent;
const Ask = CustomEvent;
const AskAboutNode = MouseEvent;

/** Asks the guard across the worlds; true when the content may go. Synchronous, some microseconds. */
export interface Asker {
  texts(kind: Question['kind'], texts: readonly string[]): boolean;
  body(body: Body): boolean;
  /** Whether a form may be submitted by script. */
  form(form: unknown): boolean;
}

export function createAsker(node: EventTarget): Asker {
  const ask = (event: Event): boolean => apply(dispatch, node, [event]) as boolean;
  const question = (detail: Question): boolean => ask(new Ask(ASK, { cancelable: true, detail }));
  return {
    texts: (kind, texts) => texts.length === 0 || question({ kind, texts, bytes: [] }),
    body: ({ texts, bytes }) =>
      (texts.length === 0 && bytes.length === 0) || question({ kind: 'body', texts, bytes }),
    form: (form) => ask(new AskAboutNode(ASK, { cancelable: true, relatedTarget: form as EventTarget })),
  };
}
