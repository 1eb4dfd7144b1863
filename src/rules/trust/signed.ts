import type * as z from 'zod/mini';
import { canonicalJson } from '../../signing/canonical-json.ts';
import { type JsonBounds, parseBounded } from '../../signing/json-shape.ts';
import { isSignedBy, keyIdOf } from '../../signing/signature.ts';
import { type Root, rootSchema, type Signed } from './documents.ts';
import { UpdateError } from './problem.ts';

const DOCUMENT_BOUNDS: JsonBounds = { depth: 8, values: 20_000 };

/** Reads a document in canonical JSON. Anything else, also the same data written otherwise, is refused. */
export function readCanonical<T>(
  text: string,
  schema: z.ZodMiniType<T>,
  what: string,
  bounds: JsonBounds = DOCUMENT_BOUNDS,
): T {
  let value: unknown;
  try {
    value = parseBounded(text, bounds);
  } catch (error) {
    throw new UpdateError('malformed', `${what}: ${error instanceof Error ? error.message : 'not JSON'}`);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    throw new UpdateError('malformed', `${what}: ${path.join('.')}: ${message}`);
  }
  if (canonicalJson(value) !== text) throw new UpdateError('malformed', `${what}: not in canonical form`);
  return parsed.data;
}

/** Reads a root and checks that it makes sense in itself. */
export async function readRoot(text: string): Promise<Root> {
  const root = readCanonical(text, rootSchema, 'root');
  const ids = new Set(root.keys.map(({ id }) => id));
  if (ids.size !== root.keys.length) throw new UpdateError('malformed', 'root: a key stands there twice');
  for (const { id, kind, public: bytes } of root.keys) {
    if ((await keyIdOf({ kind, public: bytes })) !== id)
      throw new UpdateError('malformed', `root: ${id} is not the id of its key`);
  }
  for (const { keys, threshold } of [root.roles.root, root.roles.pack]) {
    if (new Set(keys).size !== keys.length || keys.some((key) => !ids.has(key)) || threshold > keys.length)
      throw new UpdateError('malformed', 'root: a role that its keys cannot fill');
  }
  return root;
}

/**
 * Checks signatures for one or more roles, of which each must reach its threshold. Every signature must be good and of a
 * key of one of the roles: nothing in a file may go unchecked. Answers the ids of the signers.
 */
export async function checkSignatures(
  { signed, signatures }: Signed,
  roles: readonly { readonly root: Root; readonly role: 'root' | 'pack' }[],
  what: string,
): Promise<readonly string[]> {
  const signers = new Set<string>();
  for (const { key: id, value } of signatures) {
    const owner = roles.find(({ root, role }) => root.roles[role].keys.includes(id));
    const key = owner?.root.keys.find((known) => known.id === id);
    if (!key) throw new UpdateError('signature', `${what}: signed by ${id}, which is not trusted`);
    if (signers.has(id)) throw new UpdateError('signature', `${what}: signed twice by ${id}`);
    if (!(await isSignedBy(key, signed, value)))
      throw new UpdateError('signature', `${what}: the signature of ${id} does not fit`);
    signers.add(id);
  }
  for (const { root, role } of roles) {
    const { keys, threshold } = root.roles[role];
    const good = keys.filter((key) => signers.has(key)).length;
    if (good < threshold)
      throw new UpdateError(
        'threshold',
        `${what}: ${good} of ${threshold} signatures (root ${root.version})`,
      );
  }
  return [...signers];
}
