import type { Channel, Destination, Verdict } from '../engine/verdict.ts';
import { newAttemptId } from './attempt-id.ts';
import { type Attempts, pause, type Send } from './attempts.ts';
import { stops } from './judge.ts';
import type { NoticeItem, NoticeModel } from './notice/model.ts';
import { showNotice } from './notice/notice.ts';

/** Where files wait for their verdict. */
export interface FileGate {
  /** Has files scanned and, where a person must answer, waits for the answer. Resolves to the files that may go on, in order. */
  inspect(files: readonly File[], channel: Channel): Promise<readonly File[]>;
  /**
   * For files that scripts reach without an event of their own (pickers, handles, entries): whether each may go on. With
   * `again`, a file weighed in the last minutes keeps its verdict without a second notice.
   */
  mayPass(files: readonly File[], again: boolean): Promise<readonly boolean[]>;
}

const SHOW_PROGRESS_AFTER_MS = 800;
const UNREACHABLE: Verdict = { action: 'hold', level: null, findings: [], outcome: 'scanner-unavailable' };

export function createFileGate(destination: Destination, attempts: Attempts, send: Send): FileGate {
  const remembered = createMemory();
  const gate: FileGate = {
    async mayPass(files, again) {
      const known = files.map((file) => (again ? remembered.recall(file) : undefined));
      const unknown = files.filter((_, i) => known[i] === undefined);
      const passed = await gate.inspect(unknown, 'file-picker');
      return files.map((file, i) => known[i] ?? passed.includes(file));
    },
    async inspect(files, channel) {
      if (files.length === 0) return files;
      const passed = await inspect(files, channel);
      for (const file of files) remembered.keep(file, passed.includes(file));
      return passed;
    },
  };
  return gate;

  async function inspect(files: readonly File[], channel: Channel): Promise<readonly File[]> {
    const attemptId = newAttemptId();
    const itemsOf = (verdicts: readonly (Verdict | null)[]): NoticeItem[] =>
      files.map((file, i) => ({ kind: 'file', name: file.name, verdict: verdicts[i] ?? null }));
    const modelOf = (kind: NoticeModel['kind'], verdicts: readonly (Verdict | null)[]): NoticeModel => ({
      kind,
      channel,
      site: destination.site,
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
    const verdicts = await scan(send, attemptId, destination, files, channel);
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
  }
}

const REMEMBER_MS = 600_000;

/** The verdicts of the last minutes, by name, size and date, which a changed file does not keep. Stays in this frame. */
function createMemory() {
  const verdicts = new Map<string, { readonly passed: boolean; readonly until: number }>();
  const keyOf = (file: File) => `${file.size}|${file.lastModified}|${file.name}`;
  return {
    keep(file: File, passed: boolean): void {
      const now = Date.now();
      for (const [key, { until }] of verdicts) if (until < now) verdicts.delete(key);
      verdicts.set(keyOf(file), { passed, until: now + REMEMBER_MS });
    },
    recall(file: File): boolean | undefined {
      const known = verdicts.get(keyOf(file));
      return known && known.until >= Date.now() ? known.passed : undefined;
    },
  };
}

/** Retried under the same attempt id: the worker may die in mid-scan, and the background answers a repetition the same. */
async function scan(
  send: Send,
  attemptId: string,
  destination: Destination,
  files: readonly File[],
  channel: Channel,
): Promise<readonly Verdict[]> {
  for (const delay of [0, 300, 1_500]) {
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
