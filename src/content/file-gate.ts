import type { Channel, Destination, Verdict } from '../engine/verdict.ts';
import { send } from '../platform/messaging.ts';
import { type Attempts, newAttemptId, pause } from './attempts.ts';
import { stops } from './judge.ts';
import type { NoticeItem, NoticeModel } from './notice/model.ts';
import { showNotice } from './notice/notice.ts';

/** Where files wait for their verdict. */
export interface FileGate {
  /** Has files scanned and, where a person must answer, waits for the answer. Resolves to the files that may go on, in order. */
  inspect(files: readonly File[], channel: Channel): Promise<readonly File[]>;
}

const SHOW_PROGRESS_AFTER_MS = 800;
const UNREACHABLE: Verdict = { action: 'hold', level: null, findings: [], outcome: 'scanner-unavailable' };

export function createFileGate(destination: Destination, attempts: Attempts): FileGate {
  return {
    async inspect(files, channel) {
      if (files.length === 0) return files;
      const attemptId = newAttemptId();
      const itemsOf = (verdicts: readonly (Verdict | null)[]): NoticeItem[] =>
        files.map((file, i) => ({ kind: 'file', name: file.name, verdict: verdicts[i] ?? null }));
      const modelOf = (kind: NoticeModel['kind'], verdicts: readonly (Verdict | null)[]): NoticeModel => ({
        kind,
        channel,
        items: itemsOf(verdicts),
        contact: attempts.contact,
      });
      const progress = setTimeout(() => {
        shown = showNotice(modelOf('scanning', []), {
          onContinue() {},
          onClose() {},
          onFalseAlarm() {},
        });
      }, SHOW_PROGRESS_AFTER_MS);
      let shown: ReturnType<typeof showNotice> | undefined;
      const verdicts = await scan(attemptId, destination, files, channel);
      clearTimeout(progress);
      shown?.close();
      const passed = files.filter((_, i) => !stops(verdicts[i]!));
      if (passed.length === files.length) return files;
      const asked = files.filter((_, i) => !stops(verdicts[i]!) || verdicts[i]!.action === 'warn');
      if (asked.length === passed.length) {
        const kind = verdicts.some((verdict) => verdict.action === 'block') ? 'blocked' : 'held';
        attempts.show(attemptId, modelOf(kind, verdicts));
        return passed;
      }
      return new Promise((resolve) =>
        attempts.show(
          attemptId,
          modelOf('warned', verdicts),
          () => resolve(asked),
          () => resolve(passed),
        ),
      );
    },
  };
}

/** One retry under the same attempt id: the worker may die in mid-scan, and the background answers a repetition the same. */
async function scan(
  attemptId: string,
  destination: Destination,
  files: readonly File[],
  channel: Channel,
): Promise<readonly Verdict[]> {
  for (const delay of [0, 300]) {
    if (delay) await pause(delay);
    try {
      const { verdicts } = await send('attempt.files', { attemptId, channel, destination, files });
      return files.map((_, i) => verdicts[i]?.verdict ?? UNREACHABLE);
    } catch {
      // Tried again below; after that the files stay held.
    }
  }
  return files.map(() => UNREACHABLE);
}
