/**
 * How the main world asks the guard: one detached node known to both worlds, which the page never holds. The answer is
 * `preventDefault()`: refused.
 */
export const HANDSHAKE = 'lachan-mccrlwqhjk';
export const ASK = 'ask';

/** What a script is about to send. */
export interface Question {
  readonly kind: 'body' | 'url' | 'read';
  readonly texts: readonly string[];
  readonly bytes: readonly (ArrayBuffer | ArrayBufferView)[];
}
