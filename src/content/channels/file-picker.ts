import { shadowRootOf } from '../../platform/shadow.ts';
import { type Guard, type Listeners, refuse } from '../guard.ts';
import { giveFiles } from '../replay/input.ts';

/**
 * Files chosen in an `<input type=file>`: taken out before the page looks, put back once they may go. `input` comes first
 * and crosses shadow roots; `change` does not, so it is caught at the input itself.
 */
export function guardFilePicker(guard: Guard): Listeners {
  return {
    input(event) {
      if (!event.isTrusted) return;
      const input = fileInputOf(event);
      if (input) holdFiles(guard, input, event);
    },
  };
}

/** Holds what an input has just been given, in the middle of its trusted `input` event. */
export function holdFiles(guard: Guard, input: HTMLInputElement, event: Event): void {
  const files = [...(input.files ?? [])];
  if (files.length === 0) return;
  event.stopImmediatePropagation();
  input.value = '';
  const root = input.getRootNode();
  const stopChange = (change: Event) => {
    if (change.isTrusted && change.composedPath()[0] === input) refuse(change);
  };
  const places: EventTarget[] = [window, root, input];
  for (const place of places) place.addEventListener('change', stopChange, true);
  setTimeout(() => {
    for (const place of places) place.removeEventListener('change', stopChange, true);
  });
  void guard.files.inspect(files, 'file-picker').then((passed) => {
    if (passed.length > 0) giveFiles(input, passed);
  });
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
