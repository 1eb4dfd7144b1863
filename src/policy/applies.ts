import type { Destination } from '../engine/verdict.ts';
import type { Policy } from './policy.ts';
import { matchesHost } from './sites.ts';

/**
 * True when the page is protected: a site of `bundled` or one that policy adds, unless policy removes it. The top-level
 * page decides; whatever frame sits in it is protected with it.
 */
export function isGuarded(
  destination: Destination,
  policy: Pick<Policy, 'sites'>,
  bundled: readonly string[],
): boolean {
  const { add, remove } = policy.sites;
  if (matchesHost(destination.site, add)) return true;
  return matchesHost(destination.site, bundled) && !matchesHost(destination.site, remove);
}
