export type { NoticeItem, NoticeModel } from '../../messages/notice.ts';

import type { NoticeModel } from '../../messages/notice.ts';

/** What the person did. Exactly one of `onContinue` and `onClose` is called once; `onFalseAlarm` may come before it. */
export interface NoticeHandlers {
  /** Only offered when the kind is `warned`. The reason is at least 1, at most 500 code units. */
  onContinue(reason: string): void;
  onClose(): void;
  onFalseAlarm(): void;
}

export interface NoticeHandle {
  update(model: NoticeModel): void;
  close(): void;
}
