import { shadowRootOf } from '../../platform/shadow.ts';
import { isTextControl } from '../fields.ts';

/** The innermost element under a drop, through shadow roots, closed ones too. */
export function dropPoint(event: DragEvent): Element | null {
  const first = event.composedPath()[0];
  let element =
    first instanceof Element ? first : first instanceof Text ? first.parentElement : document.body;
  for (let root = element && shadowRootOf(element); root; root = element && shadowRootOf(element)) {
    const inner = root.elementFromPoint(event.clientX, event.clientY);
    if (!inner || inner === element) break;
    element = inner;
  }
  return element;
}

/** Tells the page that nothing was dropped, so that a drop zone stops glowing. */
export function endDrag(event: DragEvent, target: Element | null): void {
  target?.dispatchEvent(new DragEvent('dragleave', { ...placeOf(event), bubbles: true, composed: true }));
}

/** Keeps a drop for later; the returned function drops it again with those files that may go on. */
export function replayDrop(
  event: DragEvent,
  target: Element | null,
  give: (input: HTMLInputElement, files: readonly File[]) => void,
): (files: readonly File[]) => void {
  const data = event.dataTransfer;
  const strings = data
    ? [...data.types].filter((t) => t !== 'Files').map((type) => [type, data.getData(type)] as const)
    : [];
  const place = placeOf(event);
  return (files) => {
    const to = target?.isConnected ? target : document.elementFromPoint(event.clientX, event.clientY);
    if (!to) return;
    const dataTransfer = new DataTransfer();
    for (const [type, value] of strings) dataTransfer.setData(type, value);
    for (const file of files) dataTransfer.items.add(file);
    dataTransfer.dropEffect = 'copy';
    const drop = new DragEvent('drop', {
      ...place,
      dataTransfer,
      bubbles: true,
      cancelable: true,
      composed: true,
    });
    if (!to.dispatchEvent(drop)) return;
    if (to instanceof HTMLInputElement && to.type === 'file' && files.length > 0) {
      give(to, to.multiple ? files : files.slice(0, 1));
      return;
    }
    const text = strings.find(([type]) => type === 'text/plain')?.[1];
    if (text && (isTextControl(to) || (to instanceof HTMLElement && to.isContentEditable))) {
      to.focus();
      document.execCommand('insertText', false, text);
    }
  };
}

function placeOf(event: DragEvent): DragEventInit {
  const { clientX, clientY, screenX, screenY, ctrlKey, shiftKey, altKey, metaKey } = event;
  return { clientX, clientY, screenX, screenY, ctrlKey, shiftKey, altKey, metaKey };
}
