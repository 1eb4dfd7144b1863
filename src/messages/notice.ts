import type { Channel, Verdict } from '../engine/verdict.ts';

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
  /** The host people know the page by: the top-level one, also inside frames. */
  readonly site: string;
  readonly items: readonly NoticeItem[];
  /** Whom to call, from policy; may be empty. */
  readonly contact: string;
  /** True for typed text that may stay in the field but not leave: the notice says what to remove. */
  readonly stays?: boolean;
}

/** What goes between a frame that nobody sees and the top frame, which shows its notice: there and back. */
export type NoticeEvent =
  | { readonly kind: 'show'; readonly model: NoticeModel }
  | { readonly kind: 'close' | 'closed' | 'false-alarm' }
  | { readonly kind: 'continued'; readonly reason: string };

/** A notice of another frame of the same tab. */
export interface RelayedNotice {
  /** Of the frame's own making. */
  readonly noticeId: string;
  readonly event: NoticeEvent;
  /** On the way to the background the frame it is for; on the way from it the frame it came from. 0 is the top frame. */
  readonly frame: number;
}
