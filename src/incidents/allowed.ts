import * as z from 'zod/mini';
import type { AllowedDocument } from './passing.ts';

/** Documents one machine keeps in mind at most. */
const MOST = 5_000;

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
