import type { Destination } from '../engine/verdict.ts';
import type { Policy } from './policy.ts';
import { exactness, matchesHost } from './sites.ts';

/**
 * True when the page is protected: a site of `bundled` or one that policy adds, unless policy removes it. The top-level
 * page decides; whatever frame sits in it is protected with it.
 */
export function isGuarded(
  destination: Destination,
  policy: Pick<Policy, 'sites'>,
  bundled: readonly string[],
): boolean {
  const host = destination.site;
  const added = exactness(host, policy.sites.add);
  const removed = exactness(host, policy.sites.remove);
  if (removed > added) return false;
  return added > 0 || matchesHost(host, bundled);
}
