/** Random, also on pages without a secure context, where `crypto.randomUUID` is missing. */
export function newAttemptId(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join('-');
}
