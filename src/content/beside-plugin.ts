import { isOrphaned } from '../platform/orphan.ts';
import type { Listeners } from './guard.ts';
import type { Place } from './place.ts';
import { BESIDE } from './question.ts';

/**
 * Tells the plug-in, which a unit's own system may carry in its page, that this guard stands here, so that it steps back
 * and a person gets one notice. Only a statement: nothing the page does with it changes the guard. Other sites get no
 * answer, because they need not know who uses the product.
 */
export function answerPlugin({ trusted }: Place): Listeners {
  if (!trusted) return {};
  return { [BESIDE]: (event) => isOrphaned() || event.preventDefault() };
}
