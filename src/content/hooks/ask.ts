import {
  ASK,
  ASK_FILES,
  ASK_FORM,
  carried,
  carry,
  FILES_ANSWERED,
  type FileAnswer,
  type FileQuestion,
  type Question,
  REOPENED,
  ROOT,
  VEIL,
  VEIL_READ,
  WATCH_INPUT,
} from '../question.ts';
import type { Body } from './body.ts';

/** Asks the guard across the worlds; true when the content may go. Synchronous but for files, some microseconds. */
export interface Asker {
  texts(kind: Question['kind'], texts: readonly string[]): boolean;
  /** `way`: what goes the same way one after another is also judged together. */
  body(body: Body, way?: string): boolean;
  /** Whether a form may be submitted by script. */
  form(form: unknown): boolean;
  /** Which of these files may go on. `again`: they may have been weighed a moment ago. */
  files(files: readonly File[], again: boolean): Promise<readonly boolean[]>;
  /** Has the guard listen at an input that lies outside the document. */
  watch(input: HTMLInputElement): void;
  /** Has the styles in a host's shadow root watched, or the rules in a script element. */
  watchInside(element: unknown): void;
  onReopened(listen: () => void): void;
  /** Tells the guard that a script reads a marked field. */
  veilRead(field: Node): void;
  /** Tells which fields are marked, and what to show scripts instead; null when no longer. */
  onVeil(listen: (field: Node, shown: string | null) => void): void;
}

const { apply } = Reflect;
const { dispatchEvent: dispatch, addEventListener: listen } = EventTarget.prototype;
const Detailed = CustomEvent;

export function createAsker(node: EventTarget): Asker {
  const ask = (event: Event): boolean => apply(dispatch, node, [event]) as boolean;
  const question = (detail: Question): boolean => ask(new Detailed(ASK, { cancelable: true, detail }));
  const askAbout = (type: string, element: unknown): boolean => ask(carry(type, element as Node));
  const waiting = new Map<number, (passed: readonly boolean[]) => void>();
  let lastId = 0;
  apply(listen, node, [
    FILES_ANSWERED,
    (event: CustomEvent<FileAnswer>) => {
      const { id, passed } = event.detail;
      waiting.get(id)?.(passed);
      waiting.delete(id);
    },
  ]);
  return {
    texts: (kind, texts) => texts.length === 0 || question({ kind, texts, bytes: [] }),
    body: ({ texts, bytes }, way) =>
      (texts.length === 0 && bytes.length === 0) || question({ kind: 'body', texts, bytes, way }),
    form: (form) => askAbout(ASK_FORM, form),
    watch: (input) => void askAbout(WATCH_INPUT, input),
    watchInside: (element) => void askAbout(ROOT, element),
    files(files, again) {
      if (files.length === 0) return Promise.resolve([]);
      const id = ++lastId;
      const detail: FileQuestion = { id, files, again };
      return new Promise((resolve) => {
        waiting.set(id, resolve);
        ask(new Detailed(ASK_FILES, { detail }));
      });
    },
    veilRead: (field) => void askAbout(VEIL_READ, field),
    onReopened: (again) => void apply(listen, node, [REOPENED, again]),
    onVeil(veil) {
      const heard = (event: InputEvent) => veil(carried(event)!, event.data);
      apply(listen, node, [VEIL, heard]);
    },
  };
}
