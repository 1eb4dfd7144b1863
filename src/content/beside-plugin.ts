import type { Destination } from '../engine/verdict.ts';
import { isOrphaned } from '../platform/orphan.ts';
import { bundledSites, ownSites } from '../policy/bundled.ts';
import { matchesHost } from '../policy/sites.ts';
import { BESIDE } from './question.ts';

/**
 * Tells the plug-in, which a unit's own system may carry in its page, that this guard stands here, so that it steps back
 * and a person gets one notice. Only a statement: nothing the page does with it changes the guard. Other sites get no
 * answer, because they need not know who uses the product.
 */
export function answerPlugin({ site }: Destination, signal: AbortSignal): void {
  if (matchesHost(site, bundledSites) && !matchesHost(site, ownSites)) return;
  addEventListener(BESIDE, (event) => isOrphaned() || event.preventDefault(), { capture: true, signal });
}
