import type { Channel, Verdict } from '../../engine/verdict.ts';

/** One text or file as the notice shows it. Names and text stay on the screen: they are never logged or sent. */
export interface NoticeItem {
  readonly kind: 'text' | 'file';
  /** A file's name, for the screen only. */
  readonly name?: string;
  /** The person's own text, so that the notice can show where the marking stands. */
  readonly text?: string;
  /** Null while the item is being scanned. */
  readonly verdict: Verdict | null;
}

/** What a notice says. `scanning` is the progress state of a slow scan. */
export interface NoticeModel {
  readonly kind: 'scanning' | 'blocked' | 'held' | 'warned';
  readonly channel: Channel;
  readonly items: readonly NoticeItem[];
  /** Whom to call, from policy; may be empty. */
  readonly contact: string;
  /** True for typed text that may stay in the field but not leave: the notice says what to remove. */
  readonly stays?: boolean;
}

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
