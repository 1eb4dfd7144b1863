import { t } from '../ui/text.ts';
import { walkFolder } from '../ui/walk-folder.ts';
import type { Source } from './session.ts';

/** Files of a folder that are handed on together, so that the first are checked while the rest is still being listed. */
const BATCH = 200;

/** What a file chooser gave; folders come with the paths of their files. */
export function sourcesOfFiles(files: Iterable<File>): Source[] {
  return Array.from(files, (file) => ({ name: file.webkitRelativePath || file.name, file }));
}

/** A pasted or typed text as a file of its own; it has no name that could be judged. */
export function sourceOfText(text: string, name: string, type = 'text/plain'): Source {
  return { name, file: new File([text], '', { type }) };
}

/**
 * What a drop or a paste carries: files, whole folders, or text with its HTML. Must be called within the event; `add` is
 * called at once and, for folders, again and again. Resolves to the number of folders that could not be read to their end.
 */
export async function readTransfer(data: DataTransfer, add: (sources: Source[]) => void): Promise<number> {
  const folders: FileSystemEntry[] = [];
  const files: File[] = [];
  for (const item of data.items) {
    if (item.kind !== 'file') continue;
    const entry = item.webkitGetAsEntry();
    const file = item.getAsFile();
    if (entry?.isDirectory) folders.push(entry);
    else if (file) files.push(file);
  }
  if (files.length > 0) add(sourcesOfFiles(files));
  else if (folders.length === 0) add(sourcesOfTransferredText(data));
  let unread = 0;
  for (const folder of folders) if (!(await addFolder(folder, add))) unread += 1;
  return unread;
}

function sourcesOfTransferredText(data: DataTransfer): Source[] {
  const text = data.getData('text/plain');
  const html = data.getData('text/html');
  const sources: Source[] = [];
  if (text !== '') sources.push(sourceOfText(text, t('precheck_pasted_text')));
  // What only the formatted form carries, such as hidden words, goes along when it is pasted somewhere.
  if (html !== '') sources.push(sourceOfText(html, t('precheck_pasted_html'), 'text/html'));
  return sources;
}

async function addFolder(folder: FileSystemEntry, add: (sources: Source[]) => void): Promise<boolean> {
  let batch: Source[] = [];
  try {
    for await (const { file, path } of walkFolder(folder)) {
      batch.push({ name: path, file });
      if (batch.length < BATCH) continue;
      add(batch);
      batch = [];
    }
    return true;
  } catch {
    return false;
  } finally {
    if (batch.length > 0) add(batch);
  }
}
