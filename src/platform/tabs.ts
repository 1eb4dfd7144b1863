/** A tab that shows a page of the web. */
export interface WebTab {
  readonly id: number;
  readonly url: string;
}

/** The tabs that show a loaded web page. Unloaded ones get their content scripts when they are loaded again. */
export async function listWebTabs(): Promise<WebTab[]> {
  const tabs = await chrome.tabs.query({ url: ['http://*/*', 'https://*/*'], discarded: false });
  return tabs.flatMap(({ id, url }) => (id === undefined || url === undefined ? [] : [{ id, url }]));
}

/** The tab in front of the person; its address is null when the browser hides it (its own pages, other extensions). */
export async function readActiveTab(): Promise<{ readonly id: number | null; readonly url: string | null }> {
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  return { id: tab?.id ?? null, url: tab?.url ?? null };
}
