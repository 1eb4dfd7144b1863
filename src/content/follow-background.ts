import type { Destination } from '../engine/verdict.ts';
import type { GuardState } from '../messages/messages.ts';
import { onGuardChange } from '../platform/guard-changes.ts';
import { send } from '../platform/messaging.ts';
import { nameRules } from '../ui/words.ts';
import type { Judge } from './judge.ts';

/**
 * Brings the policy and the rules in force to this frame, now and whenever they change. The first answer is awaited by
 * nobody: until it comes the bundled ones hold. A text that is being weighed is weighed to its end by the rules it began
 * with; the engine of new rules is built when the page is idle.
 */
export function followBackground(
  destination: Destination,
  judge: Judge,
  take: (state: GuardState) => void,
  signal: AbortSignal,
): void {
  let newest = 0;
  const read = async (): Promise<void> => {
    const turn = ++newest;
    const state = await send('guard.read', { destination });
    if (signal.aborted || turn !== newest) return;
    judge.usePolicy(state.policy);
    take(state);
    if (state.packId === judge.packId()) return;
    const { packId, tables } = await send('pack.read', {});
    if (signal.aborted || turn !== newest) return;
    judge.useTables(tables, packId);
    nameRules(tables.names);
    requestIdleCallback(() => judge.warm(), { timeout: 2_000 });
  };
  const follow = (): void => {
    // Nobody answers while the extension is being updated: what this frame knows stays in force.
    read().catch(() => undefined);
  };
  follow();
  onGuardChange(follow, signal);
}
