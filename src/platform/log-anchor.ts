const KEY = 'log.anchor';

/** What was kept beside the log last, unchecked; undefined when nothing was. */
export async function readLogAnchor(): Promise<unknown> {
  return (await chrome.storage.local.get(KEY))[KEY];
}

/** Keeps a value beside the log, outside its database. */
export async function writeLogAnchor(value: object): Promise<void> {
  await chrome.storage.local.set({ [KEY]: value });
}
