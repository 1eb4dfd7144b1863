/** True in a content script whose extension was updated or removed under it: it can judge, but reach nobody. */
export function isOrphaned(): boolean {
  return !chrome.runtime?.id;
}
