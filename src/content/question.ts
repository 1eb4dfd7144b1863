/**
 * How the main world asks the guard: one detached node known to both worlds, which the page never holds. The answer to a
 * question is `preventDefault()`: refused. Nothing else crosses but what these events carry.
 */

/** Sent once by the main world on its window; `relatedTarget` is the node. Answered only in guarded frames. */
export const HANDSHAKE = 'lachan-mccrlwqhjk';
/** A `Question` as detail. */
export const ASK = 'ask';
/** A form that a script submits, as `relatedTarget`. */
export const ASK_FORM = 'form';
/** A file input whose choice will be heard by nobody else, as `relatedTarget`. Not a question. */
export const WATCH_INPUT = 'input';
/** Files that came in without a page event; a `FileQuestion` as detail, answered by `FILES_ANSWERED`. */
export const ASK_FILES = 'files';
/** From the guard: a `FileAnswer` as detail. */
export const FILES_ANSWERED = 'answered';
/** From the guard: the document was re-opened; what listens on the window must listen again. */
export const REOPENED = 'reopened';

/** What a script is about to send (`body`, `url`), or to get (`read` from the clipboard, `typed` into a prompt). */
export interface Question {
  readonly kind: 'body' | 'url' | 'read' | 'typed';
  readonly texts: readonly string[];
  readonly bytes: readonly (ArrayBuffer | ArrayBufferView)[];
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
