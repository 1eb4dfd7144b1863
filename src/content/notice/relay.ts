import type { NoticeEvent } from '../../messages/notice.ts';
import { hearBackground } from '../../platform/frames.ts';
import { send } from '../../platform/messaging.ts';
import { newAttemptId } from '../attempt-id.ts';
import type { NoticeHandle, NoticeHandlers, NoticeModel } from './model.ts';

const TOP = 0;

/** Notices of this frame that stand in the top one, by their id. */
const away = new Map<string, (event: NoticeEvent) => void>();

/**
 * Has the top frame show a notice of this one, which nobody sees: frames of other origins cannot reach one another, so
 * it goes through the background. Where nobody shows it, `onClose` is called.
 */
export function showAtTop(model: NoticeModel, handlers: NoticeHandlers): NoticeHandle {
  const noticeId = newAttemptId();
  const tell = (event: NoticeEvent) =>
    send('notice.relay', { noticeId, event, frame: TOP }).then(
      ({ delivered }) => delivered,
      () => false,
    );
  const end = (): void => {
    away.delete(noticeId);
    window.removeEventListener('pagehide', close);
  };
  const close = (): void => {
    if (!away.has(noticeId)) return;
    end();
    void tell({ kind: 'close' });
  };
  away.set(noticeId, (event) => {
    if (event.kind === 'false-alarm') {
      handlers.onFalseAlarm();
      return;
    }
    end();
    if (event.kind === 'continued') handlers.onContinue(event.reason);
    else handlers.onClose();
  });
  window.addEventListener('pagehide', close);
  void tell({ kind: 'show', model }).then((shown) => {
    if (!shown && away.has(noticeId)) away.get(noticeId)?.({ kind: 'closed' });
  });
  return {
    update(next) {
      if (away.has(noticeId)) void tell({ kind: 'show', model: next });
    },
    close,
  };
}

/** In the top frame: shows the notices of others by `show`. In others: hears what was answered. Until the signal aborts. */
export function relayNotices(
  show: (model: NoticeModel, handlers: NoticeHandlers) => NoticeHandle,
  signal: AbortSignal,
): void {
  const shown = new Map<string, NoticeHandle>();
  hearBackground(
    'notice.relayed',
    ({ noticeId, event, frame }) => {
      const known = shown.get(noticeId);
      if (event.kind === 'close') {
        shown.delete(noticeId);
        known?.close();
      } else if (event.kind !== 'show') away.get(noticeId)?.(event);
      else if (known) known.update(event.model);
      else
        shown.set(
          noticeId,
          show(
            event.model,
            answering(noticeId, frame, () => shown.delete(noticeId)),
          ),
        );
    },
    signal,
  );
}

/** Sends what the person does back to the frame the notice came from. */
function answering(noticeId: string, frame: number, end: () => void): NoticeHandlers {
  const tell = (event: NoticeEvent): void => {
    // A background that cannot be reached has lost the frame as well.
    send('notice.relay', { noticeId, event, frame }).catch(() => {});
  };
  return {
    onContinue(reason) {
      end();
      tell({ kind: 'continued', reason });
    },
    onClose() {
      end();
      tell({ kind: 'closed' });
    },
    onFalseAlarm: () => tell({ kind: 'false-alarm' }),
  };
}
