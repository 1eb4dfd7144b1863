import * as z from 'zod/mini';

/** Documents one machine keeps in mind at most. */
const MOST = 5_000;

/** A document that passes on one machine although its rules say no: somebody looked at it and found a false alarm. */
export interface AllowedDocument {
  /** As in the incident: HMAC-SHA-256 under that machine's key. Another machine, or another byte, gives another one. */
  readonly fingerprint: string;
  /** Last day on which it passes, `YYYY-MM-DD`; empty: it passes no longer. */
  readonly until: string;
}

const schema = z
  .array(
    z.strictObject({
      fingerprint: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
      until: z.string().check(z.regex(/^(\d{4}-\d\d-\d\d)?$/)),
    }),
  )
  .check(z.maxLength(MOST));

/** The list as it was stored or sent; empty when it is none. */
export function readAllowedDocuments(raw: unknown): readonly AllowedDocument[] {
  return schema.safeParse(raw).data ?? [];
}

/** True through the last day of an entry (`today` as `YYYY-MM-DD` by this machine's clock). */
export function passes(list: readonly AllowedDocument[], fingerprint: string, today: string): boolean {
  return fingerprint !== '' && list.some((each) => each.fingerprint === fingerprint && each.until >= today);
}
