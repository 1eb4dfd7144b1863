/** Where a click on the menu happened. */
export interface MenuClick {
  readonly id: string;
  readonly tabId: number;
  readonly frameId: number;
}

/** An entry of the menu that a right click on a web page opens. */
export interface MenuEntry {
  readonly id: string;
  readonly title: string;
  readonly on: 'page' | 'selection' | 'editable';
}

/** Replaces the extension's entries in the menu of web pages. The browser keeps them until the next installation. */
export async function setMenu(entries: readonly MenuEntry[]): Promise<void> {
  await chrome.contextMenus.removeAll();
  for (const { id, title, on } of entries)
    chrome.contextMenus.create({
      id,
      title,
      contexts: on === 'page' ? ['page', 'frame', 'image', 'link'] : [on],
      documentUrlPatterns: ['http://*/*', 'https://*/*'],
    });
}

/** Call it synchronously when the background starts. */
export function onMenuClick(act: (click: MenuClick) => void): void {
  chrome.contextMenus.onClicked.addListener(({ menuItemId, frameId }, tab) => {
    if (tab?.id !== undefined) act({ id: String(menuItemId), tabId: tab.id, frameId: frameId ?? 0 });
  });
}
