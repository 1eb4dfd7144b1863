import { isTextControl } from '../fields.ts';

/** Everything a clipboard holds besides files, read now: it is emptied after the event. */
function readStrings(data: DataTransfer): ReadonlyMap<string, string> {
  return new Map(
    [...data.types].filter((type) => type !== 'Files').map((type) => [type, data.getData(type)]),
  );
}

/** Keeps a text paste for later; the returned function pastes it where it was meant to go. */
export function replayTextPaste(target: Element | null, data: DataTransfer): () => void {
  const strings = readStrings(data);
  return () => paste(target, strings, []);
}

/** Keeps a paste with files for later; the returned function pastes it with those files that may go on. */
export function replayFilePaste(
  target: Element | null,
  data: DataTransfer,
): (files: readonly File[]) => void {
  const strings = readStrings(data);
  return (files) => paste(target, strings, files);
}

function paste(target: Element | null, strings: ReadonlyMap<string, string>, files: readonly File[]): void {
  const to = target?.isConnected ? target : document.activeElement;
  if (!to) return;
  const clipboardData = new DataTransfer();
  for (const [type, value] of strings) clipboardData.setData(type, value);
  for (const file of files) clipboardData.items.add(file);
  const event = new ClipboardEvent('paste', {
    clipboardData,
    bubbles: true,
    cancelable: true,
    composed: true,
  });
  if (!to.dispatchEvent(event)) return;
  if (to instanceof HTMLElement) to.focus();
  const html = strings.get('text/html');
  const text = strings.get('text/plain');
  if (html && !isTextControl(to)) document.execCommand('insertHTML', false, html);
  else if (text) document.execCommand('insertText', false, text);
}
