import * as z from 'zod/mini';
import type { LocatedFinding, Outcome } from '../engine/verdict.ts';

z.config({ jitless: true });

/** How one item came out: nothing found; a person must look; not all was seen; a marking was found. Mildest first. */
export const RESULTS = ['clean', 'review', 'unread', 'marked'] as const;
export type Result = (typeof RESULTS)[number];

/** Places of one item that a certificate lists; more change nothing. */
const MOST_FOUND = 50;
const MOST_ITEMS = 100_000;
/** Machine words: no blank, no letter of a document's language. Whatever else stands there could be content. */
const WORD = /^[\w.:/@#+-]{0,200}$/;
const HASH = /^[0-9a-f]{64}$/;

const word = z.string().check(z.regex(WORD));
const hash = z.string().check(z.regex(HASH));
const moment = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/));
const result = z.enum(RESULTS);

const found = z.strictObject({
  kind: z.enum(['marking', 'category', 'foreign', 'keyword']),
  where: word,
  count: z.int().check(z.minimum(1)),
});

const item = z.strictObject({
  sha256: z.nullable(hash),
  size: z.int().check(z.minimum(0)),
  mediaType: word,
  result,
  outcome: word,
  found: z.array(found).check(z.maxLength(MOST_FOUND)),
});

const statement = z.strictObject({
  format: z.literal('la-chan-certificate/1'),
  id: z.string().check(z.regex(/^[0-9a-f]{32}$/)),
  issued: moment,
  checker: z.strictObject({
    product: word,
    pack: z.strictObject({ name: word, version: word, released: z.exactOptional(word) }),
  }),
  result,
  items: z.array(item).check(z.minLength(1), z.maxLength(MOST_ITEMS)),
});

const base64 = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,1000}$/));

const certificate = z.strictObject({
  statement,
  signature: z.strictObject({
    kind: z.enum(['p256', 'ed25519']),
    keyId: hash,
    public: base64,
    value: base64,
  }),
});

/** What was found at one place of an item, without degree, rule or words. */
export type Found = z.infer<typeof found>;
/** One checked item. `sha256` is null when its bytes could not be read; `size` is in bytes. Never a name. */
export type CertifiedItem = z.infer<typeof item>;
/** What the signer says: when, with what and with which result these bytes were checked. */
export type Statement = z.infer<typeof statement>;
/** A statement with its signature. Key and signature are raw, in base64url; `keyId` is the SHA-256 of the key. */
export type Certificate = z.infer<typeof certificate>;
export type Checker = Statement['checker'];

/** Null when `value` is no certificate of this format, or holds a field that no certificate has. */
export function parseCertificate(value: unknown): Certificate | null {
  const parsed = certificate.safeParse(value);
  return parsed.success ? parsed.data : null;
}

/** Null when `value` is no statement of this format. */
export function parseStatement(value: unknown): Statement | null {
  const parsed = statement.safeParse(value);
  return parsed.success ? parsed.data : null;
}

/** The result of one item. It hangs on rules alone and not on a unit's policy, so that it means the same everywhere. */
export function resultOf(findings: readonly LocatedFinding[], outcome: Outcome): Result {
  const asked = findings.map(({ finding }) => finding).filter(({ action }) => action !== 'allow');
  if (asked.some(({ kind, action }) => kind === 'marking' && action === 'block')) return 'marked';
  if (outcome !== 'scanned') return 'unread';
  return asked.length > 0 ? 'review' : 'clean';
}

/** The gravest of some results; `clean` for none. */
export function worstResult(results: Iterable<Result>): Result {
  let worst: Result = 'clean';
  for (const one of results) if (RESULTS.indexOf(one) > RESULTS.indexOf(worst)) worst = one;
  return worst;
}

/** What a certificate keeps of one inspected item. Degrees and rule ids are left out: both would hint at the content. */
export function certifyItem(
  item: { readonly sha256: string | null; readonly size: number; readonly mediaType: string },
  findings: readonly LocatedFinding[],
  outcome: Outcome,
): CertifiedItem {
  const places = new Map<string, Found>();
  for (const { finding, where } of findings) {
    if (finding.action === 'allow') continue;
    const place = WORD.test(where) ? where : '?';
    const key = `${finding.kind} ${place}`;
    const known = places.get(key);
    places.set(key, { kind: finding.kind, where: place, count: (known?.count ?? 0) + 1 });
  }
  return {
    sha256: item.sha256,
    size: item.size,
    mediaType: WORD.test(item.mediaType) ? item.mediaType : '?',
    // Bytes that were not hashed cannot be vouched for.
    result: item.sha256 === null && outcome === 'scanned' ? 'unread' : resultOf(findings, outcome),
    outcome,
    found: [...places.values()].slice(0, MOST_FOUND),
  };
}

/** A statement about these items, unsigned. Throws on an empty list. */
export function stateResults(items: readonly CertifiedItem[], checker: Checker, time: Date): Statement {
  if (items.length === 0) throw new RangeError('a certificate needs an item');
  return {
    format: 'la-chan-certificate/1',
    id: crypto.randomUUID().replaceAll('-', ''),
    issued: time.toISOString(),
    checker,
    result: worstResult(items.map((item) => item.result)),
    items: [...items],
  };
}
