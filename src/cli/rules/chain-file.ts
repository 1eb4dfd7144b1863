import type * as z from 'zod/mini';
import {
  type PackFile,
  packFileSchema,
  type Root,
  type RootsFile,
  rootsFileSchema,
  type Signed,
} from '../../rules/trust/documents.ts';
import { readRoot } from '../../rules/trust/signed.ts';
import { canonicalJson } from '../../signing/canonical-json.ts';
import { readText } from './files.ts';
import { Refusal } from './refusal.ts';

/** Reads `roots.json`. Throws `Refusal`. */
export const readRootsFile = (file: string): Promise<RootsFile> => readJson(file, rootsFileSchema);

/** Reads a pack that may still lack signatures. Throws `Refusal`. */
export const readDraft = (file: string): Promise<PackFile> => readJson(file, packFileSchema);

async function readJson<T>(file: string, schema: z.ZodMiniType<T>): Promise<T> {
  const text = await readText(file);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal('rulesNotOurs', file);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Refusal('rulesNotOurs', file);
  return parsed.data;
}

export const writeRootsFile = (file: RootsFile): string => `${canonicalJson(file)}\n`;
export const writeDraft = (draft: PackFile): string => canonicalJson(draft);

/** The newest root of a chain and its predecessor. */
export async function newestRoot(
  roots: readonly Signed[],
): Promise<{ root: Root; before: Root | undefined }> {
  const before = roots.length > 1 ? await readRoot(roots.at(-2)!.signed) : undefined;
  return { root: await readRoot(roots.at(-1)!.signed), before };
}

/** How far the signing of a document has come, by role: signatures there are, and signatures it takes. */
export async function countSignatures(
  { signatures }: Signed,
  roles: readonly { readonly root: Root; readonly role: 'root' | 'pack' }[],
): Promise<readonly { readonly have: number; readonly need: number }[]> {
  return roles.map(({ root, role }) => ({
    have: root.roles[role].keys.filter((key) => signatures.some((one) => one.key === key)).length,
    need: root.roles[role].threshold,
  }));
}
