import type { Destination } from '../engine/verdict.ts';
import type { Mode, Policy } from './policy.ts';
import { exactness, matchesHost } from './sites.ts';

/**
 * True when the page is protected: a site of `bundled` or one that policy adds, unless policy removes it. The top-level
 * page decides; whatever frame sits in it is protected with it.
 */
export function isGuarded(
  destination: Destination,
  policy: Pick<Policy, 'sites'> & Partial<Pick<Policy, 'protect'>>,
  bundled: readonly string[],
): boolean {
  const host = destination.site;
  const added = exactness(host, addedHosts(policy));
  const removed = exactness(host, policy.sites.remove);
  if (removed > added) return false;
  return added > 0 || matchesHost(host, bundled);
}

/** The host patterns that are protected only because policy says so. */
export function addedHosts({ sites, protect }: Parameters<typeof isGuarded>[1]): readonly string[] {
  return protect === 'all' ? [...sites.add, '*'] : sites.add;
}

/** The mode in force at `now`: a grace ends with its last day on this machine's clock. */
export function modeAt({ mode, graceUntil }: Pick<Policy, 'mode' | 'graceUntil'>, now: Date): Mode {
  const end = graceEnd(graceUntil);
  return end !== null && now >= end ? 'block' : mode;
}

/** The moment after the last day of a grace; null when there is none. */
export function graceEnd(graceUntil: string): Date | null {
  if (graceUntil === '') return null;
  const [year = 0, month = 1, day = 1] = graceUntil.split('-').map(Number);
  return new Date(year, month - 1, day + 1);
}
