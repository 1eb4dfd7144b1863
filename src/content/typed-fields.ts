import type { Verdict } from '../engine/verdict.ts';
import type { Episode } from './attempts.ts';
import { type Field, isTextControl, readField, readSurroundings } from './fields.ts';
import { stops, type Weigher } from './judge.ts';
import { createKeystrokes } from './keystrokes.ts';

/** What a marked field holds, and why it must not leave. */
export interface MarkedText {
  readonly text: string;
  readonly verdict: Verdict;
  /** Takes a person's "continue": the field is no longer marked for what it holds now. */
  approve(): void;
  /** Lasts until the field is clean again. */
  readonly episode?: Episode;
}

/** One edit of a field, in the words of `beforeinput`. */
export interface Edit {
  readonly inputType: string;
  readonly data: string | null;
}

/** The fields of this frame that a person has changed, and which of them are marked. The one owner of that state. */
export interface TypedFields {
  /**
   * A field has just changed: weighs it, or in a large one what stands around the caret unless that was `weighed` as it
   * came, and the rest after a pause.
   */
  changed(field: Field, weighed?: boolean): void;
  /** An edit begins, which the page may cancel and carry out itself without a word: weighed after a pause or before it is sent. */
  touched(field: Field, edit: Edit): void;
  /** Weighs now all that waits for its pause. */
  settle(): void;
  marked(field: Field): MarkedText | null;
  /**
   * The person pressed Enter behind a marking, so it is complete: the field stays marked until its words are gone, even
   * if what is typed next joins on to them because the page never heard of the Enter.
   */
  pin(field: Field): void;
  anyMarked(): MarkedText | null;
}

const SETTLE_MS = 300;
const REACH = 2_000;
/** Code units of the longest field text that is read at all; what lies beyond is weighed when it is sent. */
const LONGEST = 500_000;

export function createTypedFields(
  judge: Weigher,
  signal: AbortSignal,
  veil: (field: Field, shown: string | null) => void,
): TypedFields {
  /** What fields held before they were marked. */
  const clean = new WeakMap<Field, string>();
  const marked = new Map<Field, MarkedText>();
  const unsettled = new Set<Field>();
  const episodes = new Map<Field, AbortController>();
  const pinned = new WeakMap<Field, readonly string[]>();
  const keystrokes = createKeystrokes();
  const read = (field: Field): string =>
    keystrokes.textOf(field, readField(field, LONGEST), marked.has(field));
  let timer: ReturnType<typeof setTimeout> | undefined;
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    marked.clear();
    unsettled.clear();
  });

  const weigh = (field: Field, text: string): void => {
    const verdict = judge.weigh(text);
    if (stops(verdict)) mark(field, text, verdict);
    else if (!pinned.get(field)?.some((words) => text.includes(words))) {
      release(field);
      clean.set(field, text);
    }
  };
  const mark = (field: Field, text: string, verdict: Verdict): void => {
    const start = verdict.findings[0]?.finding.start ?? 0;
    if (!marked.has(field)) veil(field, clean.get(field) ?? text.slice(0, start));
    const approve = (): void => {
      judge.approve(text, verdict);
      pinned.delete(field);
      weigh(field, read(field));
      // The page has not heard of the last edits.
      if (!marked.has(field)) field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    };
    const episode = episodes.get(field) ?? new AbortController();
    episodes.set(field, episode);
    marked.set(field, { text, verdict, approve, episode: episode.signal });
  };
  const release = (field: Field): void => {
    if (!marked.delete(field)) return;
    pinned.delete(field);
    veil(field, null);
    episodes.get(field)?.abort();
    episodes.delete(field);
  };
  const settleLater = (field: Field): void => {
    unsettled.add(field);
    clearTimeout(timer);
    timer = setTimeout(settle, SETTLE_MS);
  };
  const settle = (): void => {
    clearTimeout(timer);
    for (const field of unsettled) weigh(field, read(field));
    unsettled.clear();
    for (const field of marked.keys()) if (!field.isConnected) release(field);
  };
  return {
    changed(field, weighed = false) {
      if (marked.has(field) || (isTextControl(field) && field.value.length <= 2 * REACH)) {
        weigh(field, read(field));
        return;
      }
      settleLater(field);
      // Editors may make something else of what was pasted into them.
      if (weighed && isTextControl(field)) return;
      const { before, after } = readSurroundings(field, REACH);
      const verdict = judge.weigh(before + after);
      if (stops(verdict)) mark(field, before + after, verdict);
    },
    touched(field, { inputType, data }) {
      keystrokes.note(field, inputType, data);
      settleLater(field);
    },
    settle,
    marked: (field) => marked.get(field) ?? null,
    pin(field) {
      const found = marked.get(field);
      if (!found) return;
      const words = found.verdict.findings.map(({ finding }) => found.text.slice(finding.start, finding.end));
      pinned.set(field, words);
    },
    anyMarked() {
      for (const [field, text] of marked) if (field.isConnected) return text;
      return null;
    },
  };
}
