import type { Destination } from '../engine/verdict.ts';
import type { GuardState } from '../messages/messages.ts';
import { onGuardChange } from '../platform/guard-changes.ts';
import { send } from '../platform/messaging.ts';
import { nameRules } from '../ui/words.ts';
import type { Judge } from './judge.ts';

/** How long the first question may wait for an idle moment: the page's own start comes first. */
const FIRST_WITHIN_MS = 300;

/** Who hears of what the background says. */
export interface Followers {
  take(state: GuardState): void;
  /** Other rules than at first are in force, and nothing is built of them yet. */
  onNewRules(): void;
}

/**
 * Brings the policy and the rules in force to this frame, now and whenever they change. Nobody waits for an answer: until
 * the first one comes the bundled ones hold. A text that is being weighed is weighed to its end by the rules it began
 * with; the engine of new rules is built when the page is idle. The promise tells that the first answer has come.
 */
export function followBackground(
  destination: Destination,
  judge: Judge,
  { take, onNewRules }: Followers,
  signal: AbortSignal,
): Promise<void> {
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
    if (turn > 1) onNewRules();
  };
  // Nobody answers while the extension is being updated: what this frame knows stays in force.
  const follow = (): Promise<void> => read().catch(() => undefined);
  return new Promise((known) => {
    requestIdleCallback(
      () => {
        if (signal.aborted) return;
        onGuardChange(follow, signal);
        void follow().then(known);
      },
      { timeout: FIRST_WITHIN_MS },
    );
  });
}
