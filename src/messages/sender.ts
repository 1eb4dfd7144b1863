import type { MessageName, Messages } from './messages.ts';

/** What a receiver knows about who sent a message. */
export interface SenderFacts {
  readonly id?: string | undefined;
  readonly url?: string | undefined;
  /** The tab a content script or page runs in; `url` is the top-level page's. */
  readonly tab?: { readonly id?: number | undefined; readonly url?: string | undefined } | undefined;
  readonly frameId?: number | undefined;
}

/** The receiver's own extension: its id, and its origin without a slash at the end. */
export interface OwnExtension {
  readonly id: string;
  readonly origin: string;
}

export type SenderKind = Messages[MessageName]['from'];

/** Which of our contexts sent this, or null when it is none of ours. */
export function senderKind(sender: SenderFacts, own: OwnExtension): SenderKind | null {
  if (sender.id !== own.id) return null;
  if (!sender.url?.startsWith(`${own.origin}/`)) return sender.tab ? 'content' : null;
  if (sender.tab) return 'page';
  const path = new URL(sender.url).pathname;
  // Firefox runs the background in a page that it makes up itself.
  return path.endsWith('.html') && path !== '/_generated_background_page.html' ? 'page' : 'background';
}
