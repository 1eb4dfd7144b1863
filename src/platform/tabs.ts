/** Address of the tab in front of the person; null when the browser hides it (its own pages, other extensions). */
export async function readActiveTabUrl(): Promise<string | null> {
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  return tab?.url ?? null;
}
