import { readablesOf } from '../../reading/readables.ts';
import type { Guard } from '../guard.ts';
import { stops } from '../judge.ts';

/** Judges addresses that a style would load (`style-watch.ts`): whether it must not have them. */
export function guardStyles(guard: Guard): (addresses: readonly string[]) => boolean {
  return (addresses) => {
    for (const text of addresses.flatMap((address) => [...readablesOf({ texts: [address], bytes: [] })])) {
      const verdict = guard.judge.on('script').weigh(text);
      if (!stops(verdict)) continue;
      guard.attempts.stopText({
        channel: 'script',
        text,
        verdict,
        unasked: true,
        onContinue: () => guard.judge.approve(text, verdict),
      });
      return true;
    }
    return false;
  };
}
