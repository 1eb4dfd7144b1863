import { readablesOf, type Sent } from '../../reading/readables.ts';
import type { Guard } from '../guard.ts';
import { findStopped, type Stopped } from '../judge.ts';

type Road = 'script' | 'clipboard-api' | 'typing';

/** Stops what a script is about to send, as it is or in an encoding. True when it must not go. */
export function stopScript(guard: Guard, { texts = [], bytes = [] }: Partial<Sent>): boolean {
  return tellScript(guard, findStopped(guard.judge.on('script'), readablesOf({ texts, bytes })), 'script');
}

/** Records and tells of what was found; no gesture stands behind a script of itself. True when something was. */
export function tellScript(guard: Guard, found: Stopped | null, channel: Road): boolean {
  if (found)
    guard.attempts.stopText({
      channel,
      ...found,
      unasked: channel === 'script',
      onContinue: () => guard.judge.approve(found.text, found.verdict),
    });
  return found !== null;
}
