const COLOUR = '#b3261e';

/** Shows a count on the toolbar button; nothing at zero. */
export async function showBadge(count: number): Promise<void> {
  await chrome.action.setBadgeBackgroundColor({ color: COLOUR });
  await chrome.action.setBadgeText({ text: count === 0 ? '' : count > 999 ? '999+' : String(count) });
}
