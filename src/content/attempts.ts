import type { Channel, Destination, Verdict } from '../engine/verdict.ts';
import type { Request, Response } from '../messages/messages.ts';
import { newAttemptId } from './attempt-id.ts';
import { keyOf, stops } from './judge.ts';
import type { NoticeModel } from './notice/model.ts';
import { showNotice } from './notice/notice.ts';

/** A text that tried to leave and was stopped, or is to be reported. */
export interface TextAttempt {
  readonly channel: Channel;
  readonly text: string;
  readonly verdict: Verdict;
  /** For typed text that stays in its field: one incident as long as the field is marked, however its text grows. */
  readonly episode?: Episode | undefined;
  /** True when no person's gesture stands behind it (autosave, a page's script): a repetition is stopped in silence. */
  readonly unasked?: boolean;
  /** Lets the text go after all; only called when the verdict was `warn` and the person gave a reason. */
  readonly onContinue?: () => void;
}

/** Carries what the guard saw to whoever judges files and keeps the incidents: the background, or the plug-in's own. */
export type Send = <N extends 'attempt.text' | 'attempt.files' | 'attempt.answer'>(
  name: N,
  request: Request<N>,
) => Promise<Response<N>>;

/** The time for which one field is marked. Aborted when it is clean again. */
export type Episode = AbortSignal;

export interface Attempts {
  /** Whom to call; from policy. */
  contact: string;
  /** Records a text attempt and shows its notice once recorded, or after two seconds. */
  stopText(attempt: TextAttempt): void;
  /** Shows a notice in place of the one on the screen. */
  show(attemptId: string, model: NoticeModel, onContinue?: () => void, onClose?: () => void): Shown;
}

export interface Shown {
  /** Takes the notice away as if the person had closed it. */
  dismiss(): void;
}

const KINDS: Partial<Record<Verdict['action'], NoticeModel['kind']>> = { warn: 'warned', hold: 'held' };
const QUIET_MS = 60_000;
const WAIT_FOR_RECORD_MS = 2_000;
const RETRY_MS = [500, 3_000, 20_000] as const;
const ANSWER_WITHIN_MS = 10_000;

export function createAttempts(destination: Destination, send: Send, signal: AbortSignal): Attempts {
  const lastSeen = new Map<string, number>();
  const episodes = new WeakMap<Episode, string>();
  let open: Shown | null = null;
  signal.addEventListener('abort', () => open?.dismiss());

  /** The id under which this attempt was recorded before, or a new one. */
  const recordText = ({ channel, text, verdict, episode }: TextAttempt): Recorded => {
    const known = episode && episodes.get(episode);
    if (known) return { attemptId: known, done: Promise.resolve() };
    const attemptId = newAttemptId();
    if (episode) episodes.set(episode, attemptId);
    const item = { kind: 'text', text, verdict } as const;
    return {
      attemptId,
      done: record(() => send('attempt.text', { attemptId, channel, destination, item })),
    };
  };

  const attempts: Attempts = {
    contact: '',
    stopText(attempt) {
      const { channel, text, verdict, episode } = attempt;
      const key = verdict.findings.map(({ finding }) => keyOf(text, finding)).join('\n');
      const now = Date.now();
      const repeated = now - (lastSeen.get(key) ?? Number.NEGATIVE_INFINITY) < QUIET_MS;
      lastSeen.set(key, now);
      if (attempt.unasked && (episode ? episodes.has(episode) : repeated)) return;
      const { attemptId, done } = recordText(attempt);
      if (!stops(verdict)) return;
      void Promise.race([done, pause(WAIT_FOR_RECORD_MS)]).then(() => {
        if (episode?.aborted) return;
        const model: NoticeModel = {
          kind: KINDS[verdict.action] ?? 'blocked',
          channel,
          site: destination.site,
          items: [{ kind: 'text', text, verdict }],
          contact: attempts.contact,
          stays: episode !== undefined,
        };
        const shown = attempts.show(attemptId, model, attempt.onContinue);
        episode?.addEventListener('abort', () => shown.dismiss());
      });
    },
    show(attemptId, model, onContinue, onClose) {
      open?.dismiss();
      const answer = (kind: 'continued' | 'cancelled' | 'false-alarm', reason?: string) =>
        record(() =>
          send('attempt.answer', { attemptId, answer: kind, ...(reason === undefined ? {} : { reason }) }),
        );
      let gone = false;
      const end = (then?: () => void): void => {
        if (gone) return;
        gone = true;
        if (open === shown) open = null;
        then?.();
      };
      const handle = showNotice(model, {
        onContinue: (reason) =>
          end(() => {
            void answer('continued', reason);
            onContinue?.();
          }),
        onClose: () =>
          end(() => {
            if (model.kind === 'warned') void answer('cancelled');
            onClose?.();
          }),
        onFalseAlarm: () => void answer('false-alarm'),
      });
      const shown: Shown = {
        dismiss() {
          if (gone) return;
          handle.close();
          end(onClose);
        },
      };
      open = shown;
      return shown;
    },
  };
  return attempts;
}

interface Recorded {
  readonly attemptId: string;
  readonly done: Promise<void>;
}

/** Repeats a message that was not delivered or not answered; every message is safe to repeat. Never rejects. */
async function record(deliver: () => Promise<unknown>): Promise<void> {
  for (const delay of [0, ...RETRY_MS]) {
    if (delay) await pause(delay);
    try {
      // A worker that dies over a message may leave it without an answer for ever.
      const answered = deliver().then(() => true);
      if (await Promise.race([answered, pause(ANSWER_WITHIN_MS)])) return;
    } catch {
      // The background may be starting or updating; the last refusal leaves nothing more to try.
    }
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
