import type { Field } from './fields.ts';

/** What was typed into fields that do not keep it: editors that draw on their own and empty a hidden field at each key. */
export interface Keystrokes {
  /** Notes one edit, as `beforeinput` tells it. */
  note(field: Field, inputType: string, data: string | null): void;
  /**
   * What a field holds to a person's eye: its own text, or what was typed where it keeps next to nothing. While it is
   * marked the page does not hear of its edits and cannot empty it, so what it keeps then proves nothing.
   */
  textOf(field: Field, own: string, marked: boolean): string;
}

const LONGEST = 2_000;
/** A field that never held more than a word of what was typed does not keep it. */
const WORD = 12;
/** The field cannot tell what was deleted by selection, so typed text is not held against it for long. */
const FORGET_MS = 60_000;

export function createKeystrokes(): Keystrokes {
  const typed = new WeakMap<Field, { text: string; last: number }>();
  const keeps = new WeakSet<Field>();
  /** Those that were last read by what was typed. */
  const drawn = new WeakSet<Field>();
  return {
    note(field, inputType, data) {
      const now = Date.now();
      const known = typed.get(field);
      let text = known && now - known.last < FORGET_MS ? known.text : '';
      if (inputType.startsWith('insert') && inputType !== 'insertCompositionText')
        text += data?.slice(-LONGEST) ?? (/Paragraph|LineBreak/u.test(inputType) ? '\n' : '');
      else if (inputType === 'deleteContentBackward') text = text.slice(0, -1);
      else if (/^delete(?:Word|SoftLine|HardLine|By)/u.test(inputType)) text = '';
      typed.set(field, { text: text.slice(-LONGEST), last: now });
    },
    textOf(field, own, marked) {
      const known = typed.get(field);
      if (known && marked && drawn.has(field)) return known.text;
      drawn.delete(field);
      if (own.trim().length > WORD) keeps.add(field);
      if (!known || keeps.has(field) || Date.now() - known.last >= FORGET_MS) return own;
      if (known.text.length <= own.length + WORD) return own;
      drawn.add(field);
      return known.text;
    },
  };
}
