/** A document that passes on one machine although its rules say no: somebody looked at it and found a false alarm. */
export interface AllowedDocument {
  /** As in the incident: HMAC-SHA-256 under that machine's key. Another machine, or another byte, gives another one. */
  readonly fingerprint: string;
  /** Last day on which it passes, `YYYY-MM-DD`; empty: it passes no longer. */
  readonly until: string;
}

/** True through the last day of an entry (`today` as `YYYY-MM-DD` by this machine's clock). */
export function passes(list: readonly AllowedDocument[], fingerprint: string, today: string): boolean {
  return fingerprint !== '' && list.some((each) => each.fingerprint === fingerprint && each.until >= today);
}
