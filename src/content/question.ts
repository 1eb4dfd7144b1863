/**
 * How the main world asks the guard: one detached node known to both worlds, which the page never holds. The answer to a
 * question is `preventDefault()`: refused. Nothing else crosses but what these events carry.
 */

/** Sent once by the main world on its window; `relatedTarget` is the node. Answered only in guarded frames. */
export const HANDSHAKE = 'lachan-mccrlwqhjk';
/** A newly injected guard tells those of an extension since updated, which nobody answers any more, to stand down. */
export const SUPERSEDED = 'lachan-qtyhbwzkov';
/** The plug-in of a page asks whether a guard of the extension stands here; cancelled means yes. */
export const BESIDE = 'lachan-beside';
/** A `Question` as detail. */
export const ASK = 'ask';
/** A form that a script submits, carried. */
export const ASK_FORM = 'form';
/** A file input whose choice will be heard by nobody else, carried. Not a question. */
export const WATCH_INPUT = 'input';
/** Files that came in without a page event; a `FileQuestion` as detail, answered by `FILES_ANSWERED`. */
export const ASK_FILES = 'files';
/** All that hooks ask. */
export const QUESTIONS = [ASK, ASK_FORM, WATCH_INPUT, ASK_FILES];
/**
 * The host of a shadow root, whose styles are heard by no observer of the document, or a script element that is to have
 * pages loaded ahead, carried. Not a question.
 */
export const ROOT = 'root';
/** From the guard: a `FileAnswer` as detail. */
export const FILES_ANSWERED = 'answered';
/** From the guard: the document was re-opened; what listens on the window must listen again. */
export const REOPENED = 'reopened';
/** From the guard: a carried field is marked, and what the page's scripts read from it meanwhile; without text, no longer. */
export const VEIL = 'veil';
/** A script has read a veiled field, carried: told once for each veil. Not a question. */
export const VEIL_READ = 'read';

/**
 * An event that carries a node from world to world. A related target would be swapped for its shadow host and a detail
 * cannot hold nodes; a target range keeps them.
 */
export function carry(type: string, node: Node, data: string | null = null): InputEvent {
  const range = new StaticRange({ startContainer: node, startOffset: 0, endContainer: node, endOffset: 0 });
  return new InputEvent(type, { cancelable: true, data, targetRanges: [range] });
}

export function carried(event: Event): Node | null {
  return event instanceof InputEvent ? (event.getTargetRanges()[0]?.startContainer ?? null) : null;
}

/** What a script is about to send (`body`, `url`), or to get (`read` from the clipboard, `typed` into a prompt). */
export interface Question {
  readonly kind: 'body' | 'url' | 'read' | 'typed';
  readonly texts: readonly string[];
  readonly bytes: readonly (ArrayBuffer | ArrayBufferView)[];
  /** Where the pieces of one content go one after another: a socket, an address without its query. */
  readonly way?: string | undefined;
}

export interface FileQuestion {
  readonly id: number;
  readonly files: readonly File[];
  /** True when these files may have been weighed a moment ago, as part of a drop or a picker's choice. */
  readonly again: boolean;
}

export interface FileAnswer {
  readonly id: number;
  /** For each file, whether it may go on. */
  readonly passed: readonly boolean[];
}
