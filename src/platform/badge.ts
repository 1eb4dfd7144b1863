const COLOUR = '#b3261e';

/** Shows a count on the toolbar button; nothing at zero. */
export async function showBadge(count: number): Promise<void> {
  await chrome.action.setBadgeBackgroundColor({ color: COLOUR });
  await chrome.action.setBadgeText({ text: count === 0 ? '' : count > 999 ? '999+' : String(count) });
}

/** Asks on the toolbar button to load this tab's page again; the browser takes it away when that happens. */
export async function showReloadAdvice(tabId: number): Promise<void> {
  await chrome.action.setBadgeText({ tabId, text: '↻' });
  await chrome.action.setTitle({ tabId, title: chrome.i18n.getMessage('badge_reload') });
}

/** Says on the toolbar button that the log cannot be written; the next count takes its place. */
export async function showTrouble(): Promise<void> {
  await chrome.action.setBadgeBackgroundColor({ color: COLOUR });
  await chrome.action.setBadgeText({ text: '!' });
}
