/**
 * The text of a key in the browser's language, with `$1`…`$9` filled in. Empty when the key is missing, outside an
 * extension, and in a content script that an update has cut off from its extension.
 */
export function readMessage(key: string, substitutions: readonly string[]): string {
  try {
    return chrome.i18n.getMessage(key, [...substitutions]);
  } catch {
    return '';
  }
}
