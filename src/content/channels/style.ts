import type { Guard } from '../guard.ts';
import { stopScript } from './script-text.ts';

/** Judges addresses that a style would load (`style-watch.ts`): whether it must not have them. */
export function guardStyles(guard: Guard): (addresses: readonly string[]) => boolean {
  return (texts) => stopScript(guard, { texts });
}
