/** A text by its key, with `$1`… replaced. Where the texts come from is the caller's business. */
export type Words = (key: string, ...values: string[]) => string;

/** The word for an id: `channel`, `file-picker` asks for `channel_file_picker`; the id itself when there is none. */
export function wordFor(words: Words, group: string, id: string): string {
  const key = `${group}_${id.replace(/[^A-Za-z0-9]/g, '_')}`;
  const found = words(key);
  return found === key || found === '' ? id : found;
}
