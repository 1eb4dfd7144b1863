/** Reads one value that this extension has stored in this profile; undefined when there is none. */
export async function readStored(key: string): Promise<unknown> {
  return (await chrome.storage.local.get(key))[key];
}

/** Stores one value, which must be plain JSON. The browser writes it whole or not at all. */
export async function writeStored(key: string, value: object): Promise<void> {
  await chrome.storage.local.set({ [key]: value });
}
