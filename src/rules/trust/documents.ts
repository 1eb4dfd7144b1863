import * as z from 'zod/mini';

z.config({ jitless: true });

const name = z.string().check(z.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/), z.maxLength(64));
const time = z.string().check(
  z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/),
  z.refine((text) => !Number.isNaN(Date.parse(text)), 'no such time'),
);
const count = z.int().check(z.minimum(1), z.maximum(Number.MAX_SAFE_INTEGER));
const keyId = z.string().check(z.regex(/^[0-9a-f]{32}$/));
const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const base64url = z.string().check(z.regex(/^[A-Za-z0-9_-]*$/), z.maxLength(100));

const signedSchema = z.strictObject({
  signed: z.string(),
  signatures: z.array(z.strictObject({ key: keyId, value: base64url })).check(z.maxLength(32)),
});

const role = z.strictObject({
  keys: z.array(keyId).check(z.minLength(1), z.maxLength(16)),
  threshold: z.int().check(z.minimum(1), z.maximum(16)),
});

/** The root of trust of one unit: which keys may sign packs, which may change this document, and how many it takes. */
export const rootSchema = z.strictObject({
  type: z.literal('la-chan.root'),
  unit: name,
  version: count,
  expires: time,
  keys: z
    .array(
      z.strictObject({
        id: keyId,
        kind: z.enum(['ed25519', 'p256']),
        public: base64url,
      }),
    )
    .check(z.minLength(1), z.maxLength(32)),
  roles: z.strictObject({ root: role, pack: role }),
});

/** What the pack keys sign: which pack this is, for whom, until when, and what its tables are. */
export const statementSchema = z.strictObject({
  type: z.literal('la-chan.pack'),
  unit: name,
  name,
  version: count,
  released: time,
  expires: time,
  minEngine: z.string().check(z.regex(/^\d{1,5}\.\d{1,5}\.\d{1,5}$/)),
  tables: z.strictObject({ sha256, bytes: count }),
});

/** The chain of roots as its keepers hand it round; the newest may still lack signatures. */
export const rootsFileSchema = z.strictObject({
  format: z.literal('la-chan.roots/1'),
  roots: z.array(signedSchema).check(z.minLength(1), z.maxLength(64)),
});

/** What a static host says first. A hint only: nothing in it is believed that the pack file does not prove. */
export const latestSchema = z.strictObject({
  format: z.literal('la-chan.latest/1'),
  name,
  version: count,
  /** Name of the pack file, beside this one. */
  file: z.string().check(z.regex(/^[a-z0-9-]+\.json$/), z.maxLength(120)),
  bytes: count,
  sha256,
});

/** One file, whatever road it comes by: the chain of roots, the signed statement and the tables. */
export const packFileSchema = z.strictObject({
  format: z.literal('la-chan.pack/1'),
  roots: z.array(signedSchema).check(z.minLength(1), z.maxLength(64)),
  statement: signedSchema,
  tables: z.string(),
});

/** What a machine remembers between updates. Plain JSON. */
export const trustedStateSchema = z.strictObject({
  format: z.literal(1),
  root: z.string(),
  pack: z.nullable(
    z.strictObject({
      name,
      version: count,
      sha256,
      released: time,
      expires: time,
      signers: z.array(keyId).check(z.maxLength(32)),
      revoked: z.boolean(),
    }),
  ),
});

/** Canonical JSON as text and signatures over exactly that text; as yet without any, on its way to its signers. */
export type Signed = z.infer<typeof signedSchema>;
export type Root = z.infer<typeof rootSchema>;
export type PackStatement = z.infer<typeof statementSchema>;
export type RootsFile = z.infer<typeof rootsFileSchema>;
export type Latest = z.infer<typeof latestSchema>;
export type PackFile = z.infer<typeof packFileSchema>;
/**
 * `root` is the signed text of the newest root this machine has accepted, `pack.sha256` that of the statement of the pack
 * in use, `pack.signers` the keys that signed it, `pack.revoked` true when a newer root no longer trusts enough of them.
 */
export type TrustedState = z.infer<typeof trustedStateSchema>;
