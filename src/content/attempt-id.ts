/** Random, also on pages without a secure context, where `crypto.randomUUID` is missing. */
export function newAttemptId(): string {
  return '10000000-1000-4000-8000-100000000000'.replace(/[018]/gu, (digit) => {
    const random = crypto.getRandomValues(new Uint8Array(1))[0]!;
    return (digit === '8' ? 8 | (random & 3) : random & 15).toString(16);
  });
}
