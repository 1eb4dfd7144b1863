import type { Channel, Destination, Verdict } from '../engine/verdict.ts';
import { send } from '../platform/messaging.ts';
import { keyOf, stops } from './judge.ts';
import type { NoticeHandle, NoticeModel } from './notice/model.ts';
import { showNotice } from './notice/notice.ts';

/** A text that tried to leave and was stopped, or is to be reported. */
export interface TextAttempt {
  readonly channel: Channel;
  readonly text: string;
  readonly verdict: Verdict;
  /** True for typed text that stays in its field. */
  readonly stays?: boolean;
  /** True when no person's gesture stands behind it (autosave, a page's script): a repetition is stopped in silence. */
  readonly unasked?: boolean;
  /** Lets the text go after all; only called when the verdict was `warn` and the person gave a reason. */
  readonly onContinue?: () => void;
}

export interface Attempts {
  /** Whom to call; from policy. */
  contact: string;
  /** Records a text attempt and shows its notice once recorded, or after two seconds. */
  stopText(attempt: TextAttempt): void;
  /** Shows a notice when the one on the screen is gone. */
  show(attemptId: string, model: NoticeModel, onContinue?: () => void, onClose?: () => void): void;
}

const QUIET_MS = 60_000;
const WAIT_FOR_RECORD_MS = 2_000;
const RETRY_MS = [500, 3_000, 20_000] as const;

export function createAttempts(destination: Destination, signal: AbortSignal): Attempts {
  const lastSeen = new Map<string, number>();
  let open: NoticeHandle | null = null;
  const waiting: (() => void)[] = [];
  signal.addEventListener('abort', () => open?.close());

  const attempts: Attempts = {
    contact: '',
    stopText(attempt) {
      const { channel, text, verdict } = attempt;
      const key = verdict.findings.map(({ finding }) => keyOf(text, finding)).join('\n');
      const now = Date.now();
      const repeated = now - (lastSeen.get(key) ?? Number.NEGATIVE_INFINITY) < QUIET_MS;
      lastSeen.set(key, now);
      if (repeated && attempt.unasked) return;
      const attemptId = newAttemptId();
      const recorded = record(() =>
        send('attempt.text', { attemptId, channel, destination, item: { kind: 'text', text, verdict } }),
      );
      if (!stops(verdict)) return;
      void Promise.race([recorded, pause(WAIT_FOR_RECORD_MS)]).then(() => {
        const model: NoticeModel = {
          kind: verdict.action === 'warn' ? 'warned' : 'blocked',
          channel,
          items: [{ kind: 'text', text, verdict }],
          contact: attempts.contact,
          ...(attempt.stays ? { stays: true } : {}),
        };
        attempts.show(attemptId, model, attempt.onContinue);
      });
    },
    show(attemptId, model, onContinue, onClose) {
      if (signal.aborted) return;
      if (open) {
        waiting.push(() => attempts.show(attemptId, model, onContinue, onClose));
        return;
      }
      const answer = (kind: 'continued' | 'cancelled' | 'false-alarm', reason?: string) =>
        record(() =>
          send('attempt.answer', { attemptId, answer: kind, ...(reason === undefined ? {} : { reason }) }),
        );
      const done = () => {
        open = null;
        waiting.shift()?.();
      };
      open = showNotice(model, {
        onContinue(reason) {
          void answer('continued', reason);
          done();
          onContinue?.();
        },
        onClose() {
          if (model.kind === 'warned') void answer('cancelled');
          done();
          onClose?.();
        },
        onFalseAlarm() {
          void answer('false-alarm');
        },
      });
    },
  };
  return attempts;
}

/** Random, also on pages without a secure context, where `crypto.randomUUID` is missing. */
export function newAttemptId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/u, '$1-$2-$3-$4-');
}

/** Repeats a message that could not be delivered; every message is safe to repeat. Never rejects. */
async function record(deliver: () => Promise<unknown>): Promise<void> {
  for (const delay of [0, ...RETRY_MS]) {
    if (delay) await pause(delay);
    try {
      await deliver();
      return;
    } catch {
      // The background may be starting or updating; the last refusal leaves nothing more to try.
    }
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
