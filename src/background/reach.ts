import { showReloadAdvice } from '../platform/badge.ts';
import {
  armGuard,
  type Frames,
  injectGuard,
  noteReached,
  readReached,
  registerArming,
} from '../platform/content-scripts.ts';
import { listWebTabs, type WebTab } from '../platform/tabs.ts';
import { addedHosts, isGuarded } from '../policy/applies.ts';
import { bundledSites } from '../policy/bundled.ts';
import type { Policy } from '../policy/policy.ts';
import { asMatchPattern, hostsAsRegExp, matchesHost } from '../policy/sites.ts';

/** Brings the guard to where the manifest alone does not bring it: to the pages of hosts that policy adds. */
export interface Reach {
  /** To these pages now and to later ones. Pages that are armed already stay as they are. */
  follow(): Promise<void>;
  /** After installation or update: also to all protected pages that were open before. */
  install(): Promise<void>;
  /** What `follow` does, if an earlier worker was ended in the middle of it. */
  finish(): Promise<void>;
}

/** Each turn waits for the one before and goes by the policy of its own moment: an older policy never has the last word. */
export function createReach(readPolicy: () => Promise<Policy>): Reach {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = (task: (policy: Policy) => Promise<void>): Promise<void> => {
    const turn = last.then(async () => task(await readPolicy()));
    last = turn.catch(() => {});
    return turn;
  };
  return {
    follow: () => inTurn(reachAddedHosts),
    install: () =>
      inTurn(async (policy) => {
        await reachOpenTabs(policy);
        await reachAddedHosts(policy);
      }),
    finish: () =>
      inTurn(async (policy) => {
        const reached = await readReached();
        if (reached === undefined || reached === hostsAsRegExp(addedHosts(policy))) return;
        await reachAddedHosts(policy);
      }),
  };
}

async function reachAddedHosts(policy: Policy): Promise<void> {
  const add = addedHosts(policy);
  await registerArming(add.map(asMatchPattern), hostsAsRegExp(add));
  for (const tab of await listWebTabs()) {
    if (isAdded(hostOf(tab), policy)) await armGuard({ tabId: tab.id }).catch(() => showReloadAdvice(tab.id));
  }
  await noteReached(hostsAsRegExp(add));
}

async function reachOpenTabs(policy: Policy): Promise<void> {
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
