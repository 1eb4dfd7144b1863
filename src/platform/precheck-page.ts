import type { Scope } from './page-content.ts';

/** What the pre-check page is asked to take from another tab. */
export interface Errand {
  readonly tabId: number;
  readonly scope: Scope;
  readonly frameId?: number;
}

const PAGE = 'src/precheck/index.html';
const SCOPES: readonly string[] = ['page', 'selection', 'form'] satisfies Scope[];

/** Opens the pre-check page beside the tab it is to look at. */
export async function openPrecheck({ tabId, scope, frameId }: Errand): Promise<void> {
  const { index, windowId } = await chrome.tabs.get(tabId);
  const errand = new URLSearchParams({ tab: String(tabId), scope });
  if (frameId !== undefined) errand.set('frame', String(frameId));
  await chrome.tabs.create({ url: chrome.runtime.getURL(`${PAGE}?${errand}`), index: index + 1, windowId });
}

/** What this page was opened for; null when it was opened by itself. A reload does not repeat it. */
export function takeErrand(): Errand | null {
  const asked = new URLSearchParams(location.search);
  const scope = asked.get('scope') ?? '';
  const tabId = Number(asked.get('tab') ?? Number.NaN);
  history.replaceState(null, '', location.pathname);
  if (!Number.isInteger(tabId) || !SCOPES.includes(scope)) return null;
  const frame = asked.get('frame');
  return { tabId, scope: scope as Scope, ...(frame !== null && { frameId: Number(frame) }) };
}
