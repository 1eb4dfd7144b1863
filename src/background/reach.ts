import { showReloadAdvice } from '../platform/badge.ts';
import { armGuard, type Frames, injectGuard, registerArming } from '../platform/content-scripts.ts';
import { listWebTabs, type WebTab } from '../platform/tabs.ts';
import { addedHosts, isGuarded } from '../policy/applies.ts';
import { bundledSites } from '../policy/bundled.ts';
import type { Policy } from '../policy/policy.ts';
import { asMatchPattern, hostsAsRegExp, matchesHost } from '../policy/sites.ts';

/**
 * Carries the guard to where the manifest alone does not bring it: to the pages of hosts that policy adds, now and in
 * later pages. Pages that are armed already stay as they are.
 */
export async function reachAddedHosts(policy: Policy): Promise<void> {
  const add = addedHosts(policy);
  await registerArming(add.map(asMatchPattern), hostsAsRegExp(add));
  for (const tab of await listWebTabs()) {
    if (isAdded(hostOf(tab), policy)) await armGuard({ tabId: tab.id }).catch(() => showReloadAdvice(tab.id));
  }
}

/** Puts the guard into protected pages that were open before the extension was installed or updated. */
export async function reachOpenTabs(policy: Policy): Promise<void> {
  for (const tab of await listWebTabs()) {
    const site = hostOf(tab);
    if (!isGuarded({ site, frame: site }, policy, bundledSites)) continue;
    await injectGuard(tab.id, isAdded(site, policy)).catch(() => showReloadAdvice(tab.id));
  }
}

/** Arms one frame when the page around it is guarded; resolves to whether it did. */
export async function reachFrame(frame: Frames, pageUrl: string, policy: Policy): Promise<boolean> {
  if (!URL.canParse(pageUrl)) return false;
  const site = new URL(pageUrl).hostname;
  if (!isGuarded({ site, frame: site }, policy, bundledSites)) return false;
  await armGuard(frame);
  return true;
}

/** True for hosts that are protected only because policy says so: there the guard sleeps until it is armed. */
function isAdded(host: string, policy: Policy): boolean {
  return !matchesHost(host, bundledSites) && isGuarded({ site: host, frame: host }, policy, bundledSites);
}

function hostOf(tab: WebTab): string {
  return new URL(tab.url).hostname;
}
