import { shadowRootOf } from '../../platform/shadow.ts';
import { type Guard, type Listeners, refuse } from '../guard.ts';
import { createInputReplay } from '../replay/input.ts';

/**
 * Files chosen in an `<input type=file>`: taken out before the page looks, put back once they may go. `input` comes first
 * and crosses shadow roots; `change` does not, so it is caught at the input itself.
 */
export function guardFilePicker(hold: FileHold): Listeners {
  return {
    input(event) {
      if (hold.isReplay(event)) return;
      const input = fileInputOf(event);
      if (input) hold.take(input, event);
    },
    change: hold.stopChange,
    // An input may be taken out of the document while its chooser is open, and then nothing reaches the window.
    click(event) {
      if (hold.isReplay(event)) return;
      const input = event.composedPath()[0];
      if (isFileInput(input)) hold.watch(input);
    },
  };
}

/** Takes chosen files out of inputs and gives them back after their verdict. One for each frame. */
export interface FileHold {
  /** Takes what an input has just been given, in the middle of its trusted `input` event. */
  take(input: HTMLInputElement, event: Event): void;
  /** Stops the `change` that follows. */
  stopChange(event: Event): void;
  /** Listens at the input itself; for inputs outside the document. */
  watch(input: HTMLInputElement): void;
  /** Puts files into an input, with the events of a choice. */
  give(input: HTMLInputElement, files: readonly File[]): void;
  /** True for the events of `give`, which the page may have. */
  isReplay(event: Event): boolean;
}

export function createFileHold(guard: Guard): FileHold {
  /** The inputs whose `change` is still to come, and how often each was filled: only the last choice is put back. */
  const taken = new Set<EventTarget>();
  const choices = new WeakMap<HTMLInputElement, number>();
  const replay = createInputReplay();
  const stopChange = (event: Event): void => {
    const target = event.composedPath()[0];
    if (event.isTrusted && target && taken.has(target)) refuse(event);
  };
  const take = (input: HTMLInputElement, event: Event): void => {
    if (!event.isTrusted) return;
    const files = [...(input.files ?? [])];
    const choice = (choices.get(input) ?? 0) + 1;
    choices.set(input, choice);
    if (files.length === 0) return;
    event.stopImmediatePropagation();
    input.value = '';
    taken.add(input);
    const places: EventTarget[] = [input.getRootNode(), input];
    for (const place of places) place.addEventListener('change', stopChange, true);
    setTimeout(() => {
      taken.delete(input);
      for (const place of places) place.removeEventListener('change', stopChange, true);
    });
    void guard.files.inspect(files, 'file-picker').then((passed) => {
      if (passed.length === 0 || choices.get(input) !== choice) return;
      taken.delete(input);
      replay.give(input, passed);
    });
  };
  const takeHere = (event: Event): void => {
    if (!replay.passes(event) && isFileInput(event.currentTarget)) take(event.currentTarget, event);
  };
  return {
    take,
    stopChange,
    give: replay.give,
    isReplay: replay.passes,
    watch(input) {
      input.addEventListener('input', takeHere, { capture: true, signal: guard.signal });
      input.addEventListener('change', stopChange, { capture: true, signal: guard.signal });
    },
  };
}

function fileInputOf(event: Event): HTMLInputElement | null {
  const first = event.composedPath()[0];
  if (isFileInput(first)) return first;
  if (!(first instanceof Element)) return null;
  return filledInside(first);
}

/** A closed shadow root hides which of its inputs was filled: the first one that holds files. */
function filledInside(host: Element): HTMLInputElement | null {
  const root = shadowRootOf(host);
  if (!root) return null;
  for (const element of root.querySelectorAll('*')) {
    if (isFileInput(element) && element.files?.length) return element;
    const inner = filledInside(element);
    if (inner) return inner;
  }
  return null;
}

function isFileInput(node: unknown): node is HTMLInputElement {
  return node instanceof HTMLInputElement && node.type === 'file';
}
